import { ByteWriter } from './encoding.ts';
import { type FunctionReference, FunctionWriter, type Signature, typeCodes } from './function-writer.ts';

interface MemoryImport {
  readonly module: string;
  readonly name: string;
  /** Whether threads share it; then it may grow to 65,536 pages. */
  readonly isShared?: boolean;
}

interface DefinedFunction {
  readonly name: string;
  readonly type: number;
  readonly writer: FunctionWriter;
}

const magicAndVersion = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const section = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;

/** Writes one module: functions on a memory that the host hands in. */
export class ModuleWriter {
  readonly #memory: MemoryImport;
  readonly #types = new Map<string, number>();
  readonly #signatures: Signature[] = [];
  readonly #functions: DefinedFunction[] = [];
  readonly #exports: { readonly name: string; readonly index: number }[] = [];

  constructor(memory: MemoryImport) {
    this.#memory = memory;
  }

  /** A function to be written through `writer`, which may already be called through `reference`. */
  function(name: string, signature: Signature): { writer: FunctionWriter; reference: FunctionReference } {
    const writer = new FunctionWriter(signature);
    const index = this.#functions.length;
    this.#functions.push({ name, type: this.#typeOf(signature), writer });
    return { writer, reference: { index, signature } };
  }

  export(name: string, { index }: FunctionReference): void {
    this.#exports.push({ name, index });
  }

  finish(): Uint8Array<ArrayBuffer> {
    const bytes = new ByteWriter();
    bytes.append(magicAndVersion);
    this.#section(bytes, section.type, this.#signatures, (to, { takes, gives }) => {
      to.byte(0x60);
      to.unsigned(takes.length);
      for (const type of takes) to.byte(typeCodes[type]);
      to.unsigned(gives.length);
      for (const type of gives) to.byte(typeCodes[type]);
    });
    this.#section(bytes, section.import, [this.#memory], (to, { module, name, isShared = false }) => {
      to.name(module);
      to.name(name);
      // A memory of one page or more: without an upper limit, or shared with one.
      to.append(isShared ? [0x02, 0x03, 0x01, 0x80, 0x80, 0x04] : [0x02, 0x00, 0x01]);
    });
    this.#section(bytes, section.function, this.#functions, (to, { type }) => to.unsigned(type));
    this.#section(bytes, section.export, this.#exports, (to, { name, index }) => {
      to.name(name);
      to.byte(0x00);
      to.unsigned(index);
    });
    this.#section(bytes, section.code, this.#functions, (to, { writer }) => {
      const body = writer.finish();
      to.unsigned(body.length);
      to.append(body);
    });
    this.#names(bytes);
    return bytes.written.slice();
  }

  #typeOf(signature: Signature): number {
    const key = `${signature.takes.join(' ')} → ${signature.gives.join(' ')}`;
    const known = this.#types.get(key);
    if (known !== undefined) return known;
    const index = this.#signatures.length;
    this.#signatures.push(signature);
    this.#types.set(key, index);
    return index;
  }

  #section<T>(
    bytes: ByteWriter,
    id: number,
    entries: readonly T[],
    write: (to: ByteWriter, entry: T) => void,
  ): void {
    const content = new ByteWriter();
    content.unsigned(entries.length);
    for (const entry of entries) write(content, entry);
    bytes.byte(id);
    bytes.unsigned(content.length);
    bytes.append(content.written);
  }

  /** The custom section from which debuggers read the names of functions. */
  #names(bytes: ByteWriter): void {
    const map = new ByteWriter();
    map.unsigned(this.#functions.length);
    this.#functions.forEach(({ name }, index) => {
      map.unsigned(index);
      map.name(name);
    });
    const content = new ByteWriter();
    content.name('name');
    content.byte(0x01);
    content.unsigned(map.length);
    content.append(map.written);
    bytes.byte(0x00);
    bytes.unsigned(content.length);
    bytes.append(content.written);
  }
}
