import { BinaryReader } from './assembler/binary-reader.ts';
import { type Signature, typeCodes } from './assembler/function-writer.ts';
import {
  atomics,
  instructions,
  laneAccesses,
  loads,
  prefixes,
  stores,
  type ValueType,
} from './assembler/instructions.ts';

/** One instruction as the WebAssembly text format has it. */
export interface InstructionLine {
  /** How many blocks it is in. */
  readonly depth: number;
  readonly text: string;
  /** Its first byte, counted from the function's first instruction. */
  readonly at: number;
  /** For loads and stores, the constant part of the address. */
  readonly offset: number | undefined;
  /** For calls, the number of the function in the module. */
  readonly calls: number | undefined;
}

export interface FunctionText {
  readonly name: string;
  readonly signature: Signature;
  /** Types of its locals, parameters not among them. */
  readonly locals: readonly ValueType[];
  readonly lines: readonly InstructionLine[];
}

const sections = { custom: 0, type: 1, function: 3, code: 10 } as const;
const control = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
} as const;

const typesByCode = new Map(
  Object.entries(typeCodes).map(([type, code]) => [code, type as ValueType] as const),
);

function typeOf(code: number): ValueType {
  const type = typesByCode.get(code);
  if (type === undefined) throw new Error(`there is no type with the code ${code}`);
  return type;
}

/** The shortest decimal number that is this float32 again. */
function float32Text(value: number): string {
  for (let digits = 1; digits <= 9; digits += 1) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return floatText(Number(text));
  }
  return floatText(value);
}

/** As the text format writes numbers: infinity is inf. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (Object.is(value, -0)) return '-0';
  return String(value).replace('Infinity', 'inf');
}

/** Text of what follows an opcode, and what there is to know of it. */
interface Read {
  readonly text: string;
  readonly offset?: number;
  readonly calls?: number;
}

type Reading = (reader: BinaryReader) => Read;

const alone =
  (name: string): Reading =>
  () => ({ text: name });

const memory =
  (name: string, alignment: number, rest: (reader: BinaryReader) => string = () => ''): Reading =>
  (reader) => {
    const written = reader.unsigned();
    const offset = reader.unsigned();
    const align = written === alignment ? '' : ` align=${2 ** written}`;
    return { text: `${name}${offset === 0 ? '' : ` offset=${offset}`}${align}${rest(reader)}`, offset };
  };

const numbered =
  (name: string): Reading =>
  (reader) => ({ text: `${name} ${reader.unsigned()}` });

/** Lanes are numbers where they look like numbers: the smallest float32 are rather masks or counts. */
function vectorConstant(reader: BinaryReader): Read {
  const start = reader.at;
  const floats = Array.from({ length: 4 }, () => reader.float32());
  reader.at = start;
  const words = Array.from({ length: 4 }, () => reader.int32());
  const areFloats = floats.every((lane, index) => words[index] === 0 || Math.abs(lane) > 1e-37);
  return {
    text: areFloats
      ? `v128.const f32x4 ${floats.map(float32Text).join(' ')}`
      : `v128.const i32x4 ${words.join(' ')}`,
  };
}

const accesses = [...Object.entries(loads), ...Object.entries(stores)];

const plainReadings: ReadonlyMap<number, Reading> = new Map<number, Reading>([
  [0x00, alone('unreachable')],
  [0x0d, numbered('br_if')],
  [
    0x10,
    (reader) => {
      const calls = reader.unsigned();
      return { text: `call ${calls}`, calls };
    },
  ],
  [0x1b, alone('select')],
  [0x20, numbered('local.get')],
  [0x21, numbered('local.set')],
  [0x22, numbered('local.tee')],
  [0x41, (reader) => ({ text: `i32.const ${reader.signed()}` })],
  [0x42, (reader) => ({ text: `i64.const ${reader.signed()}` })],
  [0x43, (reader) => ({ text: `f32.const ${float32Text(reader.float32())}` })],
  [0x44, (reader) => ({ text: `f64.const ${floatText(reader.float64())}` })],
  ...[...instructions]
    .filter(([, { isVector }]) => !isVector)
    .map(([name, { code }]) => [code, alone(name)] as const),
  ...accesses
    .filter(([, { isVector }]) => !isVector)
    .map(([name, { code, alignment }]) => [code, memory(name, alignment)] as const),
]);

const vectorReadings: ReadonlyMap<number, Reading> = new Map<number, Reading>([
  [0x0c, vectorConstant],
  [0x0d, (reader) => ({ text: `i8x16.shuffle ${reader.bytes(16).join(' ')}` })],
  [0x1b, (reader) => ({ text: `i32x4.extract_lane ${reader.byte()}` })],
  [0x1f, (reader) => ({ text: `f32x4.extract_lane ${reader.byte()}` })],
  ...[...instructions]
    .filter(([, { isVector }]) => isVector)
    .map(([name, { code }]) => [code, alone(name)] as const),
  ...accesses
    .filter(([, { isVector }]) => isVector)
    .map(([name, { code, alignment }]) => [code, memory(name, alignment)] as const),
  ...Object.entries(laneAccesses).map(
    ([name, { code, alignment }]) =>
      [code, memory(name, alignment, (reader) => ` ${reader.byte()}`)] as const,
  ),
]);

const prefixedReadings = new Map<number, ReadonlyMap<number, Reading>>([
  [prefixes.vector, vectorReadings],
  [
    prefixes.atomic,
    new Map(
      Object.entries(atomics).map(([name, { code, alignment }]) => [code, memory(name, alignment)] as const),
    ),
  ],
]);

function readInstruction(reader: BinaryReader): Read {
  const start = reader.at;
  const first = reader.byte();
  const prefixed = prefixedReadings.get(first);
  const code = prefixed === undefined ? first : reader.unsigned();
  const reading = (prefixed ?? plainReadings).get(code);
  if (reading === undefined) {
    throw new Error(
      `byte ${start}: no instruction has the code ${prefixed === undefined ? '' : `${first.toString(16)} `}${code.toString(16)}`,
    );
  }
  return reading(reader);
}

/** The instructions of one body; an `end` stands as deep as what it ends. */
function readBody(reader: BinaryReader, end: number): readonly InstructionLine[] {
  const lines: InstructionLine[] = [];
  let depth = 0;
  const first = reader.at;
  while (reader.at < end) {
    const at = reader.at - first;
    const bare = (level: number, text: string): void => {
      lines.push({ depth: level, text, at, offset: undefined, calls: undefined });
    };
    const code = reader.byte();
    if (code === control.block || code === control.loop || code === control.if) {
      reader.byte();
      bare(depth, code === control.block ? 'block' : code === control.loop ? 'loop' : 'if');
      depth += 1;
    } else if (code === control.else) bare(depth - 1, 'else');
    else if (code === control.end) {
      depth -= 1;
      if (depth >= 0) bare(depth, 'end');
    } else {
      reader.at -= 1;
      const { text, offset, calls } = readInstruction(reader);
      lines.push({ depth, text, at, offset, calls });
    }
  }
  if (depth !== -1) throw new Error(`a function leaves ${depth + 1} blocks open`);
  return lines;
}

function readLocals(reader: BinaryReader): readonly ValueType[] {
  const locals: ValueType[] = [];
  for (let runs = reader.unsigned(); runs > 0; runs -= 1) {
    const count = reader.unsigned();
    const type = typeOf(reader.byte());
    for (let at = 0; at < count; at += 1) locals.push(type);
  }
  return locals;
}

const readTypes = (reader: BinaryReader): readonly ValueType[] => reader.bytes(reader.unsigned()).map(typeOf);

/**
 * The functions of a module that `ModuleWriter` wrote, in their order, as instructions in the WebAssembly text format. An
 * instruction that the assembler does not know throws.
 */
export function readModule(bytes: Uint8Array): readonly FunctionText[] {
  const reader = new BinaryReader(bytes, 8);
  const list = <T>(read: () => T): readonly T[] => Array.from({ length: reader.unsigned() }, read);
  let signatures: readonly Signature[] = [];
  let types: readonly number[] = [];
  let bodies: readonly Pick<FunctionText, 'locals' | 'lines'>[] = [];
  const names = new Map<number, string>();
  while (!reader.isAtEnd) {
    const section = reader.byte();
    const length = reader.unsigned();
    const end = reader.at + length;
    if (section === sections.type) {
      signatures = list(() => {
        reader.byte();
        return { takes: readTypes(reader), gives: readTypes(reader) };
      });
    } else if (section === sections.function) types = list(() => reader.unsigned());
    else if (section === sections.code) {
      bodies = list(() => {
        const size = reader.unsigned();
        const bodyEnd = reader.at + size;
        return { locals: readLocals(reader), lines: readBody(reader, bodyEnd) };
      });
    } else if (section === sections.custom && reader.name() === 'name') {
      reader.byte();
      reader.unsigned();
      list(() => names.set(reader.unsigned(), reader.name()));
    }
    reader.at = end;
  }
  return bodies.map((body, index) => ({
    ...body,
    name: names.get(index) ?? `function ${index}`,
    signature: signatures[types[index] ?? -1] ?? { takes: [], gives: [] },
  }));
}
