import type { CheckedGraph } from '../../graph/check/checked-graph.ts';
import type { Diagnostic, DiagnosticKind, Fix } from '../../graph/check/diagnostic.ts';
import type { Measurement } from './measurement.ts';

/** What is known of a run when it is judged. */
export interface RunEvidence {
  readonly graph: CheckedGraph;
  /** The latest measurements, oldest first: what holds in all of them is said, so that one odd batch says nothing. */
  readonly measurements: readonly Measurement[];
  /** Losses in order, each the mean of some steps; few enough to go through at every measurement. */
  readonly losses: readonly number[];
  /** Of the first updates, one each, however long the run. */
  readonly firstLosses: readonly number[];
  /** Of the batch trained last. */
  readonly latestLoss: number | undefined;
}

/** One thing that a run shows to go wrong; what it means and why it matters is in `diagnosticReasons`. */
export interface RunRule {
  readonly kind: DiagnosticKind;
  readonly find: (evidence: RunEvidence) => readonly Diagnostic[];
}

export const lowerTheRate: Fix = {
  kind: 'scale-learning-rate',
  factor: 0.1,
  label: 'Lower the learning rate tenfold',
};

/** A number as messages write it: three digits, 3.2e−6. */
export const short = (value: number): string => Number(value.toPrecision(3)).toString().replaceAll('-', '−');
