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
  /** Helps with so many steps, which come after the shared kernel of that number. */
  | { readonly kind: 'help'; readonly name: string; readonly count: number; readonly before: number };

/** Another thread, in which a `SecondThread` receives what is sent. Who runs sessions knows how to start one. */
export interface SecondWorker {
  readonly send: (message: SecondMessage) => void;
  readonly end: () => void;
}

/** How a second worker is started, and a clock in milliseconds by which it is seen whether it is of use. */
export interface SecondWorkerSource {
  /** `died` is told when the thread fails or ends though nobody let it go. */
  readonly start: (died: () => void) => SecondWorker;
  readonly now: () => number;
}

/** The words of a shared memory's header. */
const wordsOf = ({ buffer }: Memory): Int32Array => new Int32Array(buffer, 0, header.settings / 4);
const [isHelping, begun] = [header.isHelping / 4, header.begun / 4];

/** What runs in the second worker's thread. */
export class SecondThread {
  readonly #modules = new Map<string, (count: number, before: number) => void>();

  receive(message: SecondMessage): void {
    if (message.kind === 'load') {
      const { name, module, memory } = message;
      const { help } = instanceOf(module, memory) as {
        readonly help: (count: number, before: number) => void;
      };
      this.#modules.set(name, help);
      Atomics.store(wordsOf(memory), isHelping, 1);
      return;
    }
    // A call that is over by now is gone through without a touch: the first has taken all of it.
    this.#modules.get(message.name)?.(message.count, message.before);
  }
}

/** The first worker's side. */
export class Help {
  readonly #second: SecondWorker;
  readonly #words: Int32Array;
  #hasEnded = false;
  #isLost = false;

  constructor({ start }: SecondWorkerSource, memory: Memory) {
    this.#words = wordsOf(memory);
    this.#second = start(() => {
      // One that never came is not missed: training went on with one all the time.
      this.#isLost = this.isThere;
      this.end();
    });
  }

  /**
   * Whether the second worker was there and died. Who runs sessions is told so between two calls, when the halves that it had begun
   * are made; one that dies in the middle of a half is found by waiting for it in vain (`wasm/together.ts`).
   */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Whether the second worker has come by now and was not let go. */
  get isThere(): boolean {
    return !this.#hasEnded && Atomics.load(this.#words, isHelping) === 1;
  }

  load(name: string, module: object, memory: Memory): void {
    this.#second.send({ kind: 'load', name, module, memory });
  }

  /** Asks for help with a call of so many steps that is made at once. */
  ask(name: string, count: number): void {
    this.#second.send({ kind: 'help', name, count, before: Atomics.load(this.#words, begun) });
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#second.end();
  }
}
