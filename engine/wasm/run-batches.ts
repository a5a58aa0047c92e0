import { coreShape } from '../passes/schedule/access.ts';
import { layoutOf, vectorLanes } from '../passes/schedule/layout.ts';
import type { Base, FunctionReference, FunctionWriter, Local } from './assembler/function-writer.ts';
import type { ModuleWriter } from './assembler/module-writer.ts';
import { header, type Located, type MemoryMap } from './memory-map.ts';
import { Nest } from './nest.ts';

const bytesPerNumber = 4;
/** A sample of up to so many vectors is copied without a loop. */
const vectorsWithoutLoop = 8;

/** Float32 that one sample takes in a batch, filling included; a sample of one number takes one. */
export function sampleFloats(sampleShape: readonly number[]): number {
  return coreShape(sampleShape).length === 0 ? 1 : layoutOf(sampleShape).floats;
}

/** Copies the samples of one leaf to where the step reads its batch. */
function gather(
  code: FunctionWriter,
  map: MemoryMap,
  key: string,
  to: Located,
  batch: number,
  position: Local,
): void {
  const floats = sampleFloats(to.layout.shape.slice(1));
  const bytes = bytesPerNumber * floats;
  const pointerAt = map.samples.get(key);
  if (pointerAt === undefined) throw new Error(`the samples of ${key} have no place in memory`);
  const [from, entry] = [code.local('i32'), code.local('i32')];
  code.get(position).i32(2).op('i32.shl').set(entry);
  const start: Base = { from: undefined, bytes: to.address };
  const nest = new Nest(code, 2);
  const target = [bytes, bytesPerNumber];
  const source = [0, bytesPerNumber];
  nest.use(target);
  nest.use(source);
  nest.range(0, { trip: batch }, () => {
    code.get(entry).load('i32.load', map.order).i32(bytes).op('i32.mul');
    code.i32(0).load('i32.load', pointerAt).op('i32.add').set(from);
    code.get(entry).i32(4).op('i32.add').set(entry);
    if (floats === 1) {
      const offset = nest.address(start, target);
      code.get(from).load('f32.load').store('f32.store', offset);
      return;
    }
    const vectors = floats / vectorLanes;
    const unroll = vectors <= vectorsWithoutLoop;
    nest.range(1, { trip: vectors, step: vectorLanes, unroll }, () => {
      const offset = nest.address(start, target);
      const distance = nest.address({ from: undefined, bytes: 0 }, source);
      code.get(from).op('i32.add').load('v128.load', distance).store('v128.store', offset);
    });
  });
}

/**
 * `run(count, position)`: so many steps, each on the next batch of the order that lies in memory, from `position` on and from the
 * start again where no whole batch is left before `rows`. Each leaves its loss behind and counts on: the step of the random
 * numbers, and the setting that optimizers count by.
 */
export function writeRun(
  module: ModuleWriter,
  step: FunctionReference,
  map: MemoryMap,
  inputs: ReadonlyMap<string, Located>,
  loss: Located | undefined,
  batch: number,
  countSetting: string,
  name = 'run',
): void {
  const run = module.function(name, { takes: ['i32', 'i32', 'i32'], gives: ['i32'] });
  const code = run.writer;
  const [count, position, rows] = code.parameters as readonly [Local, Local, Local];
  const done = code.local('i32');
  const counter = map.settings.get(countSetting);
  code.loop((again) => {
    for (const [key, to] of inputs) gather(code, map, key, to, batch, position);
    code.call(step);
    if (loss !== undefined) {
      code
        .get(done)
        .i32(2)
        .op('i32.shl')
        .i32(0)
        .load('f32.load', loss.address)
        .store('f32.store', map.losses);
    }
    code
      .i32(0)
      .i32(0)
      .load('i32.load', header.drawStep)
      .i32(1)
      .op('i32.add')
      .store('i32.store', header.drawStep);
    if (counter !== undefined) {
      code.i32(0).i32(0).load('f64.load', counter).f64(1).op('f64.add').store('f64.store', counter);
    }
    code
      .get(position)
      .i32(batch)
      .op('i32.add')
      .tee(position)
      .i32(batch)
      .op('i32.add')
      .get(rows)
      .op('i32.gt_u');
    code.if(() => code.i32(0).set(position));
    code.get(done).i32(1).op('i32.add').tee(done).get(count).op('i32.lt_u').branchIf(again);
  });
  code.get(position);
  module.export(name, run.reference);
}
