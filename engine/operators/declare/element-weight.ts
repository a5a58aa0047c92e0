import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { formatShape } from '../../program/shape.ts';
import type {
  AttributeDeclaration,
  Attributes,
  AttributeValue,
  Inference,
  InferenceContext,
} from '../operator.ts';
import { vectorAlong } from './class-loss.ts';
import { inferElementwiseLoss } from './loss.ts';
import { inputPort, typeAt } from './ports.ts';

export const elementWeightAttribute = (name: string, symbol: string, help: string): AttributeDeclaration => ({
  name,
  kind: 'numbers',
  symbol,
  default: null,
  minimum: 0,
  help: `${help} None weighs all the same.`,
});

const listOf = (value: AttributeValue | undefined): readonly number[] | undefined =>
  Array.isArray(value) ? (value as readonly number[]) : undefined;

/** Input and target of one shape, with lists of weights as long as their last axis. */
export function inferWeighedLoss(context: InferenceContext, names: readonly (keyof Attributes)[]): Inference {
  const { shape } = typeAt(context, inputPort);
  for (const name of names) {
    const weights = listOf(context.attributes[name]);
    if (weights === undefined || weights.length === 1 || weights.length === shape.at(-1)) continue;
    return {
      ok: false,
      code: 'bad-attribute',
      at: name,
      message: `${name} needs one number per feature of ${formatShape(shape)}, or a single one; found ${weights.length}.`,
      fix: { attribute: name, value: null, label: 'Weigh all the same' },
    };
  }
  return inferElementwiseLoss(context);
}

/** Losses times one weight per feature of the last axis; as they are where there is none. */
export function weigh(builder: Builder, losses: ValueId, weight: AttributeValue | undefined): ValueId {
  const weights = listOf(weight);
  if (weights === undefined) return losses;
  const rank = builder.shape(losses).length;
  return builder.multiply(vectorAlong(builder, weights, rank - 1, rank), losses);
}
