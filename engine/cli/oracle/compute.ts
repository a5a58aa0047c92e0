import { evaluate, type Feeds } from '../../program/evaluate/evaluate.ts';
import type { OutputKey, Program } from '../../program/program.ts';
import type { Tensor } from '../../program/tensor.ts';
import type { Arithmetic } from '../../train/session.ts';
import { runCompiled } from '../../wasm/run-compiled.ts';

/** All outputs of a program, by the reference in float64 or by compiled code in float32. */
export const compute = (
  arithmetic: Arithmetic,
  program: Program,
  feeds: Feeds,
): ReadonlyMap<OutputKey, Tensor> =>
  arithmetic === 'reference' ? evaluate(program, feeds) : runCompiled(program, feeds).outputs;
