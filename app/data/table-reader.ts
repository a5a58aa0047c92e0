import type { Numbered, TableAnswer, TableRequest } from './table-protocol.ts';

export type FinalAnswer = Exclude<TableAnswer, { readonly kind: 'progress' }>;

/** The page's end of the worker that reads tables; of several requests only the last is answered. */
export class TableReader {
  #worker: Worker | undefined;
  #request = 0;
  #resolve: ((answer: FinalAnswer) => void) | undefined;
  readonly #tellProgress: (share: number | undefined) => void;

  /** Progress is undefined when nothing is under way. */
  constructor(tellProgress: (share: number | undefined) => void) {
    this.#tellProgress = tellProgress;
  }

  /** Never answered where another request, or the end, comes first. */
  ask(message: TableRequest): Promise<FinalAnswer> {
    this.#request += 1;
    this.#tellProgress(0);
    this.#worker ??= this.#start();
    this.#worker.postMessage({ request: this.#request, message } satisfies Numbered<TableRequest>);
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Stops what is under way, at once; the table that was open is forgotten. */
  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#resolve = undefined;
    this.#tellProgress(undefined);
  }

  #start(): Worker {
    const worker = new Worker(new URL('./table-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Numbered<TableAnswer>>) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      const resolve = this.#resolve;
      this.end();
      resolve?.({
        kind: 'refused',
        message: 'Reading the table stopped: this computer may not have had enough memory for it.',
      });
    };
    return worker;
  }

  #receive({ request, message }: Numbered<TableAnswer>): void {
    if (request !== this.#request) return;
    if (message.kind === 'progress') {
      this.#tellProgress(message.share);
      return;
    }
    this.#tellProgress(undefined);
    this.#resolve?.(message);
  }
}
