import { header } from '../wasm/memory-map.ts';
import { instanceOf } from '../wasm/run-compiled.ts';
import type { Memory } from '../wasm/web-assembly.ts';

/** What the first worker tells the second. */
export type SecondMessage =
  /** Another module of the session, under a name. */
  | {
      readonly kind: 'load';
      readonly name: string;
      readonly module: object;
      readonly memory: Memory;
    }
  /** Helps with so many steps, unless the call was withdrawn meanwhile. */
  | { readonly kind: 'help'; readonly name: string; readonly call: number; readonly count: number };

/** Another thread, in which a `SecondThread` receives what is sent. Who runs sessions knows how to start one. */
export interface SecondWorker {
  readonly send: (message: SecondMessage) => void;
  readonly end: () => void;
}
export type StartSecondWorker = () => SecondWorker;

/** Milliseconds that the first waits for the second to take a call on, before it makes it alone and for good. */
const patience = 1000;

/** The words of a shared memory's header. */
const wordsOf = ({ buffer }: Memory): Int32Array => new Int32Array(buffer, 0, header.settings / 4);
const [isHelping, offered, taken] = [header.isHelping / 4, header.offered / 4, header.taken / 4];

/** What runs in the second worker's thread. */
export class SecondThread {
  readonly #modules = new Map<string, (count: number) => void>();
  #words: Int32Array = new Int32Array(0);

  receive(message: SecondMessage): void {
    if (message.kind === 'load') {
      const { name, module, memory } = message;
      this.#modules.set(name, instanceOf(module, memory)['help'] as (count: number) => void);
      this.#words = wordsOf(memory);
      Atomics.store(this.#words, isHelping, 1);
      return;
    }
    const { name, call, count } = message;
    const help = this.#modules.get(name);
    if (help === undefined || Atomics.compareExchange(this.#words, offered, call, 0) !== call) return;
    Atomics.store(this.#words, taken, call);
    Atomics.notify(this.#words, taken);
    help(count);
  }
}

/** The first worker's side: whether the second helps with a call. */
export class Help {
  readonly #second: SecondWorker;
  readonly #words: Int32Array;
  #calls = 0;
  #hasEnded = false;

  constructor(start: StartSecondWorker, memory: Memory) {
    this.#second = start();
    this.#words = wordsOf(memory);
  }

  /** Whether the second worker is there by now. */
  get isThere(): boolean {
    return !this.#hasEnded && Atomics.load(this.#words, isHelping) === 1;
  }

  load(name: string, module: object, memory: Memory): void {
    this.#second.send({ kind: 'load', name, module, memory });
  }

  /** Asks for help with so many steps; if it is taken on, the call must be made at once. */
  isTakenOn(name: string, count: number): boolean {
    if (!this.isThere) return false;
    this.#calls += 1;
    const call = this.#calls;
    const before = Atomics.load(this.#words, taken);
    Atomics.store(this.#words, offered, call);
    this.#second.send({ kind: 'help', name, call, count });
    Atomics.wait(this.#words, taken, before, patience);
    if (Atomics.compareExchange(this.#words, offered, call, 0) !== call) return true;
    this.end();
    return false;
  }

  end(): void {
    this.#hasEnded = true;
    this.#second.end();
  }
}
