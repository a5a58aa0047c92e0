import { prepareData } from '../../data/prepare.ts';
import { checkGraph } from '../../graph/check/check.ts';
import type { GraphDocument, Training } from '../../graph/document.ts';
import { arithmeticNotice } from '../../train/choose-arithmetic.ts';
import { crossValidate, foldData } from '../../train/cross-validation.ts';
import { sizeText } from '../../train/memory-size.ts';
import { type FoldReport, type FoldScore, scoresAcross } from '../../train/metrics/fold-scores.ts';
import { reportText } from '../../train/metrics/report-text.ts';
import { createSession } from '../../train/running-session.ts';
import type { EpochReport, PartReport, PartReports, TrainingSession } from '../../train/session.ts';
import { workersText } from '../../train/workers-text.ts';
import { onlyPositional, readArguments, wholeNumber } from '../arguments.ts';
import { type Command, type ExitCode, exitCodes, type Terminal, UsageError } from '../command.ts';
import { readGraph } from '../read-graph.ts';
import { withTableOf } from '../read-table.ts';
import { secondWorkers } from '../start-second-worker.ts';
import { storedDataset } from '../stored-data.ts';

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

const partText = (name: string, part: PartReport | undefined): string => {
  if (part === undefined) return '';
  const figure = part.accuracy === undefined ? `loss ${part.loss.toFixed(6)}` : percent(part.accuracy);
  return `  ${name} ${figure}`;
};

const epochLine = (report: EpochReport, epochs: number): string =>
  `epoch ${String(report.epoch).padStart(String(epochs).length)}  loss ${report.averageLoss.toFixed(6)}` +
  `${partText('train', report.train)}${partText('validation', report.validation)}\n`;

const rowsText = (rows: number): string => `${rows} ${rows === 1 ? 'row' : 'rows'}`;

function lastLine({ train, test }: PartReports): string {
  const [name, part] = test === undefined ? ['train', train] : ['test', test];
  const rows = rowsText(part.samples);
  if (part.accuracy === undefined) return `${name} loss ${part.loss.toFixed(6)} over ${rows}\n`;
  return `${name} accuracy ${percent(part.accuracy)} of ${rows}\n`;
}

/** What a run writes: lines, lines and at their end every score, or JSON. */
type Form = 'lines' | 'report' | 'json';

/** What to say of a run whose loss is no number in the end; undefined where it is one. */
const divergence = (loss: number, where: string): string | undefined =>
  Number.isFinite(loss)
    ? undefined
    : `The loss ${where} is no number any more: expected a finite one, found ${loss}. A lower learning rate or bounds on the gradient may help.`;

/** Trains to the end and writes a line per epoch, then the test part's; fails where the loss is no number in the end. */
function trainToEnd(session: TrainingSession, terminal: Terminal, form: Form): ExitCode {
  const asJson = form === 'json';
  const { epochs } = session.progress;
  const write = (report: EpochReport): void =>
    terminal.write(asJson ? `${JSON.stringify(report)}\n` : epochLine(report, epochs));
  if (form === 'report' && session.memory !== undefined)
    terminal.write(`memory ${sizeText(session.memory)}\n`);
  let last = session.report();
  while (!session.progress.done) {
    const { epoch } = session.advance(Number.POSITIVE_INFINITY);
    if (epoch === undefined) continue;
    last = epoch;
    write(epoch);
  }
  const end = last.restored ?? last;
  terminal.write(asJson ? `${JSON.stringify({ test: end.test ?? null })}\n` : lastLine(end));
  if (form === 'report') terminal.write(`\n${reportText(end.test ?? end.train)}`);
  const diverged = divergence(end.train.loss, 'of the training part');
  if (diverged === undefined) return exitCodes.fine;
  terminal.writeError(`${diverged}\n`);
  return exitCodes.failed;
}

/** A score's mean and standard deviation over the folds. */
const acrossText = ({ score, mean, deviation }: FoldScore): string => {
  const write = (value: number): string => (score.form.kind === 'share' ? percent(value) : value.toFixed(6));
  return `${score.name} ${write(mean)} ± ${write(deviation)}`;
};

/**
 * Trains once per fold and writes a line for each, then the mean and the standard deviation over them: of loss and
 * accuracy, in a report of every score.
 */
function validateAcross(document: GraphDocument, folds: number, terminal: Terminal, form: Form): ExitCode {
  const refuse = (message: string): ExitCode => {
    terminal.writeError(`${message}\n`);
    return exitCodes.failed;
  };
  const data = foldData(document, folds, storedDataset(document.data.dataset));
  if (!data.ok) return refuse(data.message);
  const run = crossValidate(document, data.folds);
  const reports: FoldReport[] = [];
  for (;;) {
    const next = run.next();
    if (next.done === true) {
      if (next.value !== undefined) return refuse(next.value.message);
      break;
    }
    if (next.value.kind === 'progress') continue;
    const { report } = next.value;
    const { fold, held } = report;
    reports.push(report);
    const accuracy = held.accuracy === undefined ? '' : `  accuracy ${percent(held.accuracy)}`;
    terminal.write(
      form === 'json'
        ? `${JSON.stringify(report)}\n`
        : `fold ${fold}  loss ${held.loss.toFixed(6)}${accuracy}  of ${rowsText(held.samples)}\n`,
    );
  }
  const across = scoresAcross(reports);
  const broken = reports.find(({ held }) => !Number.isFinite(held.loss));
  const diverged = broken && divergence(broken.held.loss, `of fold ${broken.fold}`);
  if (diverged !== undefined) terminal.writeError(`${diverged}\n`);
  const exitCode = diverged === undefined ? exitCodes.fine : exitCodes.failed;
  if (form === 'json') {
    const figures = across.map(({ score, mean, deviation }) => [score.name, { mean, deviation }] as const);
    terminal.write(`${JSON.stringify(Object.fromEntries(figures))}\n`);
    return exitCode;
  }
  const written = across.filter(
    ({ score }) => form === 'report' || score.name === 'loss' || score.name === 'accuracy',
  );
  terminal.write(
    `mean ± std  ${written.map(acrossText).join(form === 'report' ? '\n            ' : '  ')}\n`,
  );
  return exitCode;
}

type Asked = { readonly [Key in 'epochs' | 'seed' | 'relaxed']: Training[Key] | undefined };

const withSettings = (document: GraphDocument, { epochs, seed, relaxed }: Asked): GraphDocument => ({
  ...document,
  training: {
    ...document.training,
    ...(epochs === undefined ? {} : { epochs }),
    ...(seed === undefined ? {} : { seed }),
    ...(relaxed === undefined ? {} : { relaxed }),
  },
});

export const trainCommand: Command = {
  name: 'train',
  usage:
    'train FILE [--data TABLE.csv [--target NAME]] [--epochs 20] [--seed 1] [--folds 5] [--relaxed] [--workers 2] [--report | --json]',
  help: 'trains a graph, with --data on your own table: a line per epoch, then the test accuracy; --report every score; --folds cross-validates; --relaxed allows fused multiply-adds; --workers 2 trains large networks in two threads where that is faster, with the same bits',
  run: (args, terminal) => {
    const { values, positionals } = readArguments(args, {
      data: { type: 'string' },
      target: { type: 'string' },
      epochs: { type: 'string' },
      seed: { type: 'string' },
      folds: { type: 'string' },
      relaxed: { type: 'boolean' },
      workers: { type: 'string' },
      report: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    const epochs = wholeNumber(values.epochs, 'epochs', 1, 1_000_000);
    if (values.target !== undefined && values.data === undefined) {
      throw new UsageError('--target names a column of --data, which is missing');
    }
    if (values.json === true && values.report === true) {
      throw new UsageError('--report and --json are two forms of one output; take one of them');
    }
    const seed = wholeNumber(values.seed, 'seed', 0, 2 ** 32 - 1);
    const folds = wholeNumber(values.folds, 'folds', 2, 1_000_000);
    const workers = wholeNumber(values.workers, 'workers', 1, 2);
    const graph = readGraph(onlyPositional(positionals, 'FILE'), terminal);
    if (!graph.ok) return graph.exitCode;
    const refuse = (message: string): ExitCode => {
      terminal.writeError(`${message}\n`);
      return exitCodes.failed;
    };
    const settled = withSettings(graph.document, { epochs, seed, relaxed: values.relaxed });
    const fed =
      values.data === undefined
        ? ({ ok: true, document: settled } as const)
        : withTableOf(settled, values.data, values.target, terminal);
    if (!fed.ok) return refuse(fed.message);
    const { document } = fed;
    const form: Form = values.json === true ? 'json' : values.report === true ? 'report' : 'lines';
    if (folds !== undefined) return validateAcross(document, folds, terminal, form);
    const prepared = prepareData(document.data, storedDataset(document.data.dataset));
    if (!prepared.ok) return refuse(prepared.message);
    const source = workers === 2 ? secondWorkers : undefined;
    const result = createSession(checkGraph(document), prepared.data, undefined, source);
    if (!result.ok) return refuse(result.message);
    const notice = arithmeticNotice(result.session.arithmetic, document.training);
    if (notice !== undefined) terminal.writeError(`${notice}\n`);
    const exitCode = trainToEnd(result.session, terminal, form);
    const { workers: trained } = result.session;
    if (trained === 'second lost') terminal.writeError(`${workersText[trained].whole}\n`);
    result.session.end();
    return exitCode;
  },
};
