import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { setTraining } from '../../../engine/graph/edit/edit.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { traceCompilation } from '../../../engine/trace/compilation.ts';
import { arithmeticNotice, chooseArithmetic } from '../../../engine/train/choose-arithmetic.ts';

afterEach(() => vi.restoreAllMocks());

const codeFused = 0x105;
/** Whether a module holds the prefix of vectors and the code of relaxed_madd. */
const asksForFused = (bytes: Uint8Array): boolean =>
  bytes.some(
    (byte, at) => byte === 0xfd && bytes[at + 1] === ((codeFused & 0x7f) | 0x80) && bytes[at + 2] === 2,
  );

const engineWith = (known: { readonly vectors: boolean; readonly fused: boolean }) =>
  vi
    .spyOn(WebAssembly, 'validate')
    .mockImplementation((bytes) => (asksForFused(bytes as Uint8Array) ? known.fused : known.vectors));

test('compiled code wherever it can run, relaxed only where that is asked for and known', () => {
  engineWith({ vectors: true, fused: true });
  expect([{}, { relaxed: false }, { relaxed: true }].map(chooseArithmetic)).toEqual([
    'compiled',
    'compiled',
    'relaxed',
  ]);
  engineWith({ vectors: true, fused: false });
  expect(chooseArithmetic({ relaxed: true })).toBe('compiled');
  engineWith({ vectors: false, fused: false });
  expect(chooseArithmetic({ relaxed: true })).toBe('reference');
});

test('says what is missing, and nothing where nothing is', () => {
  expect(arithmeticNotice('reference', {})).toContain('SIMD');
  expect(arithmeticNotice('compiled', { relaxed: true })).toContain('no fused multiply-add here');
  expect(arithmeticNotice('relaxed', { relaxed: true })).toBeUndefined();
  expect(arithmeticNotice('compiled', {})).toBeUndefined();
});

test('the code has fused multiply-adds only when it is relaxed', () => {
  engineWith({ vectors: true, fused: true });
  const texts = (relaxed: boolean): readonly string[] =>
    traceCompilation(checkGraph(setTraining(iris.document, { relaxed }))).functions.flatMap(({ lines }) =>
      lines.map(({ text }) => text),
    );
  expect(texts(true).filter((text) => text === 'f32x4.relaxed_madd').length).toBeGreaterThan(3);
  expect(texts(false)).not.toContain('f32x4.relaxed_madd');
});

test('relaxed training ends where plain training ends, within what float32 keeps', {
  timeout: 60_000,
}, () => {
  const project = join(import.meta.dirname, '..', '..', '..');
  const script = join('test', 'engine', 'train', 'train-relaxed.ts');
  // Node 20 knows the instructions behind a flag, later ones without.
  const flags = ['--experimental-wasm-relaxed-simd', '--import', 'tsx', script];
  const known = spawnSync(process.execPath, [flags[0] as string, '-e', '0']).status === 0;
  const { stdout, stderr } = spawnSync(process.execPath, known ? flags : flags.slice(1), {
    cwd: project,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const { arithmetic, plain, relaxed } = JSON.parse(stdout);
  expect(arithmetic).toBe('relaxed');
  expect(relaxed).not.toEqual(plain);
  plain.forEach((weight: number, at: number) => {
    expect(Math.abs(relaxed[at] - weight), `weight ${at}`).toBeLessThan(1e-4 * Math.abs(weight) + 1e-5);
  });
});
