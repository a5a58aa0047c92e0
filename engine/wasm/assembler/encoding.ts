/** How the binary format writes numbers and names (WebAssembly core specification, section 5.2). */

const ofFloats = new DataView(new ArrayBuffer(8));

/** Bytes that are written one after the other. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Those written so far; a view that a later write may leave behind. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  append(bytes: ArrayLike<number>): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Unsigned LEB128. */
  unsigned(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  /** Signed LEB128 of 32 bits. */
  signed32(value: number): void {
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      const signIsWritten = (low & 0x40) === 0 ? rest === 0 : rest === -1;
      if (signIsWritten) {
        this.byte(low);
        return;
      }
      this.byte(low | 0x80);
    }
  }

  /** Signed LEB128 of 64 bits. */
  signed64(value: bigint): void {
    let rest = BigInt.asIntN(64, value);
    for (;;) {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      const signIsWritten = (low & 0x40) === 0 ? rest === 0n : rest === -1n;
      if (signIsWritten) {
        this.byte(low);
        return;
      }
      this.byte(low | 0x80);
    }
  }

  /** IEEE 754, little-endian. */
  float(value: number, bits: 32 | 64): void {
    if (bits === 32) ofFloats.setFloat32(0, value, true);
    else ofFloats.setFloat64(0, value, true);
    for (let at = 0; at < bits / 8; at += 1) this.byte(ofFloats.getUint8(at));
  }

  /** UTF-8, its length in bytes first. */
  name(text: string): void {
    const bytes = new ByteWriter();
    for (const character of text) bytes.#character(character.codePointAt(0) ?? 0);
    this.unsigned(bytes.length);
    this.append(bytes.written);
  }

  #character(point: number): void {
    if (point < 0x80) {
      this.byte(point);
      return;
    }
    const following = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    this.byte(([0xc0, 0xe0, 0xf0][following - 1] ?? 0) | (point >> (6 * following)));
    for (let rest = following - 1; rest >= 0; rest -= 1) this.byte(0x80 | ((point >> (6 * rest)) & 0x3f));
  }

  /** Makes room for so many more. */
  #grow(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
