import { plus, product, transposed } from '../notation/expression.ts';
import { formatShape } from '../program/shape.ts';
import { gives, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Operator, ParameterDeclaration } from './operator.ts';

const [firstPort, secondPort] = ['input1', 'input2'];

/** y_k = x₁ᵀ A_k x₂ + b_k with A of (out_features, in1_features, in2_features); uniform within ±1/√in1_features. */
export const bilinear: Operator = {
  name: 'Bilinear',
  category: 'layer',
  help: 'Every output is a weighted sum of all products of a feature of one input with one of the other.',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html',
  synonyms: ['product', 'interaction', 'layer'],
  inputs: [
    { name: firstPort, help: '(N, in1_features)', accepts: ['numbers'] },
    { name: secondPort, help: '(N, in2_features)', accepts: ['numbers'] },
  ],
  outputs: [{ name: outputPort, help: '(N, out_features)' }],
  attributes: [
    {
      name: 'in1_features',
      kind: 'integer',
      default: null,
      inferred: true,
      minimum: 1,
      maximum: 1_000_000_000,
      help: 'Size of each sample of input1; taken from what is connected when left empty.',
    },
    {
      name: 'in2_features',
      kind: 'integer',
      default: null,
      inferred: true,
      minimum: 1,
      maximum: 1_000_000_000,
      help: 'Size of each sample of input2; taken from what is connected when left empty.',
    },
    {
      name: 'out_features',
      kind: 'integer',
      default: 8,
      minimum: 1,
      maximum: 1_000_000_000,
      help: 'Size of each output sample.',
    },
    { name: 'bias', kind: 'boolean', default: true, help: 'Whether a learnable bias is added.' },
  ],
  nodeName: 'bilinear',
  symbol: 'z',
  isModule: true,
  infer: (context) => {
    const [first, second] = [typeAt(context, firstPort).shape, typeAt(context, secondPort).shape];
    const [one, two] = [first[1], second[1]];
    if (first.length !== 2 || second.length !== 2 || typeof one !== 'number' || typeof two !== 'number') {
      return {
        ok: false,
        code: 'shape-mismatch',
        at: firstPort,
        message: `expects two inputs such as N×4 and N×3; gets ${formatShape(first)} and ${formatShape(second)}.`,
      };
    }
    if (first[0] !== second[0]) {
      return {
        ok: false,
        code: 'shape-mismatch',
        at: secondPort,
        message: `expects as many rows at both inputs; gets ${formatShape(first)} and ${formatShape(second)}.`,
      };
    }
    for (const [name, port, found] of [
      ['in1_features', firstPort, one],
      ['in2_features', secondPort, two],
    ] as const) {
      const wanted = context.attributes[name];
      if (wanted === null || wanted === found) continue;
      return {
        ok: false,
        code: 'shape-mismatch',
        at: port,
        message: `expects ${wanted} features at ${port}, gets ${found}.`,
        fix: { attribute: name, value: found, label: `Set ${name} to ${found}` },
      };
    }
    const out = context.attributes['out_features'] as number;
    const initial = { kind: 'uniform', bound: 1 / Math.sqrt(one) } as const;
    const weight: ParameterDeclaration = {
      name: 'weight',
      shape: [out, one, two],
      along: [outputPort, firstPort, secondPort],
      initial,
      symbol: 'A',
    };
    const bias: ParameterDeclaration = {
      name: 'bias',
      shape: [out],
      along: [outputPort],
      initial,
      symbol: 'b',
    };
    const parameters = context.attributes['bias'] === true ? [weight, bias] : [weight];
    return {
      ...gives([first[0] ?? 'N', out], parameters),
      inferred: { in1_features: one, in2_features: two },
    };
  },
  lower: ({ builder, inputs, parameters }) => {
    const [first, second] = [only(inputs, firstPort), only(inputs, secondPort)];
    const weight = parameters.get('weight');
    if (weight === undefined) throw new Error('Bilinear has no weight');
    const [rows = 'N', one = 1] = builder.shape(first);
    const two = builder.shape(second)[1] ?? 1;
    const [out = 1] = builder.shape(weight) as readonly number[];
    const pairs = (one as number) * (two as number);
    const products = builder.multiply(
      builder.reshape(first, [rows, one, 1]),
      builder.reshape(second, [rows, 1, two]),
    );
    const flatWeight = builder.reshape(weight, [out, pairs]);
    const sum = builder.matmul(builder.reshape(products, [rows, pairs]), builder.transposeMatrix(flatWeight));
    const bias = parameters.get('bias');
    return result(bias === undefined ? sum : builder.add(sum, bias));
  },
  formula: (context) => {
    const weight = context.parameters.get('weight');
    const bias = context.parameters.get('bias');
    const [first, second] = [symbolAt(context, firstPort), symbolAt(context, secondPort)];
    const form = weight === undefined ? first : product(transposed(first), weight, second);
    return bias === undefined ? form : plus(form, bias);
  },
  torch: ({ in1_features, in2_features, out_features, bias }) =>
    `nn.Bilinear(${in1_features}, ${in2_features}, ${out_features}${bias === false ? ', bias=False' : ''})`,
  samples: [
    sample({ out_features: 2, bias: true }, { input1: numbers(['N', 3]), input2: numbers(['N', 4]) }),
    sample({ out_features: 1, bias: false }, { input1: numbers(['N', 2]), input2: numbers(['N', 2]) }),
  ],
};
