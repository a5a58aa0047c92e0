import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import { type OutputKey, totalLossKey } from '../program/program.ts';
import type { Tensor } from '../program/tensor.ts';
import { type Decisions, decisionsOf } from './decisions.ts';
import { lossOf, tensorAt } from './executor.ts';
import { regressionScores } from './metrics/regression.ts';
import { accuracy } from './metrics.ts';
import { partScores } from './part-scores.ts';
import type { PartReport } from './session.ts';
import { type RegressionKeys, regressionOf, type Verdict, verdictOf } from './verdict.ts';

type Computed = ReadonlyMap<OutputKey, Tensor>;

/** How samples are judged in a graph: by the first loss that decides, else by the first that compares numbers. */
export class Judgement {
  readonly #verdict: Verdict | undefined;
  readonly #regression: RegressionKeys | undefined;

  constructor(graph: CheckedGraph) {
    this.#verdict = verdictOf(graph);
    this.#regression = regressionOf(graph);
  }

  /** What must be computed of samples to judge them. */
  get keys(): readonly OutputKey[] {
    const compared = this.#verdict ?? this.#regression;
    if (compared === undefined) return [totalLossKey];
    return [totalLossKey, 'scores' in compared ? compared.scores : compared.prediction, compared.target];
  }

  /** Scores over all samples together. */
  report(computed: Computed, samples: number): PartReport {
    const loss = lossOf(computed);
    const verdict = this.#verdict;
    if (verdict === undefined) return { loss, accuracy: undefined, samples, ...this.#errors(computed) };
    const decided = [
      verdict.decision,
      tensorAt(computed, verdict.scores),
      tensorAt(computed, verdict.target),
    ] as const;
    const { confusion, rocAuc } = { confusion: undefined, rocAuc: undefined, ...partScores(...decided) };
    return {
      loss,
      accuracy: accuracy(...decided),
      samples,
      ...(confusion === undefined ? {} : { confusion }),
      ...(rocAuc === undefined ? {} : { rocAuc }),
    };
  }

  /** Each sample by itself. */
  decisions = (computed: Computed): Decisions | undefined =>
    decisionsOf(this.#verdict, this.#regression, computed);

  /** Errors of the predicted numbers, where the loss compares numbers. */
  #errors(computed: Computed): Pick<PartReport, 'regression'> {
    if (this.#regression === undefined) return {};
    const { prediction, target } = this.#regression;
    const regression = regressionScores(tensorAt(computed, target).data, tensorAt(computed, prediction).data);
    return regression === undefined ? {} : { regression };
  }
}
