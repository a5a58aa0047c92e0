import { buildProgram } from '../graph/build-program.ts';
import type { CheckedGraph } from '../graph/checked-graph.ts';
import type { Training } from '../graph/document.ts';
import type { Program } from '../program/program.ts';
import { findOptimizer } from './optimizers/catalogue.ts';
import type { ChosenOptimizer, Optimizer, OptimizerValue } from './optimizers/optimizer.ts';

export type OptimizerChoice =
  | { readonly ok: true; readonly chosen: ChosenOptimizer }
  | { readonly ok: false; readonly message: string };

function settingFault(optimizer: Optimizer, name: string, value: OptimizerValue): string | undefined {
  const setting = optimizer.settings.find((candidate) => candidate.name === name);
  if (setting === undefined) return `${optimizer.name} has no setting '${name}'.`;
  if (typeof value !== setting.kind) return `${name} must be a ${setting.kind}; found ${value}.`;
  if (setting.kind !== 'number' || typeof value !== 'number') return undefined;
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = setting;
  return value >= minimum && value <= maximum
    ? undefined
    : `${name} must lie between ${minimum} and ${maximum}; found ${value}.`;
}

/** The document's optimizer with its settings filled in, or what is wrong with them. */
export function chooseOptimizer(training: Training): OptimizerChoice {
  const optimizer = findOptimizer(training.optimizer.name);
  if (optimizer === undefined)
    return { ok: false, message: `There is no optimizer '${training.optimizer.name}'.` };
  const given = Object.entries(training.optimizer.settings ?? {});
  for (const [name, value] of given) {
    const message = settingFault(optimizer, name, value);
    if (message !== undefined) return { ok: false, message };
  }
  const usual = optimizer.settings.map(({ name, default: value }) => [name, value] as const);
  return { ok: true, chosen: { optimizer, values: Object.fromEntries([...usual, ...given]) } };
}

/** The program of a whole training step: values, loss, gradients and the optimizer's update. */
export function trainingProgram(graph: CheckedGraph, { optimizer, values }: ChosenOptimizer): Program {
  return buildProgram(graph, (context) => optimizer.step(context, values));
}
