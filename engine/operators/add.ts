import { plus } from '../notation/expression.ts';
import { broadcastShapes, formatShape, type Shape } from '../program/shape.ts';
import { gives, outputPort, result } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Operator } from './operator.ts';

const port = 'inputs';

/** The sum of two or more tensors, stretched as NumPy and PyTorch broadcast them. */
export const add: Operator = {
  name: 'Add',
  category: 'merge',
  help: 'Adds what comes in, element by element; a skip connection ends here.',
  source: 'https://pytorch.org/docs/stable/generated/torch.add.html',
  synonyms: ['sum', 'plus', 'residual', 'skip', '+'],
  inputs: [{ name: port, help: 'Two or more tensors', accepts: ['numbers'], several: true }],
  outputs: [{ name: outputPort, help: 'Their sum' }],
  attributes: [],
  nodeName: 'add',
  symbol: 's',
  isModule: false,
  infer: ({ inputs }) => {
    const shapes = (inputs.get(port) ?? []).map((type) => type.shape);
    let joined: Shape = [];
    for (const shape of shapes) {
      const next = broadcastShapes(joined, shape);
      if (next === undefined) {
        return {
          ok: false,
          code: 'shape-mismatch',
          at: port,
          message: `expects shapes that match from the right, or a size of 1 to stretch; gets ${shapes.map(formatShape).join(' and ')}.`,
        };
      }
      joined = next;
    }
    return gives(joined);
  },
  lower: ({ builder, inputs }) => {
    const [first, ...others] = inputs.get(port) ?? [];
    if (first === undefined) throw new Error('Add has no input');
    return result(others.reduce((total, next) => builder.add(total, next), first));
  },
  formula: ({ inputs }) => plus(...(inputs.get(port) ?? [])),
  torch: () => `sum(${port})`,
  samples: [
    sample({}, { inputs: [numbers(['N', 4]), numbers(['N', 4])] }),
    sample({}, { inputs: [numbers(['N', 2, 3]), numbers(['N', 1, 3]), numbers(['N', 2, 1])] }),
  ],
};
