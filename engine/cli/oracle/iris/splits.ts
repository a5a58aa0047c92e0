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
    ...(typeof expected.test_size !== 'number' ? {} : { testSize: expected.test_size }),
    ...(typeof expected.train_size !== 'number' ? {} : { trainSize: expected.train_size }),
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

const named = (text: string, value: number | null | undefined): readonly string[] =>
  typeof value === 'number' ? [`${text} ${value}`] : [];

/** scikit-learn's splits and NumPy's permutations, to the row. */
export const runSplits = (file: SplitsFixture): OracleReport =>
  joinReports([
    runCases(
      {
        name: 'iris',
        cases: file.iris,
        idOf: ({ test_size, random_state, stratify }) => [
          'iris',
          test_size.join(' '),
          random_state.join(' '),
          ...(stratify ? ['stratified'] : []),
        ],
        needs: ['test_size', 'random_state', 'train', 'valid', 'test', 'sizes', 'class_counts'],
      },
      (item) => outcomeOf(irisDifferences(item)),
    ),
    runCases(
      {
        name: 'plain',
        cases: file.plain,
        idOf: ({ n, test_size, train_size, random_state }) => [
          'plain',
          n,
          ...named('test', test_size),
          ...named('train', train_size),
          ...named('state', random_state),
        ],
        needs: ['n', 'train', 'test'],
      },
      (item) => outcomeOf(plainDifferences(item)),
    ),
    runCases(
      {
        name: 'permutations',
        cases: file.permutations,
        idOf: ({ seed, permutation }) => ['permutation', seed, permutation.length],
        needs: ['seed', 'permutation'],
      },
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
