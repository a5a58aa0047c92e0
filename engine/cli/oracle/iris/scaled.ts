import { fitMinMaxScaler, fitStandardScaler, transform } from '../../../data/scaler.ts';
import { differences, doublePrecision, exactly, tensorDifferences } from '../compare.ts';
import { type FixtureTensor, fixtureNumbers } from '../fixture-tensor.ts';
import { type OracleReport, outcomeOf, runCases } from '../report.ts';
import { rowsOf, scaledPart, splitTwice, type ThreeParts } from './parts.ts';

/** A two-stage split of Iris, scaled by its training part. */
interface ScaledSplit {
  readonly random_state: readonly [number, number];
  readonly mean: FixtureTensor;
  readonly var: FixtureTensor;
  readonly scale: FixtureTensor;
  readonly min: FixtureTensor;
  readonly max: FixtureTensor;
  readonly X_train: FixtureTensor;
  readonly Y_train: FixtureTensor;
  readonly X_valid: FixtureTensor;
  readonly Y_valid: FixtureTensor;
  readonly X_test: FixtureTensor;
  readonly Y_test: FixtureTensor;
  readonly X_train_float64_first_3: FixtureTensor;
  readonly X_train_minmax_first_3: FixtureTensor;
}

export interface ScaledFixture {
  readonly splits: readonly ScaledSplit[];
}

const rowCount = ({ shape }: FixtureTensor): number => shape[0] ?? 0;

/** The file does not say whether a split was stratified; the classes of its training rows tell. */
function partsOf(split: ScaledSplit): ThreeParts {
  const test = rowCount(split.X_test);
  const stages = {
    test_size: [rowCount(split.X_valid) + test, test] as const,
    random_state: split.random_state,
  };
  const labels = fixtureNumbers(split.Y_train).join();
  const plain = splitTwice({ ...stages, stratify: false });
  const plainLabels = scaledPart(plain.train, fitStandardScaler(rowsOf(plain.train))).y.join();
  return plainLabels === labels ? plain : splitTwice({ ...stages, stratify: true });
}

function scaledDifferences(split: ScaledSplit): readonly string[] {
  const parts = partsOf(split);
  const rows = rowsOf(parts.train);
  const standard = fitStandardScaler(rows);
  const minmax = fitMinMaxScaler(rows);
  const [train, valid, test] = [parts.train, parts.valid, parts.test].map((part) =>
    scaledPart(part, standard),
  ) as [ReturnType<typeof scaledPart>, ReturnType<typeof scaledPart>, ReturnType<typeof scaledPart>];
  const exact = (name: string, data: ArrayLike<number>, expected: FixtureTensor) =>
    tensorDifferences(name, { data }, expected, exactly);
  const close = (name: string, data: readonly number[], expected: FixtureTensor) =>
    differences(name, data, fixtureNumbers(expected), doublePrecision);
  const firstRows = rows.slice(0, rowCount(split.X_train_float64_first_3));
  return [
    ...exact('mean', standard.offset, split.mean),
    ...exact('scale', standard.scale, split.scale),
    ...close(
      'var',
      standard.scale.map((scale) => scale ** 2),
      split.var,
    ),
    ...exact('min', minmax.offset, split.min),
    ...close(
      'max',
      minmax.offset.map((offset, column) => offset + (minmax.scale[column] as number)),
      split.max,
    ),
    ...exact('X_train', train.x, split.X_train),
    ...exact('Y_train', train.y, split.Y_train),
    ...exact('X_valid', valid.x, split.X_valid),
    ...exact('Y_valid', valid.y, split.Y_valid),
    ...exact('X_test', test.x, split.X_test),
    ...exact('Y_test', test.y, split.Y_test),
    ...exact('X_train_float64_first_3', transform(standard, firstRows).flat(), split.X_train_float64_first_3),
    // scikit-learn multiplies by the inverse of the range, so the last bits differ.
    ...close('X_train_minmax_first_3', transform(minmax, firstRows).flat(), split.X_train_minmax_first_3),
  ];
}

/** scikit-learn's scalers on splits of Iris, to the digit. */
export const runScaled = (file: ScaledFixture): OracleReport =>
  runCases(
    {
      name: 'splits',
      cases: file.splits,
      idOf: (split) => [file.splits.indexOf(split), split.random_state.join(' ')],
      needs: ['random_state', 'mean', 'scale', 'X_train', 'Y_train', 'X_valid', 'X_test'],
    },
    (split) => outcomeOf(scaledDifferences(split)),
  );
