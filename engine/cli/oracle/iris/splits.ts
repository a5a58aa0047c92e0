import { iris } from '../../../data/iris.ts';
import { trainTestSplit } from '../../../data/split.ts';
import { NumpyGenerator } from '../../../random/numpy-generator.ts';
import { differences, exactly } from '../compare.ts';
import { joinReports, type OracleReport, outcomeOf, runCases } from '../report.ts';
import { splitTwice, type ThreeParts, type TwoStages } from './parts.ts';

interface IrisSplit extends TwoStages, ThreeParts {
  readonly sizes: readonly number[];
  /** Rows of each class in each part. */
  readonly class_counts: Readonly<Record<keyof ThreeParts, readonly number[]>>;
}

/** train_test_split(arange(n), …); null stands for an argument that was not given. */
interface PlainSplit {
  readonly n: number;
  readonly test_size: number | null;
  readonly train_size: number | null;
  readonly random_state: number | null;
  readonly shuffle: boolean;
  readonly train: readonly number[];
  readonly test: readonly number[];
}

interface Permutation {
  readonly seed: number;
  readonly permutation: readonly number[];
}

export interface SplitsFixture {
  readonly iris: readonly IrisSplit[];
  readonly plain: readonly PlainSplit[];
  readonly permutations: readonly Permutation[];
}

const partNames = ['train', 'valid', 'test'] as const;

const classCounts = (rows: readonly number[]): readonly number[] =>
  [0, 1, 2].map((label) => rows.filter((row) => iris.y[row] === label).length);

function irisDifferences(expected: IrisSplit): readonly string[] {
  const found = splitTwice(expected);
  const sizes = partNames.map((name) => found[name].length);
  return [
    ...differences('sizes', sizes, expected.sizes, exactly),
    ...partNames.flatMap((name) => differences(name, found[name], expected[name], exactly)),
    ...partNames.flatMap((name) =>
      differences(`${name} classes`, classCounts(found[name]), expected.class_counts[name], exactly),
    ),
  ];
}

function plainDifferences(expected: PlainSplit): readonly string[] {
  const result = trainTestSplit(expected.n, {
    ...(expected.test_size === null ? {} : { testSize: expected.test_size }),
    ...(expected.train_size === null ? {} : { trainSize: expected.train_size }),
    // Without shuffling nothing is drawn.
    randomState: expected.random_state ?? 0,
    shuffle: expected.shuffle,
  });
  if (!result.ok) return [result.message];
  return [
    ...differences('train', result.split.train, expected.train, exactly),
    ...differences('test', result.split.test, expected.test, exactly),
  ];
}

const named = (text: string, value: unknown): string => (value === null ? '' : `/${text} ${value}`);

/** scikit-learn's splits and NumPy's permutations, to the row. */
export const runSplits = (file: SplitsFixture): OracleReport =>
  joinReports([
    runCases(
      file.iris,
      (item) =>
        `iris/${item.test_size.join(' ')}/${item.random_state.join(' ')}${item.stratify ? '/stratified' : ''}`,
      (item) => outcomeOf(irisDifferences(item)),
    ),
    runCases(
      file.plain,
      (item) =>
        `plain/${item.n}${named('test', item.test_size)}${named('train', item.train_size)}${named('state', item.random_state)}`,
      (item) => outcomeOf(plainDifferences(item)),
    ),
    runCases(
      file.permutations,
      ({ seed, permutation }) => `permutation/${seed}/${permutation.length}`,
      ({ seed, permutation }) =>
        outcomeOf(
          differences(
            'permutation',
            new NumpyGenerator(seed).permutation(permutation.length),
            permutation,
            exactly,
          ),
        ),
    ),
  ]);
