import { parameterKey } from '../../../program/program.ts';
import type { Tensor } from '../../../program/tensor.ts';
import type { Arithmetic } from '../../../train/session.ts';
import {
  differences,
  exactly,
  printedDifferences,
  singleOperation,
  tensorDifferences,
  wholeTraining,
} from '../compare.ts';
import type { FixtureTensor } from '../fixture-tensor.ts';
import {
  joinReports,
  type OracleReport,
  type Outcome,
  outcomeOf,
  runCases,
  runOnce,
  skipped,
} from '../report.ts';
import { correct, type Measured, type RunChoice, type TrainingRecipe, train } from './train-run.ts';

interface TrainRun extends RunChoice {
  readonly first_logits: FixtureTensor;
  readonly first_loss: number;
  readonly initial_valid_correct: number;
  readonly initial_test_correct: number;
  readonly avg_loss: readonly number[];
  readonly valid_correct: readonly number[];
  readonly test_correct: number;
  readonly initial_parameters: Readonly<Record<string, FixtureTensor>>;
  readonly final_parameters: Readonly<Record<string, FixtureTensor>>;
}

export interface TrainLogFixture extends TrainingRecipe {
  /** What the slides print of the run whose seed they do not tell. */
  readonly slide: {
    readonly first_logits: readonly number[];
    readonly first_loss: number;
    readonly initial_valid_accuracy: number;
    readonly test_accuracy: number;
  };
  readonly runs: readonly TrainRun[];
  /** Both readings over all seeds from the first to the last. */
  readonly over_100_seeds?: Readonly<Partial<Record<RunChoice['reading'], SeedStatistics>>>;
}

interface SeedStatistics {
  readonly seeds: readonly [first: number, last: number];
  readonly test_accuracy_mean: number;
  readonly min: number;
  readonly max: number;
  readonly share_with_test_at_least_0_9: number;
  readonly initial_valid_accuracy_mean: number;
}

const parameterDifferences = (
  stage: string,
  found: ReadonlyMap<string, Tensor>,
  expected: Readonly<Record<string, FixtureTensor>>,
  tolerance: typeof exactly,
): readonly string[] =>
  Object.entries(expected).flatMap(([name, tensor]) => {
    const [module = '', parameter = ''] = name.split('.');
    const given = found.get(parameterKey(module, parameter));
    if (given === undefined) return [`${name} is not there`];
    return tensorDifferences(`${stage} ${name}`, given, tensor, tolerance);
  });

function runDifferences(measured: Measured, run: TrainRun): readonly string[] {
  const counts = [measured.initialValid, measured.initialTest, measured.finalTest].map(correct);
  return [
    ...parameterDifferences('initial', measured.initialParameters, run.initial_parameters, exactly),
    ...tensorDifferences('first logits', measured.firstLogits, run.first_logits, singleOperation),
    ...differences('first loss', [measured.firstLoss], [run.first_loss], singleOperation),
    ...differences('average loss', measured.averageLosses, run.avg_loss, wholeTraining),
    ...differences('validation rows right', measured.validCorrect, run.valid_correct, exactly),
    ...differences(
      'rows right at first (validation, test) and last (test)',
      counts,
      [run.initial_valid_correct, run.initial_test_correct, run.test_correct],
      exactly,
    ),
    ...parameterDifferences('final', measured.finalParameters, run.final_parameters, wholeTraining),
  ];
}

/** What the slides print, from whichever run has the slides' first logits. */
function slideOutcome({ slide }: TrainLogFixture, measured: readonly Measured[]): Outcome {
  const own = measured.find(
    ({ firstLogits }) =>
      printedDifferences('first logits', firstLogits.data, slide.first_logits).length === 0,
  );
  if (own === undefined) return skipped("no run of the file has the slides' first logits");
  return outcomeOf([
    ...differences('first loss', [own.firstLoss], [slide.first_loss], singleOperation),
    ...printedDifferences(
      'initial accuracy',
      [own.initialValid.accuracy ?? 0],
      [slide.initial_valid_accuracy],
    ),
    ...printedDifferences('test accuracy', [own.finalTest.accuracy ?? 0], [slide.test_accuracy]),
  ]);
}

const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;

/** Four decimals, as the statistics are written. */
const rounded = (value: number): number => Number(value.toFixed(4));

function seedsOutcome(
  file: TrainLogFixture,
  reading: RunChoice['reading'],
  expected: SeedStatistics,
  arithmetic: Arithmetic,
): Outcome {
  const [first, last] = expected.seeds;
  const runs = Array.from({ length: last - first + 1 }, (_, index) =>
    train(file, { seed: first + index, reading }, arithmetic),
  );
  const test = runs.map(({ finalTest }) => finalTest.accuracy ?? Number.NaN);
  const found: Omit<SeedStatistics, 'seeds'> = {
    test_accuracy_mean: mean(test),
    min: Math.min(...test),
    max: Math.max(...test),
    share_with_test_at_least_0_9: mean(test.map((accuracy) => (accuracy >= 0.9 ? 1 : 0))),
    initial_valid_accuracy_mean: mean(runs.map(({ initialValid }) => initialValid.accuracy ?? Number.NaN)),
  };
  return outcomeOf(
    Object.entries(found).flatMap(([name, value]) =>
      differences(name, [rounded(value)], [expected[name as keyof typeof found]], exactly),
    ),
  );
}

/** The course's training of Iris, run after run, in float64 or compiled, against PyTorch's float32. */
export function runTrainLog(file: TrainLogFixture, arithmetic: Arithmetic = 'reference'): OracleReport {
  const measured: Measured[] = [];
  const runs = runCases(
    {
      name: 'runs',
      cases: file.runs,
      idOf: ({ seed, reading }) => [seed, reading],
      needs: ['seed', 'reading', 'first_logits', 'avg_loss', 'initial_parameters', 'final_parameters'],
    },
    (run) => {
      const found = train(file, run, arithmetic);
      if (run.reading === 'per_sample') measured.push(found);
      return outcomeOf(runDifferences(found, run));
    },
  );
  const slide = runOnce('slide', () => slideOutcome(file, measured));
  const statistics = Object.entries(file.over_100_seeds ?? {}) as [RunChoice['reading'], SeedStatistics][];
  const seeds = runCases(
    { name: 'over_100_seeds', cases: statistics, idOf: ([reading]) => ['over_100_seeds', reading] },
    ([reading, expected]) => seedsOutcome(file, reading, expected, arithmetic),
  );
  return joinReports([runs, slide, seeds]);
}
