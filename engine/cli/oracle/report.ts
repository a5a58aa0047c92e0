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

/** The cases of a file under the name that they have there. */
export interface CaseList<C> {
  readonly name: string;
  readonly cases: readonly C[] | undefined;
  /** What tells a case from the others; where a part is missing, its place in the list does. */
  readonly idOf: (item: C) => readonly unknown[];
  /** Fields without which a case says nothing. */
  readonly needs?: readonly (keyof C & string)[];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function caseId<C>({ name, idOf }: CaseList<C>, item: C, index: number): string {
  const place = `${name}[${index}]`;
  try {
    const parts = idOf(item);
    const tells = parts.every(
      (part) => typeof part === 'number' || (typeof part === 'string' && part !== ''),
    );
    return tells ? parts.join('/') : place;
  } catch {
    return place;
  }
}

/** What a case lacks of the form its README states. */
function formFault<C>({ needs = [] }: CaseList<C>, item: C): string | undefined {
  if (needs.length === 0) return undefined;
  if (!isRecord(item)) return `a case is an object; found ${JSON.stringify(item)?.slice(0, 40)}`;
  const missing = needs.filter((field) => item[field] === undefined || item[field] === null);
  return missing.length === 0 ? undefined : `the case has no ${missing.join(', ')}`;
}

/** A message of ours says where; one of JavaScript's only tells that something else was expected. */
function thrownMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return error instanceof TypeError ? `the case is not of the form its README states (${text})` : text;
}

/** Runs every case; one that is malformed or throws has failed. A list that is not there has no cases. */
export function runCases<C>(list: CaseList<C>, run: (item: C) => Outcome): OracleReport {
  const { name, cases = [] } = list;
  if (!Array.isArray(cases)) {
    return { passed: 0, failed: [{ id: name, why: 'a list of cases is expected' }], skipped: [] };
  }
  let count = 0;
  const failures: Finding[] = [];
  const omissions: Finding[] = [];
  for (const [index, item] of (cases as readonly C[]).entries()) {
    const id = caseId(list, item, index);
    let outcome: Outcome;
    try {
      const fault = formFault(list, item);
      outcome = fault === undefined ? run(item) : failed(fault);
    } catch (error) {
      outcome = failed(thrownMessage(error));
    }
    if (outcome.kind === 'passed') count += 1;
    else (outcome.kind === 'failed' ? failures : omissions).push({ id, why: outcome.why });
  }
  return { passed: count, failed: failures, skipped: omissions };
}

/** A check of a whole file. */
export const runOnce = (id: string, run: () => Outcome): OracleReport =>
  runCases({ name: id, cases: [id], idOf: () => [id] }, run);

export const joinReports = (reports: readonly OracleReport[]): OracleReport => ({
  passed: reports.reduce((total, report) => total + report.passed, 0),
  failed: reports.flatMap((report) => report.failed),
  skipped: reports.flatMap((report) => report.skipped),
});
