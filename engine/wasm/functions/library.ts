import type { FunctionReference, FunctionWriter, Local } from '../assembler/function-writer.ts';
import type { ModuleWriter } from '../assembler/module-writer.ts';
import { writeExp64, writeLog64 } from './known-numbers.ts';
import { writeWords } from './random.ts';
import type { VectorFunction } from './vector-function.ts';

/** The functions of one module; each is written when it is first called. */
export class FunctionLibrary {
  readonly #module: ModuleWriter;
  readonly #written = new Map<string, FunctionReference>();

  constructor(module: ModuleWriter) {
    this.#module = module;
  }

  vector(wanted: VectorFunction): FunctionReference {
    return this.#once(wanted.name, () => {
      const { writer, reference } = this.#module.function(wanted.name, { takes: ['v128'], gives: ['v128'] });
      wanted.write(writer, writer.parameters as readonly [Local], (other) => writer.call(this.vector(other)));
      return reference;
    });
  }

  /** Writes a function's own code, applied to the vector on the stack, where a call of it would be. */
  writeOut(wanted: VectorFunction, code: FunctionWriter): void {
    const x = code.local('v128');
    code.set(x);
    wanted.write(code, [x], (other) => this.writeOut(other, code));
  }

  /** Writes out the four random words of a stream for the counter on the stack. */
  writeOutRandomWords(stream: number, code: FunctionWriter): void {
    const counter = code.local('i32');
    code.set(counter);
    writeWords(code, counter, () => code.i32x4([stream, stream, stream, stream]));
  }

  randomWords(): FunctionReference {
    return this.#once('random words', () => {
      const { writer, reference } = this.#module.function('random words', {
        takes: ['i32', 'i32'],
        gives: ['v128'],
      });
      const [counter, stream] = writer.parameters as readonly [Local, Local];
      writeWords(writer, counter, () => writer.get(stream).op('i32x4.splat'));
      return reference;
    });
  }

  /** Of float64 numbers. */
  known(name: 'exp' | 'log'): FunctionReference {
    return this.#once(`${name} float64`, () => {
      const { writer, reference } = this.#module.function(`${name} float64`, {
        takes: ['f64'],
        gives: ['f64'],
      });
      if (name === 'exp') writeExp64(writer);
      else writeLog64(writer);
      return reference;
    });
  }

  #once(name: string, write: () => FunctionReference): FunctionReference {
    const known = this.#written.get(name);
    if (known !== undefined) return known;
    const reference = write();
    this.#written.set(name, reference);
    return reference;
  }
}
