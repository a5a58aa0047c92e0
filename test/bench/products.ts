import { chooseSwappedLeaves } from '../../engine/passes/schedule/choose-layouts.ts';
import { type Kernel, schedule } from '../../engine/passes/schedule.ts';
import type { ValueId } from '../../engine/program/program.ts';
import { compile } from '../../engine/wasm/compile.ts';
import { mapMemory } from '../../engine/wasm/memory-map.ts';
import { instantiate, newMemory } from '../../engine/wasm/run-compiled.ts';
import type { StepProgram } from './training.ts';

/** Bytes between buffers, which then have a place of their own each: products of products neither vanish nor overflow. */
const apart = 64;

/**
 * The products of a training step, forward, backward and of weights' gradients, and nothing else: the same kernels in the same
 * order on the same layouts, each reading its operands from memory and writing its result there. Gives what runs so many steps.
 */
export function openProducts({ program, keys }: StepProgram, batch: number): (steps: number) => void {
  const swapped = chooseSwappedLeaves(program);
  const whole = schedule(program, keys, batch, swapped);
  const placeOf = (id: ValueId): ValueId => whole.places.get(id) ?? id;
  const kernels = whole.kernels
    .filter((kernel) => kernel.kind === 'matmul')
    .map(
      (kernel): Kernel => ({
        ...kernel,
        members: [kernel.root],
        stores: [{ value: kernel.root, place: placeOf(kernel.root) }],
      }),
    );
  const compiled = compile({ ...whole, kernels }, mapMemory([program], swapped), { guard: apart });
  const memory = newMemory(compiled.end);
  const floats = new Float32Array(memory.buffer);
  for (let at = 0; at < floats.length; at += 1) floats[at] = Math.sin(at);
  const step = instantiate(compiled.bytes, memory)['step'] as () => void;
  return (steps) => {
    for (let done = 0; done < steps; done += 1) step();
  };
}
