import type { FunctionWriter, Local } from '../assembler/function-writer.ts';
import { header } from '../memory-map.ts';

const multipliers = [0xd2511f53, 0xcd9e8d57] as const;
const keySteps = [0x9e3779b9, 0xbb67ae85] as const;
const rounds = 10;

const equalLanes = (word: number): readonly [number, number, number, number] => [word, word, word, word];
const keyOf = (part: 0 | 1, round: number): number => Math.imul(round, keySteps[part]);

/** The upper and the lower words of four products, each left on the stack when it is asked for. */
function products(
  code: FunctionWriter,
  of: Local,
  multiplier: number,
): { readonly upper: () => FunctionWriter; readonly lower: () => FunctionWriter } {
  const [front, back] = [code.local('v128'), code.local('v128')];
  code.get(of).i32x4(equalLanes(multiplier)).op('i64x2.extmul_low_i32x4_u').set(front);
  code.get(of).i32x4(equalLanes(multiplier)).op('i64x2.extmul_high_i32x4_u').set(back);
  return {
    upper: () => code.get(front).get(back).shuffle([1, 3, 5, 7]),
    lower: () => code.get(front).get(back).shuffle([0, 2, 4, 6]),
  };
}

/** The upper and lower word of the product of the number on the stack. */
function product(code: FunctionWriter, multiplier: number): { readonly upper: Local; readonly lower: Local } {
  const both = code.local('i64');
  const [upper, lower] = [code.local('i32'), code.local('i32')];
  code.op('i64.extend_i32_u').i64(BigInt(multiplier)).op('i64.mul').tee(both);
  code.i64(32n).op('i64.shr_u').op('i32.wrap_i64').set(upper);
  code.get(both).op('i32.wrap_i64').set(lower);
  return { upper, lower };
}

/**
 * Leaves four numbers from [0, 1) for four elements on the stack: Philox4x32-10 of (element, step, stream, 0) under (seed, 0), as
 * program/evaluate/random.ts states it to the bit. Takes the elements' row-major indices; `stream` leaves the stream's number on the
 * stack. What is one number for all elements, which is half of the first two rounds, is computed once.
 */
export function writeRandom(code: FunctionWriter, index: Local, stream: () => void): void {
  const seed = code.local('i32');
  code.i32(0).load('i32.load', header.seed).set(seed);
  // The first round: of the counter's words only the element's number differs from lane to lane.
  stream();
  const ofStream = product(code, multipliers[1]);
  const ofIndex = products(code, index, multipliers[0]);
  const third = code.local('v128');
  ofIndex.upper().set(third);
  // The second: its first word is still one for all.
  code.get(ofStream.upper).i32(0).load('i32.load', header.drawStep).op('i32.xor').get(seed).op('i32.xor');
  const ofFirst = product(code, multipliers[0]);
  const c = [0, 1, 2, 3].map(() => code.local('v128')) as [Local, Local, Local, Local];
  const ofThird = products(code, third, multipliers[1]);
  ofThird.upper();
  code.get(seed).i32(keyOf(0, 1)).op('i32.add').get(ofStream.lower).op('i32.xor').op('i32x4.splat');
  code.op('v128.xor').set(c[0]);
  ofThird.lower().set(c[1]);
  ofIndex.lower();
  code.get(ofFirst.upper).i32(keyOf(1, 1)).op('i32.xor').op('i32x4.splat').op('v128.xor').set(c[2]);
  code.get(ofFirst.lower).op('i32x4.splat').set(c[3]);
  const seeds = code.local('v128');
  code.get(seed).op('i32x4.splat').set(seeds);
  for (let round = 2; round < rounds; round += 1) {
    const ofC2 = products(code, c[2], multipliers[1]);
    const ofC0 = products(code, c[0], multipliers[0]);
    ofC2.upper().get(c[1]).op('v128.xor');
    code
      .get(seeds)
      .i32x4(equalLanes(keyOf(0, round)))
      .op('i32x4.add')
      .op('v128.xor')
      .set(c[0]);
    // Of the last round only the first word is wanted.
    if (round === rounds - 1) break;
    ofC0
      .upper()
      .get(c[3])
      .op('v128.xor')
      .i32x4(equalLanes(keyOf(1, round)))
      .op('v128.xor')
      .set(c[2]);
    ofC2.lower().set(c[1]);
    ofC0.lower().set(c[3]);
  }
  code.get(c[0]).i32(8).op('i32x4.shr_u').op('f32x4.convert_i32x4_u');
  code.f32x4(2 ** -24).op('f32x4.mul');
}
