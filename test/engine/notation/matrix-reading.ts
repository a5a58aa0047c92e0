import type { Expression } from '../../../engine/notation/expression.ts';
import { toText } from '../../../engine/notation/text.ts';
import { broadcastTensor } from '../../../engine/program/evaluate/layout.ts';
import { elementCount, type Tensor } from '../../../engine/program/tensor.ts';
import {
  type AxisChoice,
  axisChoices,
  type MatrixMeaning,
  matrixValue,
  NotReadable,
  placed,
  type Reading,
} from './matrix-value.ts';

/** How many times the notation leaves axes to the reader. */
function openAxes(expression: Expression, definitions: readonly Expression[]): number {
  const text = [expression, ...definitions].map(toText).join(' ');
  return [
    ...text.matchAll(
      /Σ(?!_N)|softmax|mean|std|max\(|logsumexp|sum|var\(|_\(\d+:\d+\)|\)[₁₂]|transpose|\[0; [^\]]*; 0\]/g,
    ),
  ].length;
}

/** Every way in which a formula may be read: one meaning for all its bare reductions, or one for each of few. */
function* readings(expression: Expression, definitions: readonly Expression[] = []): Generator<Reading> {
  const count = openAxes(expression, definitions);
  for (const rows of [false, true]) {
    for (const each of count === 0 ? axisChoices.slice(0, 1) : axisChoices) {
      yield { axes: new Array<AxisChoice>(32).fill(each), rows };
    }
  }
  // Over features within, and over all around them.
  const pairs = axisChoices.flatMap((one) => axisChoices.map((other) => [one, other] as const));
  // A maximum of two is no open place, but counted.
  for (const inside of [count - 1, count - 2].filter((size) => size > 0)) {
    for (const [within, around] of pairs) {
      yield { axes: [...new Array<AxisChoice>(inside).fill(within), around, around], rows: false };
    }
  }
  if (count < 2 || count > 4) return;
  for (let turn = 0; turn < axisChoices.length ** count; turn += 1) {
    const digits = Array.from(
      { length: count },
      (_, at) => Math.floor(turn / axisChoices.length ** at) % axisChoices.length,
    );
    yield { axes: digits.map((digit) => axisChoices[digit] as AxisChoice), rows: false };
  }
}

/** Laid out as another shape, where it has as many numbers or can be stretched to it. */
function fitted(of: Tensor, wanted: readonly number[]): Tensor {
  if (of.data.length === elementCount(wanted)) return { ...of, shape: wanted };
  const shape = placed(of.shape, wanted);
  if (shape === undefined || shape.some((size, axis) => size > (wanted[axis] as number))) {
    throw new NotReadable(`${of.shape} is not ${wanted}`);
  }
  return broadcastTensor({ ...of, shape }, wanted);
}

/**
 * How far a formula is from numbers, in the reading that comes nearest. With several meanings, one for each sample, it
 * says what each sample adds. Infinite where it cannot be read at all.
 */
export function distanceFrom(
  expected: Tensor,
  expression: Expression,
  meanings: readonly MatrixMeaning[],
): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const reading of readings(expression, meanings[0]?.definitions)) {
    try {
      const shares = meanings.map((each) => fitted(matrixValue(expression, each, reading), expected.shape));
      const distance = expected.data.reduce((most, value, at) => {
        const found = shares.reduce((sum, { data }) => sum + (data[at] as number), 0);
        const error = Object.is(value, found) ? 0 : Math.abs(found - value) / Math.max(1, Math.abs(value));
        return Math.max(most, error);
      }, 0);
      if (distance < 1e-9) return distance;
      nearest = Math.min(nearest, distance);
    } catch (fault) {
      if (!(fault instanceof NotReadable)) throw fault;
    }
  }
  return nearest;
}
