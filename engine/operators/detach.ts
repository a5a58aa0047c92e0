import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Operator } from './operator.ts';

/** Its input, through which no gradient flows back (torch.Tensor.detach). */
export const detach: Operator = {
  name: 'Detach',
  category: 'merge',
  help: 'Gives what it gets, and lets no gradient back: what lies before it does not learn from here.',
  source: 'https://pytorch.org/docs/stable/generated/torch.Tensor.detach.html',
  synonyms: ['stop gradient', 'no grad', 'freeze', 'constant'],
  inputs: [{ name: inputPort, help: 'Numbers of any shape', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same numbers' }],
  attributes: [],
  nodeName: 'detach',
  symbol: 'd',
  isModule: false,
  keepsValues: true,
  stopsGradient: true,
  infer: (context) => gives(typeAt(context, inputPort).shape),
  lower: ({ builder, inputs }) => result(builder.stopGradient(only(inputs, inputPort))),
  formula: (context) => symbolAt(context, inputPort),
  torch: () => `${inputPort}.detach()`,
  samples: [sample({}, { input: numbers(['N', 4]) })],
};
