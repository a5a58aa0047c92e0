import { boundAt } from '../../passes/schedule/bound-program.ts';
import type { Layout } from '../../passes/schedule/layout.ts';
import type { ValueId } from '../../program/program.ts';
import type { Base } from '../assembler/function-writer.ts';
import { Nest } from '../nest.ts';
import type { KernelContext } from './kernel-context.ts';

const bytesPerNumber = 4;

/** Distances in bytes between rows and between columns of a layout, as the shape counts them. */
function stepsOf({ swapped, pitch }: Layout): readonly [row: number, column: number] {
  return swapped ? [bytesPerNumber, bytesPerNumber * pitch] : [bytesPerNumber * pitch, bytesPerNumber];
}

/** Copies numbers in row-major order from rows of one length into rows of another. */
export function emitReshape({ schedule, kernel, addresses, code }: KernelContext): void {
  const [of] = boundAt(schedule.program, kernel.root).inputs as readonly [ValueId];
  const [from, to] = [schedule.layouts.get(of), schedule.layouts.get(kernel.root)];
  if (from === undefined || to === undefined) throw new Error('a reshape copies from memory to memory');
  const baseOf = (id: ValueId): Base => addresses.ofPlace(schedule.places.get(id) ?? id);
  const [source, target] = [baseOf(of), baseOf(kernel.root)];
  const [rows, columns] = from.swapped ? [from.width, from.rows] : [from.rows, from.width];
  const factors = stepsOf(from);
  const nest = new Nest(code, 2);
  nest.use(factors, source.from);
  const [at, column] = [code.local('i32'), code.local('i32')];
  if (target.from === undefined) code.i32(0);
  else code.get(target.from);
  code.set(at).i32(0).set(column);
  const gap = bytesPerNumber * (to.pitch - to.width);
  nest.range(0, { trip: rows }, () => {
    nest.range(1, { trip: columns }, () => {
      code.get(at);
      code.load('f32.load', nest.address(source, factors)).store('f32.store', target);
      code.get(at).i32(bytesPerNumber).op('i32.add').set(at);
      if (gap === 0) return;
      code.get(column).i32(1).op('i32.add').tee(column).i32(to.width).op('i32.eq');
      code.if(() => code.get(at).i32(gap).op('i32.add').set(at).i32(0).set(column));
    });
  });
}
