import { diagnostic } from '../../graph/check/diagnostic.ts';
import { nameOfNode } from '../../graph/display-name.ts';
import { divergingTimes } from './bounds.ts';
import { deadActivations } from './dead-units.ts';
import { earlyJump } from './early-jump.ts';
import { lowerTheRate, type RunRule, short } from './run-rule.ts';

/** Losses at the start, and of late, that are compared: single batches do not count. */
const leastCompared = 10;

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * A loss that is no number any more, or of late larger than any at the start by far, or that leapt in the first updates
 * and left units dead: it may look calm since, but the network no longer learns.
 */
export const divergingLoss: RunRule = {
  kind: 'diverging-loss',
  find: (evidence) => {
    const { graph, losses, firstLosses, latestLoss } = evidence;
    const found = (title: string, message: string) => [
      diagnostic('diverging-loss', { title, message, fixes: [lowerTheRate] }),
    ];
    if (latestLoss !== undefined && !Number.isFinite(latestLoss)) {
      return found(
        'The loss is no number any more',
        `Expected a finite loss; found ${latestLoss}. After the fix, reset: the weights are lost.`,
      );
    }
    const jump = earlyJump(firstLosses);
    const [killed] = jump === undefined ? [] : deadActivations(evidence);
    if (jump !== undefined && killed !== undefined) {
      return found(
        'The loss jumped in the first updates',
        `Expected it to fall from ${short(jump.from)}; found ${short(jump.to)} at update ${jump.update}, and since then ${killed.dead} of ${killed.units} units of ${nameOfNode(graph.flat, killed.node)} dead. After the fix, reset: the weights are lost.`,
      );
    }
    const compared = Math.max(leastCompared, Math.floor(losses.length / 10));
    if (losses.length < 2 * compared) return [];
    const largest = Math.max(...losses.slice(0, compared));
    const latest = meanOf(losses.slice(-compared));
    // A likelihood may be negative: only of a loss above 0 can there be a multiple.
    if (!(largest > 0) || latest < divergingTimes * largest) return [];
    return found(
      'The loss grows',
      `Expected it to fall; found ${short(latest)} of late, where the largest at the start was ${short(largest)}.`,
    );
  },
};
