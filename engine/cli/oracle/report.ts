/** What became of the cases of one fixture file. */
export interface OracleReport {
  readonly passed: number;
  readonly failed: readonly Finding[];
  /** Cases left out, each with the reason. */
  readonly skipped: readonly Finding[];
}

export interface Finding {
  readonly id: string;
  readonly why: string;
}

export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'skipped'; readonly why: string };

export const passed: Outcome = { kind: 'passed' };
export const failed = (why: string): Outcome => ({ kind: 'failed', why });
export const skipped = (why: string): Outcome => ({ kind: 'skipped', why });

/** Passed where nothing differs, else failed with the first few differences. */
export function outcomeOf(differences: readonly string[]): Outcome {
  if (differences.length === 0) return passed;
  const more = differences.length > 3 ? `; and ${differences.length - 3} more` : '';
  return failed(`${differences.slice(0, 3).join('; ')}${more}`);
}

/** Runs every case; one that throws has failed. */
export function runCases<C>(
  cases: readonly C[],
  idOf: (item: C) => string,
  run: (item: C) => Outcome,
): OracleReport {
  let count = 0;
  const failures: Finding[] = [];
  const omissions: Finding[] = [];
  for (const item of cases) {
    const id = idOf(item);
    let outcome: Outcome;
    try {
      outcome = run(item);
    } catch (error) {
      outcome = failed(error instanceof Error ? error.message : String(error));
    }
    if (outcome.kind === 'passed') count += 1;
    else (outcome.kind === 'failed' ? failures : omissions).push({ id, why: outcome.why });
  }
  return { passed: count, failed: failures, skipped: omissions };
}

export const joinReports = (reports: readonly OracleReport[]): OracleReport => ({
  passed: reports.reduce((total, report) => total + report.passed, 0),
  failed: reports.flatMap((report) => report.failed),
  skipped: reports.flatMap((report) => report.skipped),
});
