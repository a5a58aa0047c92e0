import { call } from '../notation/expression.ts';
import { formatShape, resolveAxis, type Shape } from '../program/shape.ts';
import { dimAttribute } from './declare/dim.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Attributes, Operator } from './operator.ts';

/** The shape with one axis as several, a single −1 worked out; undefined where the sizes do not fit. */
function unflattened({ dim, unflattened_size: wanted }: Attributes, shape: Shape): Shape | undefined {
  const sizes = wanted as readonly number[];
  const axis = resolveAxis(dim as number, shape.length);
  const size = axis === undefined ? undefined : shape[axis];
  if (axis === undefined || typeof size !== 'number' || sizes.length === 0) return undefined;
  const known = sizes.reduce((product, part) => (part === -1 ? product : product * part), 1);
  const free = sizes.includes(-1) ? size / known : 1;
  if (!Number.isInteger(free) || (free === 1 && !sizes.includes(-1) && known !== size)) return undefined;
  return [
    ...shape.slice(0, axis),
    ...sizes.map((part) => (part === -1 ? free : part)),
    ...shape.slice(axis + 1),
  ];
}

/** One axis as several (torch.nn.Unflatten); one of the sizes may be −1. */
export const unflatten: Operator = {
  name: 'Unflatten',
  category: 'merge',
  help: 'Folds one axis into several: the reverse of Flatten.',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html',
  synonyms: ['reshape', 'view', 'fold'],
  inputs: [{ name: inputPort, help: 'Numbers of any shape', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same numbers on more axes' }],
  attributes: [
    dimAttribute(1, 'Axis to fold.'),
    {
      name: 'unflattened_size',
      kind: 'shape',
      default: [1, -1],
      help: 'Sizes that the axis becomes; one may be −1.',
    },
  ],
  nodeName: 'unflatten',
  symbol: 'r',
  isModule: true,
  keepsValues: true,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    const folded = unflattened(context.attributes, shape);
    if (folded !== undefined) return gives(folded);
    const { dim, unflattened_size: sizes } = context.attributes;
    return {
      ok: false,
      code: 'shape-mismatch',
      at: inputPort,
      message: `expects axis ${dim} to hold ${(sizes as readonly number[]).join('×')} numbers; gets ${formatShape(shape)}.`,
      fix: { attribute: 'unflattened_size', value: [1, -1], label: 'Fold it into 1×all' },
    };
  },
  lower: ({ builder, inputs }, attributes) => {
    const x = only(inputs, inputPort);
    return result(builder.reshape(x, unflattened(attributes, builder.shape(x)) ?? builder.shape(x)));
  },
  formula: (context) => call('unflatten', symbolAt(context, inputPort)),
  torch: ({ dim, unflattened_size: sizes }) =>
    `nn.Unflatten(${dim}, (${(sizes as readonly number[]).join(', ')}${(sizes as readonly number[]).length === 1 ? ',' : ''}))`,
  samples: [
    sample({ dim: 1, unflattened_size: [3, 2] }, { input: numbers(['N', 6]) }),
    sample({ dim: -1, unflattened_size: [-1, 2] }, { input: numbers(['N', 3, 4]) }),
  ],
};
