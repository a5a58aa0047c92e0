import { type OwnTable, ownDataset } from '../graph/document.ts';
import { findDataset } from './catalogue.ts';
import type { Dataset, DatasetResult } from './dataset.ts';
import { fill, fitFilling } from './filling.ts';
import { ownDatasetOf } from './own/own-dataset.ts';
import { fitMinMaxScaler, fitStandardScaler, noScaler, type Scaler, transform } from './scaler.ts';
import { type SplitResult, trainTestSplit } from './split.ts';

/** Which data set, how it is split and scaled; a document's `data` section is one of these. */
export interface PrepareSettings {
  /** Id of a built-in data set, or `own` for the table. */
  readonly dataset: string;
  readonly table?: OwnTable | undefined;
  readonly samples?: number | undefined;
  readonly noise?: number | undefined;
  readonly generatorSeed?: number | undefined;
  readonly split: {
    /** Shares of all rows. */
    readonly validation: number;
    readonly test: number;
    readonly randomState: number;
    readonly shuffle: boolean;
    readonly stratify: boolean;
  };
  readonly scaler: 'none' | 'standard' | 'minmax';
}

export type PartName = 'train' | 'validation' | 'test';

/** One part of the data: row-major numbers, rounded to float32 as PyTorch would get them. */
export interface DataPart {
  readonly rows: number;
  /** rows × features. */
  readonly x: Float64Array;
  /** Class indices or numbers, one per row. */
  readonly y: Float64Array;
  /** Row numbers in the data set. */
  readonly indices: readonly number[];
}

export interface PreparedData {
  readonly dataset: Dataset;
  readonly features: number;
  /** Number of classes, where the target is a class. */
  readonly classes: number | undefined;
  readonly train: DataPart;
  readonly validation: DataPart;
  readonly test: DataPart;
  /** Fitted on the training part. */
  readonly scaler: Scaler;
}

export type PrepareResult =
  | { readonly ok: true; readonly data: PreparedData }
  | { readonly ok: false; readonly message: string };

interface Parts {
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

/** Whether the data set has to be fetched before it can be prepared. */
export const isStored = ({ dataset }: PrepareSettings): boolean => findDataset(dataset)?.kind === 'stored';

/** The data set that settings name, where it has to be fetched first; to be handed to `prepareData`. */
export async function loadStored({ dataset }: PrepareSettings): Promise<Dataset | undefined> {
  const found = findDataset(dataset);
  return found?.kind === 'stored' ? found.load() : undefined;
}

/** The table that settings name: of the document, generated where it is a recipe, or `stored` as `loadStored` gave it. */
export function resolveDataset(settings: PrepareSettings, stored?: Dataset): DatasetResult {
  const refuse = (message: string): DatasetResult => ({ ok: false, message });
  if (settings.dataset === ownDataset) {
    if (settings.table === undefined)
      return refuse('The document says it has a table of its own, but has none.');
    return ownDatasetOf(settings.table);
  }
  const found = findDataset(settings.dataset);
  if (found === undefined) return refuse(`There is no data set '${settings.dataset}'.`);
  if (found.kind === 'table') return { ok: true, dataset: found.dataset };
  if (found.kind === 'stored') {
    return stored?.id === found.id
      ? { ok: true, dataset: stored }
      : refuse(`The data set ${found.name} has not been fetched yet.`);
  }
  const dataset = found.generate({
    samples: settings.samples ?? found.defaults.samples,
    noise: settings.noise ?? found.defaults.noise,
    seed: settings.generatorSeed ?? found.defaults.seed,
  });
  return { ok: true, dataset };
}

/** 0.1 + 0.2 is meant to be 0.3: digits that only binary rounding made would push a row into the next part. */
const withoutRounding = (value: number): number => Number(value.toPrecision(12));

export const stratifyNeedsClasses = ({ target }: Dataset): string =>
  `Stratifying needs classes, but the data set has ${target.kind === 'real' ? 'real targets' : 'no target'}.`;

/**
 * The course's split in two stages: first what is held out, then that into validation and test, both with the same
 * random_state (`test_size` 0.4 and then 0.5 for shares of 0.2 and 0.2).
 */
function threeParts(
  dataset: Dataset,
  settings: PrepareSettings['split'],
): Parts | { readonly message: string } {
  const n = dataset.y.length;
  const everyRow = Array.from({ length: n }, (_, row) => row);
  const heldOut = withoutRounding(settings.validation + settings.test);
  if (!(settings.validation >= 0 && settings.test >= 0)) {
    return {
      message: `Validation and test must be shares of 0 or more; they are ${settings.validation} and ${settings.test}.`,
    };
  }
  if (settings.stratify && dataset.target.kind !== 'class') {
    return { message: stratifyNeedsClasses(dataset) };
  }
  if (heldOut === 0) return { train: everyRow, validation: [], test: [] };
  const asked = [
    'training',
    ...(settings.validation > 0 ? ['validation'] : []),
    ...(settings.test > 0 ? ['test'] : []),
  ];
  if (n < asked.length) {
    return {
      message: `Each of ${asked.join(', ')} needs at least one row; the data set has ${n} in all. Take more rows, or set the share of a part to 0.`,
    };
  }
  if (heldOut >= 1)
    return { message: `Validation and test together must be less than all rows; they are ${heldOut}.` };
  const options = (testSize: number, rows: readonly number[]) => ({
    testSize,
    randomState: settings.randomState,
    shuffle: settings.shuffle,
    ...(settings.stratify ? { stratify: rows.map((row) => dataset.y[row] as number) } : {}),
  });
  const first: SplitResult = trainTestSplit(n, options(heldOut, everyRow));
  if (!first.ok) return first;
  const { train, test: rest } = first.split;
  if (settings.test === 0) return { train, validation: rest, test: [] };
  if (settings.validation === 0) return { train, validation: [], test: rest };
  const testRows = Math.ceil(withoutRounding((settings.test / heldOut) * rest.length));
  const second = trainTestSplit(rest.length, options(testRows, rest));
  if (!second.ok) return second;
  const at = (positions: readonly number[]): readonly number[] =>
    positions.map((position) => rest[position] as number);
  return { train, validation: at(second.split.train), test: at(second.split.test) };
}

type Rows = Dataset['x'];

const rowsAt = ({ x }: Dataset, indices: readonly number[]): Rows =>
  indices.map((row) => x[row] as readonly number[]);

function partOf(dataset: Dataset, prepare: (rows: Rows) => Rows, indices: readonly number[]): DataPart {
  const width = dataset.features.length;
  const x = new Float64Array(indices.length * width);
  prepare(rowsAt(dataset, indices)).forEach((row, at) => {
    for (let column = 0; column < width; column += 1)
      x[at * width + column] = Math.fround(row[column] as number);
  });
  return {
    rows: indices.length,
    x,
    y: Float64Array.from(indices, (row) => Math.fround(dataset.y[row] as number)),
    indices,
  };
}

/** These rows of a data set as parts, filled and scaled by what the training part tells. */
export function prepareParts(
  dataset: Dataset,
  parts: Parts,
  scaler: PrepareSettings['scaler'],
): PreparedData {
  const { filling } = dataset;
  const given = rowsAt(dataset, parts.train);
  const values = filling === undefined ? [] : fitFilling(filling, given);
  const filled = (rows: Rows): Rows => (filling === undefined ? rows : fill(rows, values));
  const training = filled(given);
  const features = dataset.features.length;
  const fitted =
    scaler === 'standard'
      ? fitStandardScaler(training)
      : scaler === 'minmax'
        ? fitMinMaxScaler(training)
        : noScaler(features);
  const prepare = (rows: Rows): Rows => transform(fitted, filled(rows));
  return {
    dataset,
    features,
    classes: dataset.target.kind === 'class' ? dataset.target.classes.length : undefined,
    train: partOf(dataset, prepare, parts.train),
    validation: partOf(dataset, prepare, parts.validation),
    test: partOf(dataset, prepare, parts.test),
    scaler: fitted,
  };
}

/** A data set split and scaled, ready for a session; or what is wrong with the settings, in words. */
export function prepareDataset(
  dataset: Dataset,
  { split, scaler }: Pick<PrepareSettings, 'split' | 'scaler'>,
): PrepareResult {
  const parts = threeParts(dataset, split);
  if ('message' in parts) return { ok: false, message: parts.message };
  return { ok: true, data: prepareParts(dataset, parts, scaler) };
}

/** The data set that settings name, prepared. */
export function prepareData(settings: PrepareSettings, stored?: Dataset): PrepareResult {
  const resolved = resolveDataset(settings, stored);
  return resolved.ok ? prepareDataset(resolved.dataset, settings) : resolved;
}
