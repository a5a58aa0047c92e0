import type { FunctionReference, FunctionWriter, Local } from './assembler/function-writer.ts';
import type { ModuleWriter } from './assembler/module-writer.ts';
import { header } from './memory-map.ts';

/** Looks for the other worker, without a pause, before one sleeps: some 20 µs, since halves end almost together. */
const looks = 10_000;
/** Nanoseconds that the first waits for a half that the second has begun; one that does not come in all this time never will. */
const patience = 3_000_000_000n;
const forever = -1n;
/** What a wait gives that ended by its time. */
const timedOut = 2;

const nothing = { takes: [], gives: [] } as const;

/** `wait(word, number, time)`: until a word has counted so far. Looks at it, then sleeps on it; traps when the time is over. */
function writeWaiting(module: ModuleWriter): FunctionReference {
  const { writer: code, reference } = module.function('wait', { takes: ['i32', 'i32', 'i64'], gives: [] });
  const [word, number, time] = code.parameters as readonly [Local, Local, Local];
  const [seen, left] = [code.local('i32'), code.local('i32')];
  const isBehind = (): void => {
    code.get(word).atomic('i32.atomic.load').tee(seen).get(number).op('i32.sub').i32(0).op('i32.lt_s');
  };
  code.i32(looks).set(left);
  code.loop((again) => {
    isBehind();
    code.if(() => code.get(left).i32(1).op('i32.sub').tee(left).branchIf(again));
  });
  code.loop((again) => {
    isBehind();
    code.if(() => {
      code.get(word).get(seen).get(time).atomic('memory.atomic.wait32');
      code.i32(timedOut).op('i32.ne').branchIf(again).trap();
    });
  });
  return reference;
}

/** Leaves whether the second half of a kernel, by its number, is one's own to make: whoever asks first makes it. */
const claim = (code: FunctionWriter, number: Local): FunctionWriter => {
  const before = (): FunctionWriter => code.get(number).i32(1).op('i32.sub');
  code.i32(header.claimed);
  before().get(number).atomic('i32.atomic.rmw.cmpxchg');
  return before().op('i32.eq');
};

/** Stores a number in a word that the other worker may sleep on. */
function announce(code: FunctionWriter, word: number, number: Local): void {
  const woken = code.local('i32');
  code.i32(word).get(number).atomic('i32.atomic.store');
  code.i32(word).i32(1).atomic('memory.atomic.notify').set(woken);
}

/** `begin()`: the first worker begins the next shared kernel. */
function writeBegin(module: ModuleWriter): FunctionReference {
  const { writer: code, reference } = module.function('begin', nothing);
  const number = code.local('i32');
  code.i32(header.begun).atomic('i32.atomic.load').i32(1).op('i32.add').set(number);
  announce(code, header.begun, number);
  return reference;
}

/** `take()`: whether the first worker is to make the second half too; if not, that is made by now. */
function writeTake(module: ModuleWriter, wait: FunctionReference): FunctionReference {
  const { writer: code, reference } = module.function('take', { takes: [], gives: ['i32'] });
  const [number, isOwn] = [code.local('i32'), code.local('i32')];
  code.i32(header.begun).atomic('i32.atomic.load').set(number);
  claim(code, number).tee(isOwn).op('i32.eqz');
  code.if(() => code.i32(header.made).get(number).i64(patience).call(wait));
  code.get(isOwn);
  return reference;
}

/** `join(number)`: waits until the first has begun a kernel; whether the second half is the second worker's. */
function writeJoin(module: ModuleWriter, wait: FunctionReference): FunctionReference {
  const { writer: code, reference } = module.function('join', { takes: ['i32'], gives: ['i32'] });
  const [number] = code.parameters as readonly [Local];
  code.i32(header.begun).get(number).i64(forever).call(wait);
  claim(code, number);
  return reference;
}

/** `leave(number)`: the second worker has made the half. */
function writeLeave(module: ModuleWriter): FunctionReference {
  const { writer: code, reference } = module.function('leave', { takes: ['i32'], gives: [] });
  const [number] = code.parameters as readonly [Local];
  announce(code, header.made, number);
  return reference;
}

/**
 * The step as two workers make it on one memory. The first makes all that is not shared and the first half of each shared kernel; the
 * second half is made by whoever comes to it first. So a second worker that is late, or never comes, is not waited for: what it has not
 * begun the first makes itself, and it goes on from the kernel that the first is at.
 */
export class Together {
  readonly first: FunctionReference;
  readonly #first: FunctionWriter;
  readonly #second: { readonly writer: FunctionWriter; readonly reference: FunctionReference };
  readonly #module: ModuleWriter;
  readonly #begin: FunctionReference;
  readonly #take: FunctionReference;
  readonly #join: FunctionReference;
  readonly #leave: FunctionReference;
  readonly #number: Local;
  #shared = 0;

  constructor(module: ModuleWriter) {
    this.#module = module;
    const wait = writeWaiting(module);
    [this.#begin, this.#take] = [writeBegin(module), writeTake(module, wait)];
    [this.#join, this.#leave] = [writeJoin(module, wait), writeLeave(module)];
    const first = module.function('first’s step', nothing);
    [this.#first, this.first] = [first.writer, first.reference];
    this.#second = module.function('second’s step', { takes: ['i32'], gives: [] });
    this.#number = this.#second.writer.local('i32');
  }

  alone(write: (code: FunctionWriter) => void): void {
    write(this.#first);
  }

  shared(write: (code: FunctionWriter, part: number) => void): void {
    this.#shared += 1;
    this.#first.call(this.#begin);
    write(this.#first, 0);
    this.#first.call(this.#take).if(() => write(this.#first, 1));
    const { writer } = this.#second;
    const [before] = writer.parameters as readonly [Local];
    writer.get(before).i32(this.#shared).op('i32.add').tee(this.#number).call(this.#join);
    writer.if(() => {
      write(writer, 1);
      writer.get(this.#number).call(this.#leave);
    });
  }

  /** Writes `help(count, before)`: the second worker's part of so many steps, after the shared kernel of that number. */
  finish(): void {
    const { writer: code, reference } = this.#module.function('help', { takes: ['i32', 'i32'], gives: [] });
    const [count, before] = code.parameters as readonly [Local, Local];
    code.loop((again) => {
      code.get(before).call(this.#second.reference);
      code.get(before).i32(this.#shared).op('i32.add').set(before);
      code.get(count).i32(1).op('i32.sub').tee(count).branchIf(again);
    });
    this.#module.export('help', reference);
  }
}
