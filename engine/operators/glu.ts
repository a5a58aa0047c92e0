import { call, hadamard, subscript, symbol } from '../notation/expression.ts';
import { formatShape, resolveAxis } from '../program/shape.ts';
import { dimAttribute } from './declare/dim.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Operator } from './operator.ts';

/** a ⊙ σ(b), where a and b are the two halves of x along one axis (Dauphin et al. 2016). */
export const glu: Operator = {
  name: 'GLU',
  category: 'activation',
  help: 'The first half of the features, gated by the sigmoid of the second.',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.GLU.html',
  synonyms: ['gated linear unit', 'gate'],
  inputs: [{ name: inputPort, help: 'An even number of features along dim', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'Half as many along dim' }],
  attributes: [dimAttribute(-1, 'Axis that is halved.')],
  nodeName: 'act',
  symbol: 'a',
  isModule: true,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    const axis = resolveAxis(context.attributes['dim'] as number, shape.length);
    const size = axis === undefined ? undefined : shape[axis];
    if (typeof size === 'number' && size % 2 === 0) {
      return gives(shape.map((full, at) => (at === axis ? size / 2 : full)));
    }
    return {
      ok: false,
      code: axis === undefined ? 'bad-attribute' : 'shape-mismatch',
      at: axis === undefined ? 'dim' : inputPort,
      message: `expects an even size along axis ${context.attributes['dim']}; gets ${formatShape(shape)}.`,
    };
  },
  lower: ({ builder, inputs }, { dim }) => {
    const x = only(inputs, inputPort);
    const shape = builder.shape(x);
    const axis = resolveAxis(dim as number, shape.length) ?? 0;
    const size = shape[axis] as number;
    const gate = builder.unary('logistic', builder.slice(x, axis, size / 2, size));
    return result(builder.multiply(builder.slice(x, axis, 0, size / 2), gate));
  },
  formula: (context) => {
    const half = (name: string) => subscript(symbolAt(context, inputPort), symbol(name, { upright: true }));
    return hadamard(half('1'), call('σ', half('2')));
  },
  torch: ({ dim }) => `nn.GLU(${dim === -1 ? '' : `dim=${dim}`})`,
  samples: [
    sample({ dim: -1 }, { input: numbers(['N', 4]) }),
    sample({ dim: 1 }, { input: numbers(['N', 2, 3]) }),
  ],
};
