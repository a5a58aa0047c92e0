import { addDimensions, type Dimension, formatShape, resolveAxis } from '../program/shape.ts';
import { dimAttribute, dimFault } from './declare/dim.ts';
import { gives, outputPort, result } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Operator } from './operator.ts';

const port = 'inputs';

/** Tensors joined along one axis; all other sizes must agree. */
export const concat: Operator = {
  name: 'Concat',
  category: 'merge',
  help: 'Joins what comes in along one axis. (torch.cat defaults to axis 0, the batch; here it is 1, the features.)',
  source: 'https://pytorch.org/docs/stable/generated/torch.cat.html',
  synonyms: ['cat', 'concatenate', 'join', 'stack'],
  inputs: [{ name: port, help: 'Two or more tensors', accepts: ['numbers'], several: true }],
  outputs: [{ name: outputPort, help: 'The tensors side by side' }],
  attributes: [dimAttribute(1, 'Axis along which to join.')],
  nodeName: 'cat',
  symbol: 'c',
  isModule: false,
  infer: ({ attributes, inputs }) => {
    const shapes = (inputs.get(port) ?? []).map((type) => type.shape);
    const [first = []] = shapes;
    const axis = resolveAxis(attributes['dim'] as number, first.length);
    if (axis === undefined) return dimFault(attributes, first);
    const along = addDimensions(shapes.map((shape) => shape[axis] ?? 1));
    const fits = shapes.every(
      (shape) =>
        shape.length === first.length && shape.every((size, at) => at === axis || size === first[at]),
    );
    if (!fits || along === undefined) {
      return {
        ok: false,
        code: 'shape-mismatch',
        at: port,
        message: `expects equal sizes on every axis but ${axis}; gets ${shapes.map(formatShape).join(' and ')}.`,
      };
    }
    return gives(first.map((size, at): Dimension => (at === axis ? along : size)));
  },
  lower: ({ builder, inputs }, attributes) => {
    const parts = inputs.get(port) ?? [];
    const rank = parts[0] === undefined ? 0 : builder.shape(parts[0]).length;
    return result(builder.concatenate(parts, resolveAxis(attributes['dim'] as number, rank) ?? 0));
  },
  formula: ({ inputs }) => ({ kind: 'joined', parts: inputs.get(port) ?? [] }),
  torch: ({ dim }) => `torch.cat(${port}, dim=${dim})`,
  samples: [
    sample({ dim: 1 }, { inputs: [numbers(['N', 4]), numbers(['N', 2])] }),
    sample({ dim: -1 }, { inputs: [numbers(['N', 2, 3]), numbers(['N', 2, 1]), numbers(['N', 2, 2])] }),
  ],
};
