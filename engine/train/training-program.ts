import { buildBothPrograms, deriveProgram } from '../graph/build-program.ts';
import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import { simplify } from '../passes/simplify.ts';
import { learningRateSetting, type UpdateContext, type UpdatePlan } from '../passes/update.ts';
import type { Program } from '../program/program.ts';
import type { ChosenTraining } from './choose-training.ts';
import { treatGradients } from './gradients.ts';
import { type OwnRates, ownRateOf, ownRateSetting } from './pace.ts';

/** Lets the optimizer's step of a parameter with a learning rate of its own read that one. */
function withOwnRate(context: UpdateContext, own: OwnRates): UpdateContext {
  const entry = ownRateOf(own, context.key);
  if (entry === undefined) return context;
  return {
    ...context,
    setting: (name) => context.setting(name === learningRateSetting ? ownRateSetting(entry) : name),
  };
}

/**
 * The program of a whole training step: values, loss, gradients, what becomes of these, and the optimizer's update.
 * A learning rate of its own that is 0 leaves a parameter out, as PyTorch's requires_grad = False does.
 */
export const trainingProgram = (graph: CheckedGraph, chosen: ChosenTraining): Program =>
  simplify(deriveTrainingProgram(graph, chosen));

/** The same before it is simplified. */
export const deriveTrainingProgram = (graph: CheckedGraph, chosen: ChosenTraining): Program =>
  deriveProgram(graph, updatePlan(chosen));

/** The program of a training step, and the one that predicts: see `buildBothPrograms`. */
export const sessionPrograms = (
  graph: CheckedGraph,
  chosen: ChosenTraining,
): ReturnType<typeof buildBothPrograms> => buildBothPrograms(graph, updatePlan(chosen));

function updatePlan({ optimizer: { optimizer, values }, treatment, ownRates }: ChosenTraining): UpdatePlan {
  return {
    step: (context) => optimizer.step(withOwnRate(context, ownRates), values),
    isTrained: (key) => ownRates[ownRateOf(ownRates, key) ?? ''] !== 0,
    gradients: (builder, trained) => treatGradients(builder, trained, treatment),
  };
}
