import type { Operator } from '../operators/operator.ts';
import type { OutputKey } from '../program/program.ts';
import type { Tensor } from '../program/tensor.ts';
import { tensorAt } from './executor.ts';
import { largestClass } from './metrics.ts';
import type { RegressionKeys, Verdict } from './verdict.ts';

/** What a network says of samples, beside what is true of them; one entry per sample. */
export type Decisions =
  | {
      readonly kind: 'classes';
      readonly classes: number;
      /** samples × classes, each row adding up to 1. */
      readonly probabilities: Float64Array;
      readonly truth: Float64Array;
    }
  | { readonly kind: 'numbers'; readonly predicted: Float64Array; readonly truth: Float64Array };

type Computed = ReadonlyMap<OutputKey, Tensor>;

/** Softmax of each row: of logits as of log-probabilities it gives the probabilities. */
function probabilitiesOf(scores: Float64Array, classes: number): Float64Array {
  const probabilities = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += classes) {
    const row = scores.subarray(start, start + classes);
    const largest = row.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    const powers = row.map((score) => Math.exp(score - largest));
    const sum = powers.reduce((total, power) => total + power, 0);
    probabilities.set(
      powers.map((power) => power / sum),
      start,
    );
  }
  return probabilities;
}

/** What a threshold at 0 decides on is a logit; at one half, a probability already. */
const probabilityOf = (score: number, above: number): number =>
  above === 0 ? 1 / (1 + Math.exp(-score)) : score;

function classesOf(
  decision: NonNullable<Operator['decision']>,
  scores: Tensor,
  target: Tensor,
): Decisions | undefined {
  const [samples = 0, ...rest] = scores.shape;
  if (decision.kind === 'threshold') {
    if (scores.data.length !== samples) return undefined;
    const probabilities = new Float64Array(2 * samples);
    scores.data.forEach((score, row) => {
      const positive = probabilityOf(score, decision.above);
      probabilities.set([1 - positive, positive], 2 * row);
    });
    const truth = Float64Array.from(target.data, (value) => Number(value > 0.5));
    return { kind: 'classes', classes: 2, probabilities, truth };
  }
  const [classes = 0, ...inner] = rest;
  if (inner.length > 0 || classes < 2) return undefined;
  const isOneHot = target.shape.length === scores.shape.length;
  const truth = isOneHot
    ? Float64Array.from({ length: samples }, (_, row) => largestClass(target, row, 0, 1))
    : Float64Array.from(target.data);
  const probabilities = probabilitiesOf(Float64Array.from(scores.data), classes);
  return { kind: 'classes', classes, probabilities, truth };
}

/** Undefined where a sample has several decisions or numbers, or where no loss tells what is predicted. */
export function decisionsOf(
  verdict: Verdict | undefined,
  regression: RegressionKeys | undefined,
  computed: Computed,
): Decisions | undefined {
  if (verdict !== undefined) {
    return classesOf(
      verdict.decision,
      tensorAt(computed, verdict.scores),
      tensorAt(computed, verdict.target),
    );
  }
  if (regression === undefined) return undefined;
  const predicted = tensorAt(computed, regression.prediction);
  if (predicted.data.length !== (predicted.shape[0] ?? 1)) return undefined;
  return {
    kind: 'numbers',
    predicted: Float64Array.from(predicted.data),
    truth: Float64Array.from(tensorAt(computed, regression.target).data),
  };
}

/** The class of the largest probability of a sample; the first of equal ones. */
export function predictedClass({ classes, probabilities }: DecidedClasses, sample: number): number {
  const row = probabilities.subarray(sample * classes, (sample + 1) * classes);
  return row.reduce((best, value, index) => (value > (row[best] as number) ? index : best), 0);
}

export type DecidedClasses = Extract<Decisions, { kind: 'classes' }>;
