import type { Expression } from '../../notation/expression.ts';
import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { resolveAxis } from '../../program/shape.ts';
import type { Attributes, Meaning, Operator } from '../operator.ts';
import { dimAttribute, dimFault } from './dim.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './ports.ts';
import { numbers, sample } from './sample.ts';

/** PyTorch's axis for `dim=None`: 0 for tensors of 0, 1 or 3 axes, otherwise 1 (torch.nn.functional). */
export const implicitAxis = (rank: number): number => (rank === 0 || rank === 1 || rank === 3 ? 0 : 1);

/** A single number counts as one axis, as in PyTorch. */
const axisOf = (dim: Attributes[string] | undefined, rank: number): number | undefined =>
  typeof dim === 'number' ? resolveAxis(dim, Math.max(1, rank)) : implicitAxis(rank);

interface AlongAxis {
  readonly name: string;
  readonly help: string;
  readonly synonyms: readonly string[];
  readonly nodeName: string;
  readonly symbol: string;
  readonly gives: Meaning;
  readonly apply: (builder: Builder, x: ValueId, axis: number) => ValueId;
  readonly formula: (x: Expression) => Expression;
}

/** An activation that normalises along one axis, PyTorch's `dim`. */
export const alongAxis = (declaration: AlongAxis): Operator => ({
  name: declaration.name,
  category: 'activation',
  help: declaration.help,
  source: `https://pytorch.org/docs/stable/generated/torch.nn.${declaration.name}.html`,
  synonyms: declaration.synonyms,
  inputs: [{ name: inputPort, help: 'Numbers; classes along dim', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same shape' }],
  attributes: [
    dimAttribute(null, 'Axis whose entries belong together. None picks axis 1 of a matrix, as PyTorch does.'),
  ],
  nodeName: declaration.nodeName,
  symbol: declaration.symbol,
  isModule: true,
  gives: () => declaration.gives,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    if (axisOf(context.attributes['dim'], shape.length) !== undefined) return gives(shape);
    return dimFault(context.attributes, shape);
  },
  lower: ({ builder, inputs }, attributes) => {
    const x = only(inputs, inputPort);
    const shape = builder.shape(x);
    const axis = axisOf(attributes['dim'], shape.length) ?? 0;
    const axes = builder.reshape(x, shape.length === 0 ? [1] : shape);
    return result(builder.reshape(declaration.apply(builder, axes, axis), shape));
  },
  formula: (context) => declaration.formula(symbolAt(context, inputPort)),
  torch: ({ dim }) => `nn.${declaration.name}(${dim === null || dim === undefined ? '' : `dim=${dim}`})`,
  samples: [
    sample({ dim: null }, { input: numbers(['N', 4]) }),
    sample({ dim: -1 }, { input: numbers(['N', 2, 3]) }),
    sample({ dim: 1 }, { input: numbers(['N', 2, 3], -5, 5) }),
    sample({ dim: null }, { input: numbers([]) }),
  ],
});

/**
 * log softmax(x) = u − log Σ eᵘ with u = x − max x. The shift changes nothing in the result or its derivative, but
 * keeps every digit where x is large.
 */
export function logSoftmax(builder: Builder, x: ValueId, axis: number): ValueId {
  const shifted = builder.subtract(x, builder.stopGradient(builder.reduce('max', x, [axis])));
  return builder.subtract(shifted, builder.reduce('logSumExp', shifted, [axis]));
}
