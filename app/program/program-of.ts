import { buildProgram } from '../../engine/graph/build-program.ts';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { oncePer } from '../../engine/graph/once-per.ts';
import type { Program } from '../../engine/program/program.ts';
import { chooseTraining } from '../../engine/train/choose-training.ts';
import { trainingProgram } from '../../engine/train/training-program.ts';

function compile(checked: CheckedGraph): Program {
  // How many steps an epoch has changes what schedules do, not the program.
  const choice = chooseTraining(checked, 1);
  return choice.ok ? trainingProgram(checked, choice.chosen) : buildProgram(checked);
}

/**
 * The program that a graph compiles to, with the optimizer's update where its settings are in order. Made once per
 * graph, for every panel that reads it.
 */
export const programOf = oncePer(compile);
