import { diagnostic } from '../../graph/diagnostic.ts';
import { divergingTimes } from './bounds.ts';
import { lowerTheRate, type RunRule, short } from './run-rule.ts';

/** Fewer losses than this say nothing about where they go. */
const enoughLosses = 20;

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Means of neighbouring losses, a tenth of all in each, so that single batches do not count. */
function smoothed(losses: readonly number[]): readonly number[] {
  const size = Math.max(1, Math.floor(losses.length / 10));
  const count = Math.floor(losses.length / size);
  const rest = losses.length - count * size;
  return Array.from({ length: count }, (_, index) =>
    meanOf(losses.slice(rest + index * size, rest + (index + 1) * size)),
  );
}

/** A loss that is no number any more, or a multiple of what it was at the start and at its best. */
export const divergingLoss: RunRule = {
  kind: 'diverging-loss',
  find: ({ losses, latestLoss }) => {
    const found = (title: string, message: string) => [
      diagnostic('diverging-loss', { title, message, fixes: [lowerTheRate] }),
    ];
    if (latestLoss !== undefined && !Number.isFinite(latestLoss)) {
      return found(
        'The loss is no number any more',
        `Expected a finite loss; found ${latestLoss}. After the fix, reset: the weights are lost.`,
      );
    }
    if (losses.length < enoughLosses) return [];
    const means = smoothed(losses);
    const [start, latest] = [means[0] ?? 0, means.at(-1) ?? 0];
    const lowest = Math.min(...means);
    // A loss may be negative (a likelihood): only growth away from 0 is a multiple.
    if (!(start > 0 && lowest > 0)) return [];
    if (latest < divergingTimes.start * start || latest < divergingTimes.lowest * lowest) return [];
    return found(
      'The loss grows',
      `Expected it to fall; found ${short(latest)} of late, where it began with ${short(start)}.`,
    );
  },
};
