import type { Expression } from '../../notation/expression.ts';
import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { broadcastShapes, formatShape } from '../../program/shape.ts';
import type { Operator, Sample } from '../operator.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './ports.ts';

/** PyTorch's name of the second operand. */
export const otherPort = 'other';

interface Pairwise {
  readonly name: string;
  readonly help: string;
  readonly source: string;
  readonly synonyms: readonly string[];
  readonly nodeName: string;
  readonly symbol: string;
  readonly apply: (builder: Builder, input: ValueId, other: ValueId) => ValueId;
  readonly formula: (input: Expression, other: Expression) => Expression;
  readonly torch: string;
  readonly samples: readonly Sample[];
}

/** An operation on two tensors, element by element, stretched as NumPy and PyTorch broadcast them. */
export const pairwise = (declaration: Pairwise): Operator => ({
  name: declaration.name,
  category: 'merge',
  help: declaration.help,
  source: declaration.source,
  synonyms: declaration.synonyms,
  inputs: [
    { name: inputPort, help: 'The first operand', accepts: ['numbers'] },
    { name: otherPort, help: 'The second operand', accepts: ['numbers'] },
  ],
  outputs: [{ name: outputPort, help: 'The result, element by element' }],
  attributes: [],
  nodeName: declaration.nodeName,
  symbol: declaration.symbol,
  isModule: false,
  infer: (context) => {
    const [input, other] = [typeAt(context, inputPort).shape, typeAt(context, otherPort).shape];
    const joined = broadcastShapes(input, other);
    if (joined !== undefined) return gives(joined);
    return {
      ok: false,
      code: 'shape-mismatch',
      at: otherPort,
      message: `expects shapes that match from the right, or a size of 1 to stretch; gets ${formatShape(input)} and ${formatShape(other)}.`,
    };
  },
  lower: ({ builder, inputs }) =>
    result(declaration.apply(builder, only(inputs, inputPort), only(inputs, otherPort))),
  formula: (context) => declaration.formula(symbolAt(context, inputPort), symbolAt(context, otherPort)),
  torch: () => `${declaration.torch}(${inputPort}, ${otherPort})`,
  samples: declaration.samples,
});
