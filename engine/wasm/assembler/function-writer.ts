import { ByteWriter } from './encoding.ts';
import {
  atomics,
  type InstructionName,
  instructions,
  laneAccesses,
  loads,
  prefixes,
  stores,
  type ValueType,
} from './instructions.ts';

export interface Signature {
  readonly takes: readonly ValueType[];
  readonly gives: readonly ValueType[];
}

/** A function of the module, by its place there. */
export interface FunctionReference {
  readonly index: number;
  readonly signature: Signature;
}

/** A parameter or a local, by its number. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

/**
 * Where something lies in memory: so many bytes behind the address that a parameter of the function gives or, without one, from
 * the start. As what a load or store adds to the address on the stack, it says what that address is counted from.
 */
export interface Base {
  readonly from: Local | undefined;
  readonly bytes: number;
}

export const behind = ({ from, bytes }: Base, distance: number): Base => ({ from, bytes: bytes + distance });

/** Where `branch` goes: to the end of a block, to the start of a loop. */
export interface Label {
  readonly depth: number;
}

export const typeCodes: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** Instructions from a byte on, up to the next of these, were written to compute a value of the program. */
export interface Purpose {
  /** Counted from the first instruction. */
  readonly from: number;
  /** Undefined for what belongs to no single value, such as the counting of loops. */
  readonly value: number | undefined;
}

const noResult = 0x40;

/**
 * Writes the body of one function, instruction by instruction, and follows the types on the stack: what does not fit
 * throws where it is written, not when an engine reads the module.
 */
export class FunctionWriter {
  readonly signature: Signature;
  readonly parameters: readonly Local[];
  readonly #locals: ValueType[] = [];
  readonly #bytes = new ByteWriter();
  readonly #stack: ValueType[] = [];
  /** Height of the stack where each open block began. */
  readonly #frames: number[] = [];
  readonly #purposes: Purpose[] = [];
  readonly #bases = new Map<number, number>();
  #purpose: number | undefined;

  constructor(signature: Signature) {
    this.signature = signature;
    this.parameters = signature.takes.map((type, index) => ({ index, type }));
  }

  local(type: ValueType): Local {
    const index = this.parameters.length + this.#locals.length;
    this.#locals.push(type);
    return { index, type };
  }

  /** Says for which value of the program `write` writes; what it calls may say so of its own parts. */
  writeFor(value: number | undefined, write: () => void): void {
    const outer = this.#purpose;
    this.#turnTo(value);
    write();
    this.#turnTo(outer);
  }

  /** Bytes of the instructions so far. */
  get length(): number {
    return this.#bytes.length;
  }

  /** In the order of the instructions. */
  get purposes(): readonly Purpose[] {
    return this.#purposes;
  }

  /** By the first byte of a load or store, the number of the parameter from which its address is counted, if from any. */
  get bases(): ReadonlyMap<number, number> {
    return this.#bases;
  }

  get(local: Local): this {
    return this.#numbered(0x20, local, [], local.type);
  }

  set(local: Local): this {
    return this.#numbered(0x21, local, [local.type], undefined);
  }

  tee(local: Local): this {
    return this.#numbered(0x22, local, [local.type], local.type);
  }

  /** A signed or unsigned 32-bit number. */
  i32(value: number): this {
    this.#bytes.byte(0x41);
    this.#bytes.signed32(value);
    return this.#give('i32');
  }

  i64(value: bigint): this {
    this.#bytes.byte(0x42);
    this.#bytes.signed64(value);
    return this.#give('i64');
  }

  f32(value: number): this {
    this.#bytes.byte(0x43);
    this.#bytes.float(value, 32);
    return this.#give('f32');
  }

  f64(value: number): this {
    this.#bytes.byte(0x44);
    this.#bytes.float(value, 64);
    return this.#give('f64');
  }

  /** Four equal float32 lanes. */
  f32x4(value: number): this {
    this.#vectorCode(0x0c);
    for (let lane = 0; lane < 4; lane += 1) this.#bytes.float(value, 32);
    return this.#give('v128');
  }

  /** Four 32-bit lanes. */
  i32x4(lanes: readonly [number, number, number, number]): this {
    this.#vectorCode(0x0c);
    for (const lane of lanes) {
      this.#bytes.append([lane & 0xff, (lane >>> 8) & 0xff, (lane >>> 16) & 0xff, lane >>> 24]);
    }
    return this.#give('v128');
  }

  op(name: InstructionName): this {
    const instruction = instructions.get(name);
    if (instruction === undefined) throw new Error(`there is no instruction ${name}`);
    this.#take(instruction.takes, name);
    if (instruction.isVector) this.#vectorCode(instruction.code);
    else this.#bytes.byte(instruction.code);
    return this.#give(instruction.gives);
  }

  /** Reads at the address on the stack plus `offset`. */
  load(name: keyof typeof loads, offset: number | Base = 0): this {
    const { type, code, isVector, alignment } = loads[name];
    this.#take(['i32'], name);
    this.#memory(code, isVector, alignment, offset);
    return this.#give(type);
  }

  /** Writes the value on the stack to the address below it plus `offset`. */
  store(name: keyof typeof stores, offset: number | Base = 0): this {
    const { type, code, isVector, alignment } = stores[name];
    this.#take(['i32', type], name);
    this.#memory(code, isVector, alignment, offset);
    return this;
  }

  /** Reads into, or writes from, one lane of the vector on the stack; the address lies below it. */
  lane(name: keyof typeof laneAccesses, lane: number, offset: number | Base = 0): this {
    const { code, alignment, isStore } = laneAccesses[name];
    this.#take(['i32', 'v128'], name);
    this.#memory(code, true, alignment, offset);
    this.#bytes.byte(lane);
    return isStore ? this : this.#give('v128');
  }

  /** At the address on the stack below its operands. */
  atomic(name: keyof typeof atomics): this {
    const { code, alignment, takes, gives } = atomics[name];
    this.#take(takes, name);
    this.#bytes.append([prefixes.atomic, code, alignment, 0]);
    return gives === undefined ? this : this.#give(gives);
  }

  /** Ends the run with an error. */
  trap(): this {
    this.#bytes.byte(0x00);
    return this;
  }

  extractF32(lane: number): this {
    this.#take(['v128'], 'f32x4.extract_lane');
    this.#vectorCode(0x1f);
    this.#bytes.byte(lane);
    return this.#give('f32');
  }

  extractI32(lane: number): this {
    this.#take(['v128'], 'i32x4.extract_lane');
    this.#vectorCode(0x1b);
    this.#bytes.byte(lane);
    return this.#give('i32');
  }

  /** Bytes of two vectors by number: 0 to 15 of the first, 16 to 31 of the second. */
  shuffleBytes(bytes: readonly number[]): this {
    this.#take(['v128', 'v128'], 'i8x16.shuffle');
    this.#vectorCode(0x0d);
    this.#bytes.append(bytes);
    return this.#give('v128');
  }

  /** 32-bit lanes of two vectors by number: 0 to 3 of the first, 4 to 7 of the second. */
  shuffle(lanes: readonly [number, number, number, number]): this {
    return this.shuffleBytes(Array.from({ length: 16 }, (_, at) => 4 * (lanes[at >> 2] ?? 0) + (at & 3)));
  }

  call({ index, signature }: FunctionReference): this {
    this.#take(signature.takes, `call ${index}`);
    this.#bytes.byte(0x10);
    this.#bytes.unsigned(index);
    for (const type of signature.gives) this.#give(type);
    return this;
  }

  block(body: (end: Label) => void): this {
    return this.#framed(0x02, body);
  }

  loop(body: (again: Label) => void): this {
    return this.#framed(0x03, body);
  }

  /** Runs `then` where the number on the stack is not 0, else `otherwise`. */
  if(then: () => void, otherwise?: () => void): this {
    this.#take(['i32'], 'if');
    this.#bytes.byte(0x04);
    this.#bytes.byte(noResult);
    this.#frames.push(this.#stack.length);
    then();
    this.#checkHeight();
    if (otherwise !== undefined) {
      this.#bytes.byte(0x05);
      otherwise();
      this.#checkHeight();
    }
    this.#frames.pop();
    this.#bytes.byte(0x0b);
    return this;
  }

  branchIf({ depth }: Label): this {
    this.#take(['i32'], 'br_if');
    this.#bytes.byte(0x0d);
    this.#bytes.unsigned(this.#frames.length - 1 - depth);
    return this;
  }

  /** The second number from the top where the top one is not 0, else the first. */
  select(): this {
    const type = this.#stack.at(-2);
    if (type === undefined || type === 'v128') throw new Error('select needs two numbers and a condition');
    this.#take([type, type, 'i32'], 'select');
    this.#bytes.byte(0x1b);
    return this.#give(type);
  }

  /** The body as the code section holds it, its length not yet in front. */
  finish(): Uint8Array<ArrayBuffer> {
    this.#take(this.signature.gives, 'end of function');
    if (this.#stack.length > 0) throw new Error(`${this.#stack.length} values are left on the stack`);
    const result = new ByteWriter();
    const runs: { type: ValueType; count: number }[] = [];
    for (const type of this.#locals) {
      const last = runs.at(-1);
      if (last?.type === type) last.count += 1;
      else runs.push({ type, count: 1 });
    }
    result.unsigned(runs.length);
    for (const { type, count } of runs) {
      result.unsigned(count);
      result.byte(typeCodes[type]);
    }
    result.append(this.#bytes.written);
    result.byte(0x0b);
    return result.written;
  }

  #turnTo(value: number | undefined): void {
    if (value === this.#purpose) return;
    this.#purpose = value;
    this.#purposes.push({ from: this.#bytes.length, value });
  }

  #numbered(code: number, local: Local, takes: readonly ValueType[], gives: ValueType | undefined): this {
    this.#take(takes, 'a local');
    this.#bytes.byte(code);
    this.#bytes.unsigned(local.index);
    return gives === undefined ? this : this.#give(gives);
  }

  #vectorCode(code: number): void {
    this.#bytes.byte(prefixes.vector);
    this.#bytes.unsigned(code);
  }

  #memory(code: number, isVector: boolean, alignment: number, offset: number | Base): void {
    const { from, bytes } = typeof offset === 'number' ? { from: undefined, bytes: offset } : offset;
    if (from !== undefined) this.#bases.set(this.#bytes.length, from.index);
    if (isVector) this.#vectorCode(code);
    else this.#bytes.byte(code);
    this.#bytes.byte(alignment);
    this.#bytes.unsigned(bytes);
  }

  #framed(code: number, body: (label: Label) => void): this {
    this.#bytes.byte(code);
    this.#bytes.byte(noResult);
    this.#frames.push(this.#stack.length);
    body({ depth: this.#frames.length - 1 });
    this.#checkHeight();
    this.#frames.pop();
    this.#bytes.byte(0x0b);
    return this;
  }

  #checkHeight(): void {
    const extra = this.#stack.length - (this.#frames.at(-1) ?? 0);
    if (extra !== 0) throw new Error(`a block leaves ${extra} values on the stack`);
  }

  #give(type: ValueType): this {
    this.#stack.push(type);
    return this;
  }

  #take(types: readonly ValueType[], by: string): void {
    if (types.length === 0) return;
    const from = this.#stack.length - types.length;
    const floor = this.#frames.at(-1) ?? 0;
    if (from < floor || types.some((type, index) => type !== this.#stack[from + index])) {
      const found = this.#stack.slice(Math.max(floor, from));
      throw new Error(`${by} takes (${types.join(', ')}), but the stack ends with (${found.join(', ')})`);
    }
    this.#stack.length = from;
  }
}
