import { checkGraph } from '../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { chooseSwappedLeaves } from '../../engine/passes/schedule/choose-layouts.ts';
import { schedule } from '../../engine/passes/schedule.ts';
import { isUpdate, totalLossKey } from '../../engine/program/program.ts';
import { chooseTraining } from '../../engine/train/choose-training.ts';
import { trainingProgram } from '../../engine/train/training-program.ts';
import { compile } from '../../engine/wasm/compile.ts';
import { mapMemory } from '../../engine/wasm/memory-map.ts';

/** From a drawing to a module ready to be instantiated: its training step in batches of 16. */
export function compileTraining(document: GraphDocument): void {
  const graph = checkGraph(document);
  const choice = chooseTraining(graph, 1);
  if (!choice.ok) throw new Error(choice.message);
  const program = trainingProgram(graph, choice.chosen);
  const keys = [totalLossKey, ...[...program.outputs.keys()].filter(isUpdate)];
  const swapped = chooseSwappedLeaves(program);
  const { bytes } = compile(schedule(program, keys, 16, swapped), mapMemory([program], swapped));
  new WebAssembly.Module(bytes);
}
