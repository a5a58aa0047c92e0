import { type Expression, number } from '../../notation/expression.ts';
import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { formatShape, type Shape } from '../../program/shape.ts';
import type { Attributes, Inference, Operator, ParameterDeclaration, Sample } from '../operator.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './ports.ts';

/**
 * The axes of `shape` that `normalized_shape` names, the last one where it is empty; undefined where the sizes differ
 * or reach the batch.
 */
function lastAxes(attributes: Attributes, shape: Shape): readonly number[] | undefined {
  const given = attributes['normalized_shape'] as readonly number[];
  const count = Math.max(given.length, 1);
  if (shape.length <= count) return undefined;
  const axes = Array.from({ length: count }, (_, index) => shape.length - count + index);
  const fits = axes.every((axis, index) =>
    given.length === 0 ? typeof shape[axis] === 'number' : shape[axis] === given[index],
  );
  return fits ? axes : undefined;
}

const wrongLastAxes = (attributes: Attributes, shape: Shape): Inference => ({
  ok: false,
  code: 'shape-mismatch',
  at: inputPort,
  message: `expects the last axes to be ${(attributes['normalized_shape'] as readonly number[]).join('×') || 'features'}; gets ${formatShape(shape)}.`,
  fix: { attribute: 'normalized_shape', value: [], label: 'Normalise the last axis' },
});

/** A parameter of the normalised features' shape that starts from one number. */
export interface AffinePart {
  readonly name: 'weight' | 'bias';
  readonly symbol: string;
  readonly start: number;
}

/** The normalised x and the scale, of size 1 along the last axes, that it was divided by. */
export interface Normalised {
  readonly normal: ValueId;
  readonly scale: ValueId;
}

interface LastAxesNormalisation {
  readonly name: string;
  readonly help: string;
  readonly synonyms: readonly string[];
  readonly eps: { readonly default: number; readonly help: string };
  /** What is learned with `elementwise_affine`: a scale, and for some a shift. */
  readonly affine: readonly AffinePart[];
  /** x normalised; `mean` is over the last axes, which stay with size 1. */
  readonly normalise: (
    builder: Builder,
    x: ValueId,
    mean: (of: ValueId) => ValueId,
    eps: ValueId,
  ) => Normalised;
  /** The letter of the scale that x is divided by: s, r. */
  readonly scaleSymbol: string;
  /** The formula of the normalised x, and of what the affine part makes of it. */
  readonly formula: (x: Expression, eps: Expression) => Expression;
  readonly torchSince?: string;
  readonly affineFormula: (normal: Expression, parameters: readonly Expression[]) => Expression;
  readonly samples: readonly Sample[];
}

function affineParameters(
  { affine }: LastAxesNormalisation,
  attributes: Attributes,
  features: readonly number[],
): readonly ParameterDeclaration[] {
  if (attributes['elementwise_affine'] !== true) return [];
  return affine.map(({ name, symbol, start }) => ({
    name,
    shape: features,
    ...(features.length === 1 ? { along: [outputPort] } : {}),
    initial: { kind: 'constant', value: start },
    symbol,
  }));
}

/** x̂, and what x was divided by to get it. */
export const normalPart = { name: 'normal', symbol: 'x', hat: true } as const;
export const scalePart = 'scale';

/** A normalisation over the last axes of each sample, PyTorch's `normalized_shape`. */
export const lastAxesNormalisation = (declaration: LastAxesNormalisation): Operator => ({
  name: declaration.name,
  category: 'normalise',
  help: declaration.help,
  source: `https://pytorch.org/docs/stable/generated/torch.nn.${declaration.name}.html`,
  synonyms: ['normalisation', 'normalization', ...declaration.synonyms],
  inputs: [{ name: inputPort, help: 'Numbers, features along the last axes', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same shape' }],
  attributes: [
    {
      name: 'normalized_shape',
      kind: 'shape',
      default: [],
      help: 'Sizes of the last axes that are normalised together; empty for the last axis alone.',
    },
    { name: 'eps', kind: 'number', minimum: 0, ...declaration.eps },
    {
      name: 'elementwise_affine',
      kind: 'boolean',
      default: true,
      help: `Whether ${declaration.affine.map(({ symbol }) => symbol).join(' and ')} ${declaration.affine.length > 1 ? 'are' : 'is'} learned.`,
    },
  ],
  nodeName: 'norm',
  symbol: 'n',
  parts: [normalPart, { name: scalePart, symbol: declaration.scaleSymbol }],
  isModule: true,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    const axes = lastAxes(context.attributes, shape);
    if (axes === undefined) return wrongLastAxes(context.attributes, shape);
    const features = axes.map((axis) => shape[axis] as number);
    const inference = gives(shape, affineParameters(declaration, context.attributes, features));
    return inference.ok ? { ...inference, inferred: { normalized_shape: features } } : inference;
  },
  lower: ({ builder, inputs, parameters, part }, attributes) => {
    const x = only(inputs, inputPort);
    const shape = builder.shape(x);
    const axes = lastAxes(attributes, shape) ?? [];
    const count = builder.size(axes.map((axis) => shape[axis] ?? 1));
    const mean = (of: ValueId): ValueId => builder.divide(builder.sum(of, axes), count);
    const { normal, scale } = declaration.normalise(
      builder,
      x,
      mean,
      builder.constant(attributes['eps'] as number),
    );
    part(scalePart, scale);
    part(normalPart.name, normal);
    const [weight, bias] = [parameters.get('weight'), parameters.get('bias')];
    const scaled = weight === undefined ? normal : builder.multiply(normal, weight);
    return result(bias === undefined ? scaled : builder.add(scaled, bias));
  },
  formula: (context) => {
    const eps = number(context.attributes['eps'] as number);
    const normal = declaration.formula(symbolAt(context, inputPort), eps);
    const parameters = [...context.parameters.values()];
    return parameters.length === 0 ? normal : declaration.affineFormula(normal, parameters);
  },
  ...(declaration.torchSince === undefined ? {} : { torchSince: declaration.torchSince }),
  torch: ({ normalized_shape, eps, elementwise_affine }) => {
    const sizes = `[${(normalized_shape as readonly number[]).join(', ')}]`;
    // Where PyTorch's own default depends on the type that computes, it is written out.
    const epsilon = eps === declaration.eps.default && eps === 1e-5 ? '' : `, eps=${eps}`;
    return `nn.${declaration.name}(${sizes}${epsilon}${elementwise_affine === false ? ', elementwise_affine=False' : ''})`;
  },
  samples: declaration.samples,
});
