import type { Expression } from '../../notation/expression.ts';
import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { resolveAxis, type Shape } from '../../program/shape.ts';
import type { Attributes, Operator } from '../operator.ts';
import { dimAttribute, dimFault } from './dim.ts';
import { gives, inputPort, only, outputPort, result, symbolAt } from './ports.ts';
import { numbers, sample } from './sample.ts';

interface Reduction {
  readonly name: string;
  readonly help: string;
  readonly synonyms: readonly string[];
  readonly nodeName: string;
  readonly symbol: string;
  /** Reduces some axes, which stay with size 1. */
  readonly apply: (builder: Builder, x: ValueId, axes: readonly number[]) => ValueId;
  readonly formula: (x: Expression) => Expression;
  readonly torch: string;
}

/** The axes to reduce; all of them for None. Undefined where the axis does not exist. */
function axesOf(dim: Attributes[string] | undefined, shape: Shape): readonly number[] | undefined {
  if (typeof dim !== 'number') return shape.map((_, axis) => axis);
  const axis = resolveAxis(dim, shape.length);
  return axis === undefined ? undefined : [axis];
}

const reduced = (shape: Shape, axes: readonly number[], keep: boolean): Shape =>
  keep
    ? shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : shape.filter((_, axis) => !axes.includes(axis));

/** One number for all elements, or one per position of the other axes (`dim`, `keepdim` as in torch.sum). */
export const reductionOperator = (declaration: Reduction): Operator => ({
  name: declaration.name,
  category: 'merge',
  help: declaration.help,
  source: `https://pytorch.org/docs/stable/generated/torch.${declaration.torch}.html`,
  synonyms: ['reduce', 'aggregate', ...declaration.synonyms],
  inputs: [{ name: inputPort, help: 'Numbers of any shape', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'What is left of the shape' }],
  attributes: [
    dimAttribute(null, 'Axis to reduce; None reduces all, the batch too, to one number.'),
    {
      name: 'keepdim',
      kind: 'boolean',
      default: false,
      help: 'Whether the reduced axis stays, with size 1.',
    },
  ],
  nodeName: declaration.nodeName,
  symbol: declaration.symbol,
  isModule: false,
  infer: ({ attributes, inputs }) => {
    const { shape } = only(inputs, inputPort);
    const axes = axesOf(attributes['dim'], shape);
    if (axes !== undefined) return gives(reduced(shape, axes, attributes['keepdim'] === true));
    return dimFault(attributes, shape);
  },
  lower: ({ builder, inputs, outputShapes }, attributes) => {
    const x = only(inputs, inputPort);
    const shape = builder.shape(x);
    const kept = declaration.apply(builder, x, axesOf(attributes['dim'], shape) ?? []);
    return result(builder.reshape(kept, outputShapes.get(outputPort) ?? builder.shape(kept)));
  },
  formula: (context) => declaration.formula(symbolAt(context, inputPort)),
  torch: ({ dim, keepdim }) =>
    `torch.${declaration.torch}(${inputPort}${typeof dim === 'number' ? `, dim=${dim}${keepdim === true ? ', keepdim=True' : ''}` : ''})`,
  samples: [
    sample({ dim: null, keepdim: false }, { input: numbers(['N', 4]) }),
    sample({ dim: 1, keepdim: true }, { input: numbers(['N', 2, 3]) }),
    sample({ dim: -1, keepdim: false }, { input: numbers(['N', 2, 3]) }),
  ],
});
