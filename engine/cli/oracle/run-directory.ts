import { runGraphs } from './graphs.ts';
import { runInit } from './init.ts';
import { runScaled } from './iris/scaled.ts';
import { runSplits } from './iris/splits.ts';
import { runIrisTable } from './iris/table.ts';
import { runTrainLog } from './iris/train-log.ts';
import { runOps } from './ops.ts';
import type { Finding, OracleReport } from './report.ts';
import { runSlides } from './slides.ts';
import { runSummary } from './summary.ts';
import { runTrain } from './train.ts';

/** A kind of fixture file: where it lies under the directory, and what runs its text. */
interface FixtureKind {
  readonly path: string;
  readonly run: (text: string) => OracleReport;
}

function readJson(text: string): object {
  const file: unknown = JSON.parse(text);
  if (typeof file === 'object' && file !== null && !Array.isArray(file)) return file;
  throw new Error('a JSON object is expected');
}

/** What a file holds is looked at case by case (`CaseList`), so that one that is malformed hides no other. */
const json = <F>(path: string, run: (file: F) => OracleReport): FixtureKind => ({
  path,
  run: (text) => run(readJson(text) as F),
});

const kinds: readonly FixtureKind[] = [
  json('slides.json', runSlides),
  json('summary/summary.json', runSummary),
  { path: 'iris/iris.csv', run: runIrisTable },
  json('iris/splits.json', runSplits),
  json('iris/scaled.json', runScaled),
  json('iris/train_log.json', runTrainLog),
  json('init.json', runInit),
  json('train.json', runTrain),
  json('ops.json', runOps),
  json('graphs.json', runGraphs),
];

/** A file in which no case was found, or which could not be read at all. */
const unreadable = (id: string, why: string): OracleReport => ({
  passed: 0,
  failed: [{ id, why }],
  skipped: [],
});

/** The text of a file under the directory, or undefined where there is none. */
export type ReadFixture = (path: string) => string | undefined;

const shown = ({ id, why }: Finding): string => `${id}: ${why}`;

function fileLines(path: string, report: OracleReport): readonly string[] {
  const { passed, failed, skipped } = report;
  return [
    `${path}: ${passed} passed, ${failed.length} failed, ${skipped.length} skipped`,
    ...failed.map((finding) => `  failed   ${shown(finding)}`),
    ...skipped.map((finding) => `  left out ${shown(finding)}`),
  ];
}

function runFile(kind: FixtureKind, text: string): OracleReport {
  try {
    const report = kind.run(text);
    const { passed, failed, skipped } = report;
    return passed + failed.length + skipped.length > 0 ? report : unreadable(kind.path, 'it has no cases');
  } catch (error) {
    return unreadable(kind.path, error instanceof Error ? error.message : String(error));
  }
}

/** Runs every fixture file that is there; the last line has the totals. */
export function runDirectory(read: ReadFixture): { readonly lines: readonly string[]; readonly ok: boolean } {
  const lines: string[] = [];
  let [passed, failed, skipped, files] = [0, 0, 0, 0];
  for (const kind of kinds) {
    const text = read(kind.path);
    if (text === undefined) {
      lines.push(`${kind.path}: not there`);
      continue;
    }
    const report = runFile(kind, text);
    files += 1;
    passed += report.passed;
    failed += report.failed.length;
    skipped += report.skipped.length;
    lines.push(...fileLines(kind.path, report));
  }
  if (files === 0) lines.push('no fixture file that is known lies here');
  lines.push(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return { lines, ok: failed === 0 && files > 0 };
}
