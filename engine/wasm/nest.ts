import type { Base, FunctionWriter, Label, Local } from './assembler/function-writer.ts';

/** Per loop, how far one turn moves: in bytes for an address, in elements for an index. */
export type Factors = readonly number[];

const keyOf = (factors: Factors, from: Local | undefined): string =>
  from === undefined ? factors.join(',') : `${from.index}: ${factors.join(',')}`;

/** What moves with the counters of the loops, and from where it starts: from an address that the function is given, or from 0. */
interface Moving {
  readonly factors: Factors;
  readonly from: Local | undefined;
}

/**
 * The loops of one kernel while they are written. All addresses are sums of constants, of loop counters times constants and
 * perhaps of an address that the function is given, so each distinct list of factors gets one pointer per such address, which
 * every buffer that moves alike shares: what differs is the constant in the instruction. A loop with few turns is written out,
 * and then its counter is a constant too.
 */
export class Nest {
  readonly code: FunctionWriter;
  readonly #moving = new Map<string, Moving>();
  readonly #pointers = new Map<string, Local>();
  readonly #statics: number[];
  readonly #onTurn: (loop: number) => void;

  constructor(code: FunctionWriter, loops: number, onTurn: (loop: number) => void = () => undefined) {
    this.code = code;
    this.#statics = new Array<number>(loops).fill(0);
    this.#onTurn = onTurn;
  }

  /** Says that addresses or indices with these factors are used inside. */
  use(factors: Factors, from?: Local): void {
    this.#moving.set(keyOf(factors, from), { factors, from });
  }

  /** Runs `body` with the counter of a loop at start, start + step, …: `trip` times in all. */
  range(
    loop: number,
    range: {
      readonly start?: number;
      readonly trip: number;
      readonly step?: number;
      readonly unroll?: boolean;
    },
    body: () => void,
  ): void {
    const { start = 0, trip, step = 1, unroll = false } = range;
    if (trip <= 0) return;
    const before = this.#statics[loop] as number;
    if (unroll || trip === 1) {
      for (let turn = 0; turn < trip; turn += 1) {
        this.#statics[loop] = before + start + turn * step;
        this.#onTurn(loop);
        body();
      }
    } else {
      this.#statics[loop] = before + start;
      this.#loop(loop, trip, step, body);
    }
    this.#statics[loop] = before;
  }

  /** Puts the moving part of base + Σ counter · factor on the stack and gives the constant part. */
  address({ from, bytes }: Base, factors: Factors): Base {
    const pointer = this.#pointers.get(keyOf(factors, from)) ?? from;
    if (pointer === undefined) this.code.i32(0);
    else this.code.get(pointer);
    return { from, bytes: this.#constantPart(bytes, factors) };
  }

  /** base + Σ counter · factor where no loop that is written as one decides it. */
  constant(base: number, factors: Factors): number | undefined {
    return this.#pointers.has(keyOf(factors, undefined)) ? undefined : this.#constantPart(base, factors);
  }

  /** Puts base + Σ counter · factor on the stack. */
  index(base: number, factors: Factors): void {
    const { bytes } = this.address({ from: undefined, bytes: base }, factors);
    if (bytes !== 0) this.code.i32(bytes).op('i32.add');
  }

  #constantPart(base: number, factors: Factors): number {
    return factors.reduce((sum, factor, loop) => sum + factor * (this.#statics[loop] as number), base);
  }

  #loop(loop: number, trip: number, step: number, body: () => void): void {
    const { code } = this;
    const moving = [...this.#moving].filter(([, { factors }]) => (factors[loop] ?? 0) !== 0);
    const outer = moving.map(([key]) => this.#pointers.get(key));
    const starts = moving.map(([, { from }], at) => outer[at] ?? from);
    const pointers = moving.map(() => code.local('i32'));
    pointers.forEach((pointer, at) => {
      const start = starts[at];
      if (start === undefined) code.i32(0);
      else code.get(start);
      code.set(pointer);
    });
    const moves = moving.map(([, { factors }]) => (factors[loop] as number) * step);
    const end = this.#end(pointers[0], starts[0], (moves[0] ?? 0) * trip, trip);
    moving.forEach(([key], at) => {
      this.#pointers.set(key, pointers[at] as Local);
    });
    code.loop((again: Label) => {
      this.#onTurn(loop);
      body();
      pointers.forEach((pointer, at) => {
        if (at > 0)
          code
            .get(pointer)
            .i32(moves[at] as number)
            .op('i32.add')
            .set(pointer);
      });
      end(again, moves[0] ?? 0);
    });
    moving.forEach(([key], at) => {
      const before = outer[at];
      if (before === undefined) this.#pointers.delete(key);
      else this.#pointers.set(key, before);
    });
  }

  /** How a loop ends: the first pointer has come as far as it goes or, without pointers, a counter has. */
  #end(
    pointer: Local | undefined,
    start: Local | undefined,
    distance: number,
    trip: number,
  ): (again: Label, move: number) => void {
    const { code } = this;
    if (pointer === undefined) {
      const counter = code.local('i32');
      code.i32(trip).set(counter);
      return (again) => code.get(counter).i32(1).op('i32.sub').tee(counter).branchIf(again);
    }
    const limit = start === undefined ? undefined : code.local('i32');
    if (limit !== undefined) code.get(pointer).i32(distance).op('i32.add').set(limit);
    return (again, move) => {
      code.get(pointer).i32(move).op('i32.add').tee(pointer);
      if (limit === undefined) code.i32(distance);
      else code.get(limit);
      code.op('i32.lt_u').branchIf(again);
    };
  }
}
