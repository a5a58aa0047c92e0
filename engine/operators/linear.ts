import { plus, product, transposed } from '../notation/expression.ts';
import { formatShape, multiplyDimensions } from '../program/shape.ts';
import { inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Operator, ParameterDeclaration } from './operator.ts';

const largest = Number.MAX_SAFE_INTEGER;

/**
 * y = x Wᵀ + b with W of (out_features, in_features), over the last axis of x. Initial values are uniform within
 * ±1/√in_features, which is what PyTorch's kaiming_uniform with a = √5 comes to.
 */
export const linear: Operator = {
  name: 'Linear',
  category: 'layer',
  help: 'Every output is a weighted sum of all inputs, plus a bias.',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Linear.html',
  synonyms: ['dense', 'fully connected', 'affine', 'fc', 'layer'],
  inputs: [{ name: inputPort, help: 'Numbers, features along the last axis', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'out_features along the last axis' }],
  attributes: [
    {
      name: 'in_features',
      kind: 'integer',
      default: null,
      inferred: true,
      minimum: 1,
      maximum: largest,
      help: 'Size of each input sample; taken from what is connected when left empty.',
    },
    {
      name: 'out_features',
      kind: 'integer',
      default: 8,
      minimum: 1,
      maximum: largest,
      help: 'Size of each output sample.',
    },
    { name: 'bias', kind: 'boolean', default: true, help: 'Whether a learnable bias is added.' },
  ],
  nodeName: 'fc',
  symbol: 'z',
  isModule: true,
  affine: true,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    const found = shape.at(-1);
    const { in_features: wanted, out_features: out, bias } = context.attributes;
    if (shape.length < 2 || typeof found !== 'number') {
      return {
        ok: false,
        code: 'shape-mismatch',
        at: inputPort,
        message: `expects features along the last axis, such as N×4; gets ${formatShape(shape)}.`,
      };
    }
    if (wanted !== null && wanted !== found) {
      return {
        ok: false,
        code: 'shape-mismatch',
        at: inputPort,
        message: `expects ${wanted} features, gets ${found} (${formatShape(shape)}).`,
        fix: { attribute: 'in_features', value: found, label: `Set in_features to ${found}` },
      };
    }
    const bound = 1 / Math.sqrt(found);
    const initial = { kind: 'uniform', bound } as const;
    const weight: ParameterDeclaration = {
      name: 'weight',
      shape: [out as number, found],
      along: [outputPort, inputPort],
      initial,
      symbol: 'W',
    };
    const biases: ParameterDeclaration = {
      name: 'bias',
      shape: [out as number],
      along: [outputPort],
      initial,
      symbol: 'b',
    };
    return {
      ok: true,
      outputs: new Map([[outputPort, { shape: [...shape.slice(0, -1), out as number], carries: 'numbers' }]]),
      parameters: bias === true ? [weight, biases] : [weight],
      inferred: { in_features: found },
    };
  },
  lower: ({ builder, inputs, parameters, outputShapes }) => {
    const x = only(inputs, inputPort);
    const weight = parameters.get('weight');
    if (weight === undefined) throw new Error('Linear has no weight');
    const shape = builder.shape(x);
    const rows = multiplyDimensions(shape.slice(0, -1)) ?? 'N';
    const matrix = builder.reshape(x, [rows, shape.at(-1) ?? 1]);
    const product = builder.matmul(matrix, builder.transposeMatrix(weight));
    const bias = parameters.get('bias');
    const sum = bias === undefined ? product : builder.add(product, bias);
    return result(builder.reshape(sum, outputShapes.get(outputPort) ?? builder.shape(sum)));
  },
  formula: (context) => {
    const weight = context.parameters.get('weight');
    const bias = context.parameters.get('bias');
    const x = symbolAt(context, inputPort);
    const weighted = weight === undefined ? x : product(x, transposed(weight));
    return bias === undefined ? weighted : plus(weighted, bias);
  },
  torch: ({ in_features, out_features, bias }) =>
    `nn.Linear(${in_features}, ${out_features}${bias === false ? ', bias=False' : ''})`,
  samples: [
    sample({ in_features: null, out_features: 3, bias: true }, { input: numbers(['N', 4]) }),
    sample({ in_features: 4, out_features: 2, bias: false }, { input: numbers(['N', 4]) }),
    sample({ in_features: null, out_features: 1, bias: true }, { input: numbers(['N', 2, 3]) }),
  ],
};
