import { type OutputKey, type Program, type ValueId, valueAt } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { evaluateValues, type Feeds, neededFor } from './evaluate.ts';
import { broadcastTensor } from './layout.ts';

/**
 * How far a value is moved: the error of the method is of order step⁴, and that of rounding ε·|f|/step. A smaller one is
 * taken where there is a kink between, or where the function bends too much for the one before.
 */
const steps = [2e-4, 2e-5, 2e-6];

/** What the two symmetric differences may lie apart, of the larger of the derivative and a thousandth of the function. */
const bend = 1e-5;

export interface Difference {
  /** The derivative of the scalar output along the direction. */
  readonly value: number;
  /**
   * Whether every comparison of the program came out the same on both sides. Where one did not, there is a kink between
   * them, and no derivative to compare with.
   */
  readonly smooth: boolean;
}

export interface Differences {
  /** The scalar output where nothing is moved. */
  readonly at: number;
  readonly tensorAt: (id: ValueId) => Tensor;
  /** Moves one value along a direction of its own shape. */
  readonly along: (id: ValueId, direction: Float64Array) => Difference;
}

/** Which side of its kinks each element of a value is on; undefined for what has none. */
function sidesOf(program: Program, id: ValueId, tensorAt: (id: ValueId) => Tensor): Float64Array | undefined {
  const { operation, inputs } = valueAt(program, id);
  const [first, second] = inputs as [ValueId, ValueId];
  switch (operation.primitive) {
    case 'greater':
    case 'greaterEqual':
    case 'equal':
    case 'sign':
      return tensorAt(id).data;
    case 'absolute':
      return tensorAt(first).data.map(Math.sign);
    case 'maximum':
    case 'minimum': {
      const other = tensorAt(second).data;
      return tensorAt(first).data.map((value, index) => Math.sign(value - (other[index] as number)));
    }
    case 'clampedLog':
      return tensorAt(id).data.map((value) => (value > -100 ? 1 : 0));
    case 'max': {
      const { shape, data } = tensorAt(first);
      const largest = broadcastTensor(tensorAt(id), shape).data;
      return data.map((value, index) => (value === largest[index] ? 1 : 0));
    }
    default:
      return undefined;
  }
}

const isSame = (left: ArrayLike<number>, right: ArrayLike<number>): boolean => {
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false;
  return true;
};

/** What depends on a value by a way that has a derivative, in program order: what `stopGradient` passes is held still. */
function dependents(program: Program, moved: ValueId, needed: readonly ValueId[]): readonly ValueId[] {
  const depends = new Set<ValueId>([moved]);
  const found: ValueId[] = [];
  for (const id of needed) {
    const { operation, inputs } = valueAt(program, id);
    if (id === moved || operation.primitive === 'stopGradient') continue;
    if (!inputs.some((input) => depends.has(input))) continue;
    depends.add(id);
    found.push(id);
  }
  return found;
}

/**
 * How a scalar output of a program changes with any of its values, by the symmetric five-point formula
 * (4 d(h) − d(2h))/3 with d(h) = (f(h) − f(−h))/2h (Abramowitz and Stegun 25.3.6), in float64. Independent of every derivative:
 * only forward values are computed, those after the value that is moved.
 */
export function centralDifferences(program: Program, feeds: Feeds, output: OutputKey): Differences {
  const needed = neededFor(program, [output]);
  const base = evaluateValues(program, neededFor(program, program.outputs.keys()), feeds);
  const target = program.outputs.get(output) as ValueId;
  const known = (id: ValueId): Tensor => base.get(id) as Tensor;
  const after = new Map<ValueId, { readonly ids: readonly ValueId[]; readonly kinks: readonly ValueId[] }>();
  const afterMoving = (id: ValueId) => {
    const found = after.get(id);
    if (found !== undefined) return found;
    const ids = dependents(program, id, needed);
    const made = { ids, kinks: ids.filter((each) => sidesOf(program, each, known) !== undefined) };
    after.set(id, made);
    return made;
  };
  const at = known(target).data[0] ?? Number.NaN;
  return {
    at,
    tensorAt: known,
    along: (id, direction) => {
      const { ids, kinks } = afterMoving(id);
      if (id !== target && !ids.includes(target)) return { value: 0, smooth: true };
      const { shape, data } = known(id);
      const move = (by: number) => {
        const moved = { shape, data: data.map((value, index) => value + by * (direction[index] as number)) };
        const computed = evaluateValues(program, ids, feeds, (each) => (each === id ? moved : known(each)));
        const tensorAt = (each: ValueId): Tensor => computed.get(each) ?? (each === id ? moved : known(each));
        return {
          output: tensorAt(target).data[0] as number,
          sides: kinks.map((kink) => sidesOf(program, kink, tensorAt) as Float64Array),
        };
      };
      const within = (step: number): Difference & { readonly settled: boolean } => {
        const [twoBack, back, on, twoOn] = [move(-2 * step), move(-step), move(step), move(2 * step)];
        const near = (on.output - back.output) / (2 * step);
        const far = (twoOn.output - twoBack.output) / (4 * step);
        const value = (4 * near - far) / 3;
        const smooth = [back, on, twoOn].every(({ sides }) =>
          sides.every((side, index) => isSame(side, twoBack.sides[index] ?? [])),
        );
        const scale = Math.max(Math.abs(value), 1e-3 * Math.abs(at));
        return { value, smooth, settled: smooth && !(Math.abs(near - far) > bend * scale) };
      };
      let found = within(steps[0] as number);
      for (const step of steps.slice(1)) {
        if (found.settled) break;
        found = within(step);
      }
      return { value: found.value, smooth: found.smooth };
    },
  };
}
