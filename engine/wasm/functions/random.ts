import type { FunctionWriter, Local } from '../assembler/function-writer.ts';
import { header } from '../memory-map.ts';

type Lanes = readonly [number, number, number, number];

const multipliers: Lanes = [0xd2511f53, 0xcd9e8d57, 0, 0];
const keySteps = [0x9e3779b9, 0xbb67ae85] as const;
const rounds = 10;

const keyOf = (round: number): Lanes => [Math.imul(round, keySteps[0]), Math.imul(round, keySteps[1]), 0, 0];

/**
 * Leaves the four words that Philox4x32-10 makes of (counter, step, stream, 0) under (seed, 0) on the stack, as
 * program/evaluate/random.ts states it to the bit. `stream` leaves the stream's number in all lanes. Words 0 and 2, which are
 * multiplied, are the first lanes of one vector, words 1 and 3 those of another: a round is one instruction for both products.
 */
export function writeWords(code: FunctionWriter, counter: Local, stream: () => void): void {
  const [multiplied, others] = [code.local('v128'), code.local('v128')];
  const [products, seed] = [code.local('v128'), code.local('v128')];
  code.i32(0).load('v128.load32_zero', header.seed).set(seed);
  code.get(counter).op('i32x4.splat');
  stream();
  code.shuffle([0, 4, 1, 5]).set(multiplied);
  code.i32(0).load('v128.load32_zero', header.drawStep).set(others);
  for (let round = 0; round < rounds; round += 1) {
    code.get(multiplied).i32x4(multipliers).op('i64x2.extmul_low_i32x4_u').set(products);
    code.get(products).get(products).shuffle([3, 1, 3, 1]).get(others).op('v128.xor');
    code.get(seed);
    if (round > 0) code.i32x4(keyOf(round)).op('i32x4.add');
    code.op('v128.xor').set(multiplied);
    code.get(products).get(products).shuffle([2, 0, 2, 0]).set(others);
  }
  code.get(multiplied).get(others).shuffle([0, 4, 1, 5]);
}

/** Puts one of the four words on the stack, that of a place, into some lanes and nothing into the others. */
export function writeWordOf(code: FunctionWriter, place: () => void, lanes: readonly number[]): void {
  const [bytes, none] = [0x03020100, 0x80808080];
  place();
  // Bytes 4k to 4k + 3 for word k; what is taken from beyond the last byte is 0.
  code.i32(3).op('i32.and').i32(0x04040404).op('i32.mul').op('i32x4.splat');
  code.i32x4(
    [0, 1, 2, 3].map((lane) => (lanes.includes(lane) ? bytes : none)) as [number, number, number, number],
  );
  code.op('i32x4.add').op('i8x16.swizzle');
}

/** Makes numbers from [0, 1) of the words on the stack. */
export function writeUniform(code: FunctionWriter): void {
  // 24 bits are left, so that signed is unsigned, and sooner made.
  code
    .i32(8)
    .op('i32x4.shr_u')
    .op('f32x4.convert_i32x4_s')
    .f32x4(2 ** -24)
    .op('f32x4.mul');
}
