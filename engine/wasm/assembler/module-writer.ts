import { append, writeName, writeUnsigned } from './encoding.ts';
import { type FunctionReference, FunctionWriter, type Signature, typeCodes } from './function-writer.ts';

interface MemoryImport {
  readonly module: string;
  readonly name: string;
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
    const bytes: number[] = [...magicAndVersion];
    this.#section(bytes, section.type, this.#signatures, (to, { takes, gives }) => {
      to.push(0x60);
      writeUnsigned(to, takes.length);
      for (const type of takes) to.push(typeCodes[type]);
      writeUnsigned(to, gives.length);
      for (const type of gives) to.push(typeCodes[type]);
    });
    this.#section(bytes, section.import, [this.#memory], (to, { module, name }) => {
      writeName(to, module);
      writeName(to, name);
      // A memory without an upper limit, of one page or more.
      to.push(0x02, 0x00, 0x01);
    });
    this.#section(bytes, section.function, this.#functions, (to, { type }) => writeUnsigned(to, type));
    this.#section(bytes, section.export, this.#exports, (to, { name, index }) => {
      writeName(to, name);
      to.push(0x00);
      writeUnsigned(to, index);
    });
    this.#section(bytes, section.code, this.#functions, (to, { writer }) => {
      const body = writer.finish();
      writeUnsigned(to, body.length);
      append(to, body);
    });
    this.#names(bytes);
    return Uint8Array.from(bytes);
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
    bytes: number[],
    id: number,
    entries: readonly T[],
    write: (to: number[], entry: T) => void,
  ): void {
    const content: number[] = [];
    writeUnsigned(content, entries.length);
    for (const entry of entries) write(content, entry);
    bytes.push(id);
    writeUnsigned(bytes, content.length);
    append(bytes, content);
  }

  /** The custom section from which debuggers read the names of functions. */
  #names(bytes: number[]): void {
    const map: number[] = [];
    writeUnsigned(map, this.#functions.length);
    this.#functions.forEach(({ name }, index) => {
      writeUnsigned(map, index);
      writeName(map, name);
    });
    const content: number[] = [];
    writeName(content, 'name');
    content.push(0x01);
    writeUnsigned(content, map.length);
    append(content, map);
    bytes.push(0x00);
    writeUnsigned(bytes, content.length);
    append(bytes, content);
  }
}
