/** Bytes as a person reads them: 84 KiB, 1.3 GiB. */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : Number(size.toPrecision(2))} ${units[unit]}`;
}

/** A memory of WebAssembly has addresses of 32 bits. */
const most = 2 ** 32;

export interface NeededMemory {
  readonly bytes: number;
  /** The part of them that does not depend on the size of the batch. */
  readonly kept: number;
  readonly batchSize: number;
}

/** Training needs more memory than there is; known before any is asked for, or because it was refused. */
export class NotEnoughMemory extends Error {
  constructor({ bytes, kept, batchSize }: NeededMemory) {
    const limit =
      bytes > most ? `; compiled code has ${sizeText(most)} at most` : ', which this machine does not give';
    // Where the most part of it stays from batch to batch, a smaller one would be refused too.
    const remedy =
      kept > Math.min(bytes, most) / 2
        ? `${sizeText(kept)} of it are weights, what the optimizer keeps of them, and data, whatever the batch_size. Smaller layers or less data need less.`
        : `A smaller batch_size needs less; now it is ${batchSize}.`;
    super(`Training needs ${sizeText(bytes)} of memory${limit}. ${remedy}`);
  }
}

/** @throws NotEnoughMemory where no memory can be so large, or `ask` is refused it */
export function withinMemory<T>(needed: NeededMemory, ask: () => T): T {
  if (needed.bytes > most) throw new NotEnoughMemory(needed);
  try {
    return ask();
  } catch (error) {
    if (error instanceof RangeError) throw new NotEnoughMemory(needed);
    throw error;
  }
}
