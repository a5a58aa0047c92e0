import type { Training } from '../graph/document.ts';
import { hasFusedMultiplyAdd } from '../wasm/has-fused-multiply-add.ts';
import { hasVectors } from '../wasm/has-vectors.ts';
import type { Arithmetic } from './session.ts';

type Asked = Pick<Training, 'relaxed'>;

/** What trains here: compiled code wherever it can run, relaxed where that is asked for and known to the engine. */
export function chooseArithmetic({ relaxed }: Asked): Arithmetic {
  if (!hasVectors()) return 'reference';
  return relaxed === true && hasFusedMultiplyAdd() ? 'relaxed' : 'compiled';
}

/** What to say where that is not what one would expect; undefined where it is. */
export function arithmeticNotice(arithmetic: Arithmetic, { relaxed }: Asked): string | undefined {
  if (arithmetic === 'reference') {
    return 'WebAssembly with vectors (SIMD) is missing or switched off here: the float64 reference trains instead, many times slower.';
  }
  return arithmetic === 'compiled' && relaxed === true
    ? 'Relaxed arithmetic is asked for, but WebAssembly has no fused multiply-add here: the plain instructions train, with the same bits as everywhere.'
    : undefined;
}
