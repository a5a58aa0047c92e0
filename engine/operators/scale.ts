import { number, plus, product } from '../notation/expression.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Operator } from './operator.ts';

/** factor · x + shift, with fixed numbers: to change units or the size of a branch. */
export const scale: Operator = {
  name: 'Scale',
  category: 'merge',
  help: 'Multiplies by a fixed factor and adds a fixed shift.',
  source: 'https://pytorch.org/docs/stable/generated/torch.mul.html',
  synonyms: ['factor', 'shift', 'affine'],
  inputs: [{ name: inputPort, help: 'Numbers of any shape', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same shape' }],
  attributes: [
    { name: 'factor', kind: 'number', default: 1, help: 'What every number is multiplied by.' },
    { name: 'shift', kind: 'number', default: 0, help: 'What is added after that.' },
  ],
  nodeName: 'scale',
  symbol: 'k',
  isModule: false,
  infer: (context) => gives(typeAt(context, inputPort).shape),
  lower: ({ builder, inputs }, { factor, shift }) => {
    const scaled = builder.multiply(builder.constant(factor as number), only(inputs, inputPort));
    return result(shift === 0 ? scaled : builder.add(scaled, builder.constant(shift as number)));
  },
  formula: (context) => {
    const { factor, shift } = context.attributes;
    const x = symbolAt(context, inputPort);
    const scaled = factor === 1 ? x : product(number(factor as number), x);
    return shift === 0 ? scaled : plus(scaled, number(shift as number));
  },
  torch: ({ factor, shift }) => `${factor} * ${inputPort} + ${shift}`,
  samples: [
    sample({ factor: 0.3, shift: 0 }, { input: numbers(['N', 4]) }),
    sample({ factor: -2, shift: 1.5 }, { input: numbers(['N', 2, 3]) }),
  ],
};
