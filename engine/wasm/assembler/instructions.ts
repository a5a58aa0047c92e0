/**
 * The instructions that the emitters use: what each takes from the stack, what it leaves there, and its code in the
 * binary format (WebAssembly core specification 2.0, section 5.4; vectors have the prefix 0xfd). Every engine gives the same
 * bits for these, but for the one that is named relaxed.
 */

/** What stands before the code of an instruction on vectors, and of one on shared memory. */
export const prefixes = { vector: 0xfd, atomic: 0xfe } as const;

export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

interface Group {
  readonly takes: readonly ValueType[];
  readonly gives: ValueType;
  readonly codes: Readonly<Record<string, number>>;
}

const plain = [
  { takes: ['i32'], gives: 'i32', codes: { 'i32.eqz': 0x45 } },
  {
    takes: ['i32', 'i32'],
    gives: 'i32',
    codes: {
      'i32.eq': 0x46,
      'i32.ne': 0x47,
      'i32.lt_s': 0x48,
      'i32.lt_u': 0x49,
      'i32.gt_s': 0x4a,
      'i32.gt_u': 0x4b,
      'i32.le_u': 0x4d,
      'i32.ge_u': 0x4f,
      'i32.add': 0x6a,
      'i32.sub': 0x6b,
      'i32.mul': 0x6c,
      'i32.div_u': 0x6e,
      'i32.rem_u': 0x70,
      'i32.and': 0x71,
      'i32.or': 0x72,
      'i32.xor': 0x73,
      'i32.shl': 0x74,
      'i32.shr_s': 0x75,
      'i32.shr_u': 0x76,
    },
  },
  {
    takes: ['i64', 'i64'],
    gives: 'i64',
    codes: {
      'i64.add': 0x7c,
      'i64.sub': 0x7d,
      'i64.mul': 0x7e,
      'i64.and': 0x83,
      'i64.or': 0x84,
      'i64.xor': 0x85,
      'i64.shl': 0x86,
      'i64.shr_s': 0x87,
      'i64.shr_u': 0x88,
    },
  },
  { takes: ['i32'], gives: 'i64', codes: { 'i64.extend_i32_u': 0xad } },
  { takes: ['i64'], gives: 'i32', codes: { 'i32.wrap_i64': 0xa7 } },
  {
    takes: ['f32', 'f32'],
    gives: 'i32',
    codes: { 'f32.eq': 0x5b, 'f32.lt': 0x5d, 'f32.gt': 0x5e, 'f32.ge': 0x60 },
  },
  {
    takes: ['f64', 'f64'],
    gives: 'i32',
    codes: { 'f64.eq': 0x61, 'f64.ne': 0x62, 'f64.lt': 0x63, 'f64.gt': 0x64, 'f64.ge': 0x66 },
  },
  { takes: ['f32'], gives: 'f32', codes: { 'f32.abs': 0x8b, 'f32.neg': 0x8c, 'f32.sqrt': 0x91 } },
  {
    takes: ['f32', 'f32'],
    gives: 'f32',
    codes: {
      'f32.add': 0x92,
      'f32.sub': 0x93,
      'f32.mul': 0x94,
      'f32.div': 0x95,
      'f32.min': 0x96,
      'f32.max': 0x97,
    },
  },
  {
    takes: ['f64'],
    gives: 'f64',
    codes: { 'f64.abs': 0x99, 'f64.neg': 0x9a, 'f64.nearest': 0x9e, 'f64.sqrt': 0x9f },
  },
  {
    takes: ['f64', 'f64'],
    gives: 'f64',
    codes: {
      'f64.add': 0xa0,
      'f64.sub': 0xa1,
      'f64.mul': 0xa2,
      'f64.div': 0xa3,
      'f64.min': 0xa4,
      'f64.max': 0xa5,
    },
  },
  { takes: ['f64'], gives: 'f32', codes: { 'f32.demote_f64': 0xb6 } },
  { takes: ['f32'], gives: 'f64', codes: { 'f64.promote_f32': 0xbb } },
  { takes: ['i32'], gives: 'f32', codes: { 'f32.convert_i32_s': 0xb2 } },
  { takes: ['i32'], gives: 'f64', codes: { 'f64.convert_i32_s': 0xb7, 'f64.convert_i32_u': 0xb8 } },
  { takes: ['i64'], gives: 'f64', codes: { 'f64.reinterpret_i64': 0xbf, 'f64.convert_i64_s': 0xb9 } },
  { takes: ['f64'], gives: 'i64', codes: { 'i64.reinterpret_f64': 0xbd } },
] as const satisfies readonly Group[];

const vector = [
  { takes: ['i32'], gives: 'v128', codes: { 'i32x4.splat': 0x11 } },
  { takes: ['f32'], gives: 'v128', codes: { 'f32x4.splat': 0x13 } },
  {
    takes: ['v128'],
    gives: 'v128',
    codes: {
      'v128.not': 0x4d,
      'f32x4.nearest': 0x6a,
      'f32x4.trunc': 0x69,
      'f32x4.abs': 0xe0,
      'f32x4.neg': 0xe1,
      'f32x4.sqrt': 0xe3,
      'i32x4.trunc_sat_f32x4_s': 0xf8,
      'f32x4.convert_i32x4_s': 0xfa,
    },
  },
  {
    takes: ['v128', 'v128'],
    gives: 'v128',
    codes: {
      'i8x16.swizzle': 0x0e,
      'i32x4.eq': 0x37,
      'f32x4.eq': 0x41,
      'f32x4.ne': 0x42,
      'f32x4.lt': 0x43,
      'f32x4.gt': 0x44,
      'f32x4.le': 0x45,
      'f32x4.ge': 0x46,
      'v128.and': 0x4e,
      'v128.andnot': 0x4f,
      'v128.or': 0x50,
      'v128.xor': 0x51,
      'i32x4.add': 0xae,
      'i32x4.sub': 0xb1,
      'i32x4.mul': 0xb5,
      'i64x2.extmul_low_i32x4_u': 0xde,
      'i64x2.extmul_high_i32x4_u': 0xdf,
      'f32x4.add': 0xe4,
      'f32x4.sub': 0xe5,
      'f32x4.mul': 0xe6,
      'f32x4.div': 0xe7,
      'f32x4.min': 0xe8,
      'f32x4.max': 0xe9,
      'f32x4.pmin': 0xea,
      'f32x4.pmax': 0xeb,
    },
  },
  {
    takes: ['v128', 'v128', 'v128'],
    gives: 'v128',
    codes: {
      'v128.bitselect': 0x52,
      // a · b + c, rounded once or twice as the engine likes (Relaxed SIMD proposal, part of WebAssembly 3.0).
      'f32x4.relaxed_madd': 0x105,
    },
  },
  {
    takes: ['v128', 'i32'],
    gives: 'v128',
    codes: { 'i32x4.shl': 0xab, 'i32x4.shr_s': 0xac, 'i32x4.shr_u': 0xad },
  },
] as const satisfies readonly Group[];

type KeysOf<T> = T extends { readonly codes: infer C } ? keyof C : never;
export type InstructionName = KeysOf<(typeof plain)[number]> | KeysOf<(typeof vector)[number]>;

export interface Instruction {
  readonly takes: readonly ValueType[];
  readonly gives: ValueType;
  readonly code: number;
  readonly isVector: boolean;
}

function listed(groups: readonly Group[], isVector: boolean): readonly (readonly [string, Instruction])[] {
  return groups.flatMap(({ takes, gives, codes }) =>
    Object.entries(codes).map(([name, code]) => [name, { takes, gives, code, isVector }] as const),
  );
}

export const instructions: ReadonlyMap<string, Instruction> = new Map([
  ...listed(plain, false),
  ...listed(vector, true),
]);

interface MemoryAccess {
  readonly type: ValueType;
  readonly code: number;
  readonly isVector: boolean;
  /** Exponent of the natural alignment in bytes. */
  readonly alignment: number;
}

const access = (type: ValueType, code: number, alignment: number, isVector = false): MemoryAccess => ({
  type,
  code,
  isVector,
  alignment,
});

interface AtomicAccess {
  readonly code: number;
  readonly alignment: number;
  readonly takes: readonly ValueType[];
  readonly gives: ValueType | undefined;
}

export const loads = {
  'i32.load': access('i32', 0x28, 2),
  'f32.load': access('f32', 0x2a, 2),
  'f64.load': access('f64', 0x2b, 3),
  'v128.load': access('v128', 0x00, 4, true),
  'v128.load32_splat': access('v128', 0x09, 2, true),
  'v128.load32_zero': access('v128', 0x5c, 2, true),
} as const;

export const stores = {
  'i32.store': access('i32', 0x36, 2),
  'f32.store': access('f32', 0x38, 2),
  'f64.store': access('f64', 0x39, 3),
  'v128.store': access('v128', 0x0b, 4, true),
} as const;

/** What threads say to each other through a shared memory (threads proposal; prefix 0xfe). An access is of whole words. */
export const atomics = {
  'i32.atomic.load': { code: 0x10, alignment: 2, takes: ['i32'], gives: 'i32' },
  'i32.atomic.store': { code: 0x17, alignment: 2, takes: ['i32', 'i32'], gives: undefined },
  'i32.atomic.rmw.cmpxchg': { code: 0x48, alignment: 2, takes: ['i32', 'i32', 'i32'], gives: 'i32' },
  'memory.atomic.notify': { code: 0x00, alignment: 2, takes: ['i32', 'i32'], gives: 'i32' },
  'memory.atomic.wait32': { code: 0x01, alignment: 2, takes: ['i32', 'i32', 'i64'], gives: 'i32' },
} as const satisfies Readonly<Record<string, AtomicAccess>>;

/** One lane of a vector from or to memory. */
export const laneAccesses = {
  'v128.load32_lane': { code: 0x56, alignment: 2, isStore: false },
  'v128.store32_lane': { code: 0x5a, alignment: 2, isStore: true },
  'v128.store64_lane': { code: 0x5b, alignment: 3, isStore: true },
} as const;
