import type { FunctionReference, FunctionWriter, Local } from '../assembler/function-writer.ts';
import type { ModuleWriter } from '../assembler/module-writer.ts';
import { header } from '../memory-map.ts';

const multipliers = [0xd2511f53, 0xcd9e8d57] as const;
const keySteps = [0x9e3779b9, 0xbb67ae85] as const;
const rounds = 10;

const equalLanes = (word: number): readonly [number, number, number, number] => [word, word, word, word];

/** The upper words of four products. */
function highProduct(code: FunctionWriter, of: Local, multiplier: number): void {
  code.get(of).i32x4(equalLanes(multiplier)).op('i64x2.extmul_low_i32x4_u');
  code.get(of).i32x4(equalLanes(multiplier)).op('i64x2.extmul_high_i32x4_u');
  code.shuffle([1, 3, 5, 7]);
}

const lowProduct = (code: FunctionWriter, of: Local, multiplier: number): FunctionWriter =>
  code.get(of).i32x4(equalLanes(multiplier)).op('i32x4.mul');

/**
 * Four numbers from [0, 1) for four elements: Philox4x32-10 of (element, step, stream, 0) under (seed, 0), as
 * program/evaluate/random.ts states it to the bit. Takes the elements' row-major indices and the stream.
 */
export function writeRandom(module: ModuleWriter): FunctionReference {
  const { writer: code, reference } = module.function('random', { takes: ['v128', 'i32'], gives: ['v128'] });
  const [index, stream] = code.parameters as readonly [Local, Local];
  const c: readonly [Local, Local, Local, Local] = [
    index,
    code.local('v128'),
    code.local('v128'),
    code.local('v128'),
  ];
  const [first, second, seed] = [code.local('v128'), code.local('v128'), code.local('v128')];
  code.i32(0).load('v128.load32_splat', header.seed).set(seed);
  code.i32(0).load('v128.load32_splat', header.drawStep).set(c[1]);
  code.get(stream).op('i32x4.splat').set(c[2]);
  for (let round = 0; round < rounds; round += 1) {
    highProduct(code, c[2], multipliers[1]);
    code.get(c[1]).op('v128.xor');
    code
      .get(seed)
      .i32x4(equalLanes(Math.imul(round, keySteps[0])))
      .op('i32x4.add')
      .op('v128.xor')
      .set(first);
    highProduct(code, c[0], multipliers[0]);
    code
      .get(c[3])
      .op('v128.xor')
      .i32x4(equalLanes(Math.imul(round, keySteps[1])))
      .op('v128.xor')
      .set(second);
    lowProduct(code, c[2], multipliers[1]).set(c[1]);
    lowProduct(code, c[0], multipliers[0]).set(c[3]);
    code.get(first).set(c[0]).get(second).set(c[2]);
  }
  code
    .get(c[0])
    .i32(8)
    .op('i32x4.shr_u')
    .op('f32x4.convert_i32x4_u')
    .f32x4(2 ** -24)
    .op('f32x4.mul');
  return reference;
}
