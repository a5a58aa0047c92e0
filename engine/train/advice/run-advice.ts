import type { Diagnostic } from '../../graph/check/diagnostic.ts';
import { deadUnits } from './dead-units.ts';
import { divergingLoss } from './diverging-loss.ts';
import { explodingGradient } from './exploding-gradient.ts';
import type { RunEvidence, RunRule } from './run-rule.ts';
import { vanishingGradient } from './vanishing-gradient.ts';

/** Everything that is looked for in a run, in the order in which it is shown. */
export const runRules: readonly RunRule[] = [divergingLoss, explodingGradient, vanishingGradient, deadUnits];

/** How many of the latest measurements must agree. */
export const agreeing = 2;

/** What a run shows to go wrong; of gradients nothing until enough measurements can agree. */
export function adviseOnRun(evidence: RunEvidence): readonly Diagnostic[] {
  const enough = evidence.measurements.length >= agreeing;
  const judged = enough ? evidence : { ...evidence, measurements: [] };
  return runRules.flatMap(({ find }) => find(judged));
}
