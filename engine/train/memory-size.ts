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

/** Training needs more memory than there is; known before any is asked for, or because it was refused. */
export class NotEnoughMemory extends Error {
  constructor(bytes: number, batchSize: number) {
    const limit =
      bytes > most ? `; compiled code has ${sizeText(most)} at most` : ', which this machine does not give';
    super(
      `Training needs ${sizeText(bytes)} of memory${limit}. A smaller batch_size needs less; now it is ${batchSize}.`,
    );
  }
}

/** @throws NotEnoughMemory where no memory can be so large, or `ask` is refused it */
export function withinMemory<T>(bytes: number, batchSize: number, ask: () => T): T {
  if (bytes > most) throw new NotEnoughMemory(bytes, batchSize);
  try {
    return ask();
  } catch (error) {
    if (error instanceof RangeError) throw new NotEnoughMemory(bytes, batchSize);
    throw error;
  }
}
