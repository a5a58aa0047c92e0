import { call, transposed } from '../notation/expression.ts';
import { formatShape, resolveAxis, type Shape } from '../program/shape.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Attributes, Operator } from './operator.ts';

/** The order of axes after two of them are swapped; undefined where one does not exist. */
function permutationOf({ dim0, dim1 }: Attributes, shape: Shape): readonly number[] | undefined {
  const [first, second] = [
    resolveAxis(dim0 as number, shape.length),
    resolveAxis(dim1 as number, shape.length),
  ];
  if (first === undefined || second === undefined) return undefined;
  return shape.map((_, axis) => (axis === first ? second : axis === second ? first : axis));
}

/** Two axes swapped (torch.transpose); the batch stays in front. */
export const transpose: Operator = {
  name: 'Transpose',
  category: 'merge',
  help: 'Swaps two axes of each sample.',
  source: 'https://pytorch.org/docs/stable/generated/torch.transpose.html',
  synonyms: ['swap', 'permute', 'axes'],
  inputs: [{ name: inputPort, help: 'Numbers of any shape', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same numbers, two axes swapped' }],
  attributes: [
    { name: 'dim0', kind: 'integer', default: -2, minimum: -16, maximum: 15, help: 'One axis.' },
    { name: 'dim1', kind: 'integer', default: -1, minimum: -16, maximum: 15, help: 'The other axis.' },
  ],
  nodeName: 'transpose',
  symbol: 't',
  isModule: false,
  keepsValues: true,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    const permutation = permutationOf(context.attributes, shape);
    if (permutation !== undefined && permutation[0] === 0) {
      return gives(permutation.map((axis) => shape[axis] ?? 1));
    }
    return {
      ok: false,
      code: 'bad-attribute',
      at: 'dim0',
      message: `dim0 and dim1 must be axes from 1 to ${shape.length - 1} of ${formatShape(shape)} (axis 0 is the batch); found ${context.attributes['dim0']} and ${context.attributes['dim1']}.`,
    };
  },
  lower: ({ builder, inputs }, attributes) => {
    const x = only(inputs, inputPort);
    return result(builder.transpose(x, permutationOf(attributes, builder.shape(x)) ?? []));
  },
  formula: (context) => {
    const x = symbolAt(context, inputPort);
    const { shape } = only(context.inputTypes, inputPort);
    const last = permutationOf({ dim0: -2, dim1: -1 }, shape);
    const swapsLast = permutationOf(context.attributes, shape)?.every((axis, at) => axis === last?.[at]);
    return swapsLast === true ? transposed(x) : call('transpose', x);
  },
  torch: ({ dim0, dim1 }) => `torch.transpose(${inputPort}, ${dim0}, ${dim1})`,
  samples: [
    sample({ dim0: -2, dim1: -1 }, { input: numbers(['N', 2, 3]) }),
    sample({ dim0: 1, dim1: 3 }, { input: numbers(['N', 2, 3, 4]) }),
  ],
};
