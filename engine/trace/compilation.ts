import { deriveProgram } from '../graph/build-program.ts';
import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import { chooseSwappedLeaves } from '../passes/schedule/choose-layouts.ts';
import { type Schedule, schedule } from '../passes/schedule.ts';
import { type SimplifyTrace, traceSimplify } from '../passes/simplify.ts';
import {
  type OutputKey,
  type Program,
  parseOutputKey,
  totalLossKey,
  type ValueId,
} from '../program/program.ts';
import { chooseArithmetic } from '../train/choose-arithmetic.ts';
import { chooseTraining } from '../train/choose-training.ts';
import { deriveTrainingProgram } from '../train/training-program.ts';
import { type Compiled, compile } from '../wasm/compile.ts';
import { type FunctionText, readModule } from '../wasm/instruction-text.ts';
import { type MemoryMap, mapMemory } from '../wasm/memory-map.ts';

/** One graph's way through all passes, with what each of them made of it. */
export interface Compilation {
  readonly graph: CheckedGraph;
  readonly batch: number;
  /** As lowered and differentiated, with the update. */
  readonly derived: Program;
  readonly simplified: SimplifyTrace;
  readonly schedule: Schedule;
  readonly map: MemoryMap;
  readonly compiled: Compiled;
  /** Of the module, in its order. */
  readonly functions: readonly FunctionText[];
  /** By value of `derived`: where it is in the schedule's program. Missing where nothing needs it there. */
  readonly bound: ReadonlyMap<ValueId, ValueId>;
}

/** What a step of training computes while nobody looks: the loss and everything's next value. Without a loss, every value. */
function stepKeys({ outputs }: Program): readonly OutputKey[] {
  const roles: readonly string[] = outputs.has(totalLossKey) ? ['update', 'stateUpdate'] : ['value'];
  const keys = [...outputs.keys()].filter((key) => roles.includes(parseOutputKey(key).role));
  return outputs.has(totalLossKey) ? [totalLossKey, ...keys] : keys;
}

/** Compiles the step of a graph for its batch size, and keeps everything on the way. */
export function traceCompilation(graph: CheckedGraph): Compilation {
  const choice = chooseTraining(graph, 1);
  const derived = choice.ok ? deriveTrainingProgram(graph, choice.chosen) : deriveProgram(graph);
  const simplified = traceSimplify(derived);
  const { program } = simplified;
  const batch = graph.document.training.batchSize;
  const swapped = chooseSwappedLeaves(program);
  const scheduled = schedule(program, stepKeys(program), batch, swapped);
  const map = mapMemory([program], swapped);
  const fused = chooseArithmetic(graph.document.training) === 'relaxed';
  const compiled = compile(scheduled, map, { fused });
  const bound = new Map(
    simplified.became.flatMap((id, from) => {
      const kept = simplified.kept[id];
      const at = kept === undefined ? undefined : scheduled.program.boundFrom[kept];
      return at === undefined ? [] : [[from, at] as const];
    }),
  );
  const functions = readModule(compiled.bytes);
  return { graph, batch, derived, simplified, schedule: scheduled, map, compiled, functions, bound };
}
