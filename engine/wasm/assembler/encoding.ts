/** How the binary format writes numbers and names (WebAssembly core specification, section 5.2). */

/** Unsigned LEB128. */
export function writeUnsigned(to: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    to.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  to.push(rest);
}

/** Signed LEB128 of up to 64 bits. */
export function writeSigned(to: number[], value: bigint): void {
  let rest = value;
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    const signIsWritten = (low & 0x40) === 0 ? rest === 0n : rest === -1n;
    if (signIsWritten) {
      to.push(low);
      return;
    }
    to.push(low | 0x80);
  }
}

/** UTF-8, its length in bytes first. */
export function writeName(to: number[], name: string): void {
  const bytes: number[] = [];
  for (const character of name) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 0x3f));
    else if (point < 0x10000) {
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
    } else {
      bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f));
      bytes.push(0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
    }
  }
  writeUnsigned(to, bytes.length);
  append(to, bytes);
}

/** IEEE 754, little-endian. */
export function writeFloat(to: number[], value: number, bits: 32 | 64): void {
  const view = new DataView(new ArrayBuffer(8));
  if (bits === 32) view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  for (let at = 0; at < bits / 8; at += 1) to.push(view.getUint8(at));
}

/** Long lists do not fit into the arguments of one call. */
export function append(to: number[], bytes: readonly number[]): void {
  for (const byte of bytes) to.push(byte);
}
