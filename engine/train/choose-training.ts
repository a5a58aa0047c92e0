import { checkedInOrder } from '../graph/build-program.ts';
import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import { parameterKey } from '../program/program.ts';
import { chooseOptimizer } from './choose-optimizer.ts';
import { type ChosenSchedule, chooseSchedule } from './choose-schedule.ts';
import type { GradientTreatment } from './gradients.ts';
import type { ChosenOptimizer } from './optimizers/optimizer.ts';
import type { OwnRates } from './pace.ts';
import { verdictOf } from './verdict.ts';

/** A document's training with every name looked up and every default filled in. */
export interface ChosenTraining {
  readonly optimizer: ChosenOptimizer;
  readonly schedule: ChosenSchedule | undefined;
  readonly treatment: GradientTreatment;
  readonly ownRates: OwnRates;
}

export type TrainingChoice =
  | { readonly ok: true; readonly chosen: ChosenTraining }
  | { readonly ok: false; readonly message: string };

/** An own learning rate that no parameter follows. */
function strayOwnRate(graph: CheckedGraph, own: OwnRates): string | undefined {
  const known = new Set(
    checkedInOrder(graph).flatMap(({ node, parameters }) =>
      parameters.flatMap(({ name }) => [name, parameterKey(node.id, name)]),
    ),
  );
  return Object.keys(own).find((entry) => !known.has(entry));
}

/** Numbers that a schedule moves may not be 0 in the program, since that leaves their arithmetic out. */
const movable = (optimizer: ChosenOptimizer, schedule: ChosenSchedule | undefined): ChosenOptimizer =>
  schedule?.momentum === undefined
    ? optimizer
    : { ...optimizer, values: { ...optimizer.values, [schedule.momentum]: 1 } };

/** What the graph's document says of training, or what is wrong with it in a sentence. */
export function chooseTraining(graph: CheckedGraph, stepsPerEpoch: number): TrainingChoice {
  const { training } = graph.document;
  const optimizer = chooseOptimizer(training);
  if (!optimizer.ok) return optimizer;
  const schedule = chooseSchedule(training, optimizer.chosen, stepsPerEpoch);
  if (!schedule.ok) return schedule;
  const ownRates = training.optimizer.learningRates ?? {};
  const stray = strayOwnRate(graph, ownRates);
  if (stray !== undefined) {
    return { ok: false, message: `There is no parameter '${stray}' to give a learning rate of its own.` };
  }
  if (training.earlyStopping?.watches === 'accuracy' && verdictOf(graph) === undefined) {
    return {
      ok: false,
      message:
        'Early stopping watches the accuracy, but no loss of this graph decides between classes; let it watch the loss.',
    };
  }
  const { norm, value } = training.clip ?? {};
  const treatment: GradientTreatment = {
    accumulate: training.accumulate ?? 1,
    ...(norm === undefined ? {} : { clipNorm: norm }),
    ...(value === undefined ? {} : { clipValue: value }),
  };
  const chosen = movable(optimizer.chosen, schedule.chosen);
  return { ok: true, chosen: { optimizer: chosen, schedule: schedule.chosen, treatment, ownRates } };
}
