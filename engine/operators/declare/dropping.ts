import type { Expression } from '../../notation/expression.ts';
import type { LoweringContext } from '../../passes/lower.ts';
import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import type { Operator } from '../operator.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './ports.ts';
import { numbers, sample } from './sample.ts';

interface Dropping {
  readonly name: string;
  readonly help: string;
  readonly synonyms: readonly string[];
  /** x with the elements dropped where the mask is 0; `p` lies between 0 and 1, neither included. */
  readonly drop: (builder: Builder, x: ValueId, mask: ValueId, p: number) => ValueId;
  readonly formula: (x: Expression, mask: Expression, p: number) => Expression;
}

/**
 * 1 with probability 1 − p, else 0. The bound is rounded to float32, as PyTorch's is and as compiled code has it, so that
 * the same draws are kept everywhere.
 */
const keptMask = ({ builder, random }: LoweringContext, x: ValueId, p: number): ValueId =>
  builder.greater(builder.constant(Math.fround(1 - p)), random(builder.shape(x)));

/**
 * An operator that drops elements at random in train mode and gives what it gets in evaluate mode. As in PyTorch p = 0
 * changes nothing and p = 1 gives zeros; neither draws.
 */
export const droppingOperator = ({ name, help, synonyms, drop, formula }: Dropping): Operator => ({
  name,
  category: 'layer',
  help,
  source: `https://pytorch.org/docs/stable/generated/torch.nn.${name}.html`,
  synonyms: ['regularise', 'regularize', 'random', 'mask', ...synonyms],
  inputs: [{ name: inputPort, help: 'Numbers of any shape', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same shape' }],
  attributes: [
    {
      name: 'p',
      kind: 'number',
      default: 0.5,
      minimum: 0,
      maximum: 1,
      help: 'Probability of each element to be dropped.',
    },
  ],
  nodeName: 'drop',
  symbol: 'd',
  isModule: true,
  keepsValues: true,
  infer: (context) => gives(typeAt(context, inputPort).shape),
  lower: (context, attributes) => {
    const { builder, inputs, mode } = context;
    const x = only(inputs, inputPort);
    const p = attributes['p'] as number;
    if (mode === 'evaluate' || p === 0) return result(x);
    if (p === 1) return result(builder.multiply(x, builder.constant(0)));
    return result(drop(builder, x, keptMask(context, x, p), p));
  },
  formula: (context) => {
    const x = symbolAt(context, inputPort);
    const p = context.attributes['p'] as number;
    if (context.mode === 'evaluate' || p === 0) return x;
    return p === 1 ? { kind: 'number', value: 0 } : formula(x, context.mask, p);
  },
  torch: ({ p }) => `nn.${name}(${p})`,
  samples: [
    sample({ p: 0.5 }, { input: numbers(['N', 4]) }),
    sample({ p: 0.1 }, { input: numbers(['N', 2, 3]) }),
    sample({ p: 1 }, { input: numbers(['N', 2]) }),
  ],
});
