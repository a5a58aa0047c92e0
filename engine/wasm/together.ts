import type { FunctionReference, FunctionWriter, Local } from './assembler/function-writer.ts';
import type { ModuleWriter } from './assembler/module-writer.ts';
import { header } from './memory-map.ts';

/** Looks for the other worker, without a pause, before one sleeps: some 20 µs, since kernels end almost together. */
const looks = 10_000;
/** Nanoseconds of sleep before one looks again, and how often; a worker that does not come in all this time never will. */
const sleep = 1_000_000_000n;
const sleeps = 10;

const nothing = { takes: [], gives: [] } as const;

/**
 * Where the two workers wait for each other. Each counts its own arrivals in a word of its own; one that is ahead looks at the
 * other's word, then sleeps on it.
 */
function writeMeeting(module: ModuleWriter): FunctionReference {
  const { writer: code, reference } = module.function('meet', { takes: ['i32', 'i32'], gives: [] });
  const [own, other] = code.parameters as readonly [Local, Local];
  const [arrivals, seen, left] = [code.local('i32'), code.local('i32'), code.local('i32')];
  const isBehind = (): void => {
    code.get(other).atomic('i32.atomic.load').tee(seen).get(arrivals).op('i32.sub').i32(0).op('i32.lt_s');
  };
  const countDown = (): void => {
    code.get(left).i32(1).op('i32.sub').tee(left);
  };
  code.get(own).atomic('i32.atomic.load').i32(1).op('i32.add').set(arrivals);
  code.get(own).get(arrivals).atomic('i32.atomic.store');
  const woken = code.local('i32');
  code.get(own).i32(1).atomic('memory.atomic.notify').set(woken);
  code.i32(looks).set(left);
  code.loop((again) => {
    isBehind();
    code.if(() => {
      countDown();
      code.branchIf(again);
    });
  });
  code.i32(sleeps).set(left);
  code.loop((again) => {
    isBehind();
    code.if(() => {
      code.get(other).get(seen).i64(sleep).atomic('memory.atomic.wait32').set(woken);
      countDown();
      code.branchIf(again);
      code.trap();
    });
  });
  return reference;
}

/**
 * The step as two workers make it on one memory: what is worth it is shared between them, all else the first does alone. They
 * meet wherever one may read what the other wrote, or write where the other still reads.
 */
export class Together {
  readonly first: FunctionReference;
  readonly #first: FunctionWriter;
  readonly #second: FunctionWriter;
  readonly #secondReference: FunctionReference;
  readonly #module: ModuleWriter;
  readonly #meeting: FunctionReference;
  /** Whether the second worker may still be at something. */
  #isShared = false;

  constructor(module: ModuleWriter) {
    this.#module = module;
    this.#meeting = writeMeeting(module);
    const [first, second] = [
      module.function('first’s step', nothing),
      module.function('second’s step', nothing),
    ];
    [this.#first, this.first] = [first.writer, first.reference];
    [this.#second, this.#secondReference] = [second.writer, second.reference];
  }

  alone(write: (code: FunctionWriter) => void): void {
    if (this.#isShared) this.#meet();
    this.#isShared = false;
    write(this.#first);
  }

  shared(write: (code: FunctionWriter, part: number) => void): void {
    this.#meet();
    this.#isShared = true;
    write(this.#first, 0);
    write(this.#second, 1);
  }

  /** Ends the step and writes `help(count)`, which makes the second worker's part of so many steps. */
  finish(): void {
    this.alone(() => undefined);
    const { writer: code, reference } = this.#module.function('help', { takes: ['i32'], gives: [] });
    const [count] = code.parameters as readonly [Local];
    code.loop((again) => {
      code.call(this.#secondReference);
      code.get(count).i32(1).op('i32.sub').tee(count).branchIf(again);
    });
    this.#module.export('help', reference);
  }

  #meet(): void {
    const [first, second] = header.arrivals;
    this.#first.i32(first).i32(second).call(this.#meeting);
    this.#second.i32(second).i32(first).call(this.#meeting);
  }
}
