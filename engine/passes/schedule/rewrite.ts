import { pickedRows } from '../../program/picked-rows.ts';
import type { Operation, ValueId } from '../../program/program.ts';
import { sameSizes } from './access.ts';
import type { BoundValue } from './bound-program.ts';

/** What the logarithm of a sum of exponentials was written out as. */
interface WrittenOut {
  readonly of: ValueId;
  readonly exponentials: ValueId;
  readonly sum: ValueId;
}

/** Of numbers that are not smaller or larger than this and its reciprocal, the reciprocal is as exact as float32 can be. */
const smallestDivisor = 2 ** -100;

/**
 * Computes the same numbers in a way that suits machines better than paper. Operations that change nothing for this batch
 * size go, such as a mean's sum over one row. log Σ eˣ becomes its maximum, exponentials and sum, so that a softmax beside it
 * takes these instead of computing them again. What many are divided by turns into its reciprocal, by which they are multiplied.
 * A ReLU's derivative asks its result instead of its argument, so that one of the two lies in memory.
 */
export class Rewriter {
  readonly values: BoundValue[] = [];
  readonly #writtenOut = new Map<ValueId, WrittenOut>();
  /** max(x, c), by x and c. */
  readonly #clipped = new Map<string, ValueId>();
  /** 1/x, by x. */
  readonly #reciprocals = new Map<ValueId, ValueId>();

  /** Adds a value, or gives what has the same numbers. */
  add(operation: Operation, inputs: readonly ValueId[], shape: readonly number[]): ValueId {
    // By index, not by destructuring: this is asked for every value, mostly before any of it is optimised.
    const first = inputs[0] as ValueId;
    const second = inputs[1] as ValueId;
    switch (operation.primitive) {
      case 'port':
      case 'stopGradient':
        return first;
      case 'reshape':
      case 'broadcast':
      case 'sum':
      case 'max':
        return sameSizes(this.#at(first).shape, shape) ? first : this.#push(operation, inputs, shape);
      case 'logSumExp':
        return sameSizes(this.#at(first).shape, shape) ? first : this.#writeOut(first, operation.axes, shape);
      case 'multiply':
        if (this.#constantAt(first) === 1) return second;
        return this.#constantAt(second) === 1 ? first : this.#push(operation, inputs, shape);
      case 'divide':
        return this.#quotient(first, second, shape);
      case 'exp':
        return this.#shareOfSum(first) ?? this.#push(operation, inputs, shape);
      case 'maximum': {
        const made = this.#push(operation, inputs, shape);
        if (this.#constantAt(second) !== undefined) this.#clipped.set(this.#clippedKey(first, second), made);
        if (this.#constantAt(first) !== undefined) this.#clipped.set(this.#clippedKey(second, first), made);
        return made;
      }
      // c ≥ x is c ≥ max(x, c), x > c is max(x, c) > c: where x is NaN neither holds.
      case 'greaterEqual': {
        const clipped = this.#clipped.get(this.#clippedKey(second, first));
        return this.#push(operation, [first, clipped ?? second], shape);
      }
      case 'greater': {
        const clipped = this.#clipped.get(this.#clippedKey(first, second));
        return this.#push(operation, [clipped ?? first, second], shape);
      }
      case 'matmul':
        return this.#push(operation, [this.#ownUnitRows(operation, inputs), second], shape);
      default:
        return this.#push(operation, inputs, shape);
    }
  }

  /** A value that is another's copy, in memory of its own. */
  copy(of: ValueId): ValueId {
    return this.#push({ primitive: 'stopGradient' }, [of], this.#at(of).shape);
  }

  #at(id: ValueId): BoundValue {
    return this.values[id] as BoundValue;
  }

  #push(operation: Operation, inputs: readonly ValueId[], shape: readonly number[]): ValueId {
    return this.values.push({ operation, inputs, shape }) - 1;
  }

  #behindViews(id: ValueId): ValueId {
    let at = id;
    for (;;) {
      const { operation, inputs } = this.#at(at);
      if (operation.primitive !== 'broadcast' && operation.primitive !== 'reshape') return at;
      at = inputs[0] as ValueId;
    }
  }

  /** A product that picks rows has unit rows of its own, which then never lie in memory, whatever else reads the same. */
  #ownUnitRows(operation: Operation, inputs: readonly ValueId[]): ValueId {
    const [left] = inputs as readonly [ValueId];
    const picked = pickedRows(this.values, { operation, inputs });
    if (picked === undefined) return left;
    const { operation: made, inputs: labels, shape } = this.#at(picked.unitRows);
    const own = this.#push(made, labels, shape);
    return picked.isTransposed ? this.#push(this.#at(left).operation, [own], this.#at(left).shape) : own;
  }

  #constantAt(id: ValueId): number | undefined {
    const { operation } = this.#at(this.#behindViews(id));
    return operation.primitive === 'constant' ? operation.value : undefined;
  }

  #clippedKey(of: ValueId, at: ValueId): string {
    return `${of} ${this.#constantAt(at)}`;
  }

  /** eˣ / Σ eˣ for exp(x − log Σ eˣ). */
  #shareOfSum(of: ValueId): ValueId | undefined {
    const { operation, inputs, shape } = this.#at(of);
    const [x, by] = inputs;
    if (operation.primitive !== 'subtract' || x === undefined || by === undefined) return undefined;
    const written = this.#writtenOut.get(this.#behindViews(by));
    if (written?.of !== x) return undefined;
    const share = this.#reciprocal(written.sum);
    return this.#push({ primitive: 'multiply' }, [written.exponentials, this.#stretch(share, shape)], shape);
  }

  /** x/y, by the reciprocal of y where that takes one division for many: of a number, and of one square root for several x. */
  #quotient(x: ValueId, y: ValueId, shape: readonly number[]): ValueId {
    const constant = this.#constantAt(y);
    if (constant === 1) return x;
    const size = constant === undefined ? 0 : Math.abs(constant);
    const factor =
      size >= smallestDivisor && size <= 1 / smallestDivisor
        ? this.#constant(1 / (constant ?? 1), shape)
        : this.#stretchedReciprocal(y);
    if (factor !== undefined) return this.#push({ primitive: 'multiply' }, [x, factor], shape);
    return this.#push({ primitive: 'divide' }, [x, y], shape);
  }

  /** 1/√z stretched as √z is, which is never beyond float32's range; undefined for anything else. */
  #stretchedReciprocal(id: ValueId): ValueId | undefined {
    const { operation, inputs, shape } = this.#at(id);
    const [of] = inputs;
    if (of === undefined || (operation.primitive !== 'broadcast' && operation.primitive !== 'reshape'))
      return undefined;
    const isRoot = this.#at(of).operation.primitive === 'sqrt';
    const reciprocal = isRoot ? this.#reciprocal(of) : this.#stretchedReciprocal(of);
    return reciprocal === undefined ? undefined : this.#push(operation, [reciprocal], shape);
  }

  #reciprocal(of: ValueId): ValueId {
    const { shape } = this.#at(of);
    const made =
      this.#reciprocals.get(of) ?? this.#push({ primitive: 'divide' }, [this.#constant(1, shape), of], shape);
    this.#reciprocals.set(of, made);
    return made;
  }

  #stretch(id: ValueId, shape: readonly number[]): ValueId {
    return this.#push({ primitive: 'broadcast', shape }, [id], shape);
  }

  #constant(value: number, shape: readonly number[]): ValueId {
    return this.#stretch(this.#push({ primitive: 'constant', value }, [], []), shape);
  }

  /** Whether x is y − max y, whose largest number is 0. */
  #isShifted(id: ValueId, axes: readonly number[]): boolean {
    const { operation, inputs } = this.#at(id);
    const [y, by] = inputs;
    if (operation.primitive !== 'subtract' || y === undefined || by === undefined) return false;
    const largest = this.#at(this.#behindViews(by));
    return (
      largest.operation.primitive === 'max' &&
      largest.inputs[0] === y &&
      sameSizes(largest.operation.axes, axes)
    );
  }

  /** log Σ eˣ, shifted by the largest x where that is finite. */
  #writeOut(of: ValueId, axes: readonly number[], shape: readonly number[]): ValueId {
    const full = this.#at(of).shape;
    const shift = this.#isShifted(of, axes) ? undefined : this.#finiteLargest(of, axes, shape);
    const shifted =
      shift === undefined
        ? of
        : this.#push({ primitive: 'subtract' }, [of, this.#stretch(shift, full)], full);
    const exponentials = this.#push({ primitive: 'exp' }, [shifted], full);
    const sum = this.#push({ primitive: 'sum', axes }, [exponentials], shape);
    const logarithm = this.#push({ primitive: 'log' }, [sum], shape);
    const result =
      shift === undefined ? logarithm : this.#push({ primitive: 'add' }, [logarithm, shift], shape);
    this.#writtenOut.set(result, { of, exponentials, sum });
    return result;
  }

  #finiteLargest(of: ValueId, axes: readonly number[], shape: readonly number[]): ValueId {
    const largest = this.#push({ primitive: 'max', axes }, [of], shape);
    const size = this.#push({ primitive: 'absolute' }, [largest], shape);
    const infinite = this.#constant(Number.POSITIVE_INFINITY, shape);
    const hasSize = this.#push({ primitive: 'greater' }, [infinite, size], shape);
    return this.#push({ primitive: 'select' }, [hasSize, largest, this.#constant(0, shape)], shape);
  }
}
