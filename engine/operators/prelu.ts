import { call, hadamard, number, plus, product } from '../notation/expression.ts';
import { formatShape } from '../program/shape.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Operator } from './operator.ts';

/** x where x > 0, else a x with a learnable a: one for all, or one per feature of axis 1 (He et al. 2015). */
export const prelu: Operator = {
  name: 'PReLU',
  category: 'activation',
  help: 'LeakyReLU whose slope is learned.',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html',
  synonyms: ['parametric', 'rectified', 'leaky'],
  inputs: [{ name: inputPort, help: 'Numbers of any shape', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same shape' }],
  attributes: [
    {
      name: 'num_parameters',
      kind: 'integer',
      default: 1,
      minimum: 1,
      maximum: 1_000_000_000,
      help: '1, or one slope per feature of axis 1.',
    },
    { name: 'init', kind: 'number', default: 0.25, help: 'Slope to start from.' },
  ],
  nodeName: 'act',
  symbol: 'a',
  isModule: true,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    const count = context.attributes['num_parameters'] as number;
    if (count !== 1 && shape[1] !== count) {
      return {
        ok: false,
        code: 'shape-mismatch',
        at: inputPort,
        message: `expects ${count} features along axis 1, gets ${formatShape(shape)}.`,
        fix: { attribute: 'num_parameters', value: 1, label: 'Use one slope for all' },
      };
    }
    const value = context.attributes['init'] as number;
    return gives(shape, [
      {
        name: 'weight',
        shape: [count],
        ...(count === 1 ? {} : { along: [outputPort] }),
        initial: { kind: 'constant', value },
        symbol: 'α',
      },
    ]);
  },
  lower: ({ builder, inputs, parameters }, { num_parameters: count }) => {
    const x = only(inputs, inputPort);
    const weight = parameters.get('weight');
    if (weight === undefined) throw new Error('PReLU has no weight');
    const shape = builder.shape(x).map((_, axis) => (axis === 1 ? (count as number) : 1));
    const slope = builder.reshape(weight, count === 1 ? [] : shape);
    return result(builder.select(builder.greater(x, builder.constant(0)), x, builder.multiply(slope, x)));
  },
  formula: (context) => {
    const x = symbolAt(context, inputPort);
    const slope = context.parameters.get('weight');
    const positive = call('max', number(0), x);
    if (slope === undefined) return positive;
    const negative = call('min', number(0), x);
    const isOne = context.attributes['num_parameters'] === 1;
    return plus(positive, isOne ? product(slope, negative) : hadamard(slope, negative));
  },
  torch: ({ num_parameters, init }) =>
    `nn.PReLU(${num_parameters === 1 && init === 0.25 ? '' : `${num_parameters}, init=${init}`})`,
  samples: [
    sample({ num_parameters: 1, init: 0.25 }, { input: numbers(['N', 4]) }),
    sample({ num_parameters: 2, init: 0.25 }, { input: numbers(['N', 2, 3]) }),
  ],
};
