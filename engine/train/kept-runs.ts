import type { GraphDocument, KeptRun } from '../graph/document.ts';
import { mostKeptPoints, mostKeptRuns } from '../graph/kept-run-schema.ts';
import { evenly } from './evenly.ts';
import { sequenceName } from './schedules/sequence.ts';
import type { EpochReport, PartReport } from './session.ts';

/** JSON has no NaN: a number that is none is left out. */
function finite(values: Readonly<Record<'loss' | 'accuracy', number | undefined>>) {
  const { loss, accuracy } = values;
  return {
    ...(loss === undefined || !Number.isFinite(loss) ? {} : { loss }),
    ...(accuracy === undefined || !Number.isFinite(accuracy) ? {} : { accuracy }),
  };
}

const partOf = ({ loss, accuracy }: PartReport) => finite({ loss, accuracy });

/** A name and an id that no kept run has. */
function freeName(runs: readonly KeptRun[]): Pick<KeptRun, 'id' | 'name'> {
  for (let number = runs.length + 1; ; number += 1) {
    const [id, name] = [`run-${number}`, `Run ${number}`];
    if (!runs.some((run) => run.id === id || run.name === name)) return { id, name };
  }
}

export const canKeepRun = ({ runs }: GraphDocument): boolean => (runs?.length ?? 0) < mostKeptRuns;

/** The document with a run kept: what it was made with, its curves and what it came to. `parameters` counts those of the graph. */
export function keepRun(
  document: GraphDocument,
  of: { readonly epochs: readonly EpochReport[]; readonly step: number; readonly parameters: number },
): GraphDocument {
  const { training, data, runs = [] } = document;
  const last = of.epochs.at(-1);
  if (!canKeepRun(document) || last === undefined) return document;
  const test = (last.restored ?? last).test;
  const run: KeptRun = {
    ...freeName(runs),
    step: of.step,
    settings: {
      optimizer: training.optimizer.name,
      learningRate: training.optimizer.learningRate,
      ...(training.schedule === undefined ? {} : { schedule: sequenceName(training.schedule) }),
      batchSize: training.batchSize,
      seed: training.seed,
      dataset: data.dataset,
      parameters: of.parameters,
    },
    epochs: evenly(of.epochs, mostKeptPoints).map(({ epoch, train, validation }) => ({
      epoch,
      train: partOf(train),
      ...(validation === undefined ? {} : { validation: partOf(validation) }),
    })),
    ...(test === undefined ? {} : { test: partOf(test) }),
  };
  return { ...document, runs: [...runs, run] };
}

export const renameRun = (document: GraphDocument, id: string, name: string): GraphDocument => ({
  ...document,
  runs: (document.runs ?? []).map((run) => (run.id === id ? { ...run, name } : run)),
});

export function removeRun(document: GraphDocument, id: string): GraphDocument {
  const { runs: _, ...others } = document;
  const runs = (document.runs ?? []).filter((run) => run.id !== id);
  return runs.length === 0 ? others : { ...others, runs };
}
