import { checkGraph } from '../../graph/check/check.ts';
import { findOperator } from '../../operators/catalogue.ts';
import { tensorOf } from '../../program/tensor.ts';
import { findOptimizer } from '../../train/optimizers/catalogue.ts';
import { createSession } from '../../train/running-session.ts';
import { findSchedule } from '../../train/schedules/catalogue.ts';
import type { Arithmetic, StepReport, TrainingSession } from '../../train/session.ts';
import { differences, doublePrecision, wholeTraining } from './compare.ts';
import { type FixtureTensor, fixtureNumbers } from './fixture-tensor.ts';
import { type OracleReport, type Outcome, outcomeOf, runCases, skipped } from './report.ts';
import { type Problem, problemData, problemDocument } from './train/problem.ts';
import { frozenNodes, type TrainRun, trainingOf } from './train/run.ts';

export interface TrainFixture {
  readonly problem: Problem;
  readonly steps: number;
  readonly runs: readonly TrainRun[];
}

type Parameters = Readonly<Record<string, FixtureTensor>>;

const nodegradName = (name: string): string => name.replace('.', '/');

function parameterDifferences(
  when: string,
  session: TrainingSession,
  expected: Parameters,
): readonly string[] {
  const found = session.parameters();
  return Object.entries(expected).flatMap(([name, tensor]) =>
    differences(
      `${when} ${name}`,
      found.get(nodegradName(name))?.data ?? [],
      fixtureNumbers(tensor),
      wholeTraining,
    ),
  );
}

/** Numbers may agree with PyTorch's float32 or with its float64 from the same start. */
const either = (single: readonly string[], double: readonly string[]): readonly string[] =>
  double.length === 0 ? double : single;

function lossDifferences(losses: readonly number[], run: TrainRun): readonly string[] {
  const against = (expected: FixtureTensor): readonly string[] =>
    differences('loss', losses, fixtureNumbers(expected), wholeTraining);
  return either(against(run.losses), against(run.f64.losses));
}

/** The learning rates of each step, in the columns that the fixture has. */
function rateDifferences(reports: readonly StepReport[], run: TrainRun): readonly string[] {
  const found = reports.flatMap(({ learningRate, ownRates }) =>
    run.bias_lr === undefined ? [learningRate] : [learningRate, ownRates['bias'] ?? Number.NaN],
  );
  return differences('learning rate', found, fixtureNumbers(run.lrs), doublePrecision);
}

function unknownName({ optimizer, scheduler }: TrainRun): string | undefined {
  if (findOptimizer(optimizer) === undefined) return `there is no optimizer ${optimizer}`;
  return scheduler === undefined || findSchedule(scheduler) !== undefined
    ? undefined
    : `there is no schedule ${scheduler}`;
}

function train({ problem, steps }: TrainFixture, run: TrainRun, arithmetic: Arithmetic): Outcome {
  const unknown = unknownName(run);
  if (unknown !== undefined) return skipped(unknown);
  const missing = [problem.activation, problem.loss].find((name) => findOperator(name) === undefined);
  if (missing !== undefined) return skipped(`there is no operator ${missing} yet`);
  const frozen = frozenNodes(run, Object.keys(problem.parameters));
  const learningRate = run.args['lr'] ?? findOptimizer(run.optimizer)?.learningRate;
  const training = trainingOf(run, Number(learningRate), problem.batch_size, frozen);
  const graph = checkGraph(problemDocument(problem, training, frozen));
  const created = createSession(graph, problemData(problem, steps), arithmetic);
  if (!created.ok) throw new Error(created.message);
  const { session } = created;
  for (const [name, tensor] of Object.entries(problem.parameters)) {
    session.setParameter(nodegradName(name), tensorOf(tensor.shape, fixtureNumbers(tensor)));
  }
  const watched = new Map([
    [1, run.after_step_1],
    [2, run.after_step_2],
    [10, run.after_step_10],
  ]);
  const reports: StepReport[] = [];
  const onTheWay: string[] = [];
  while (!session.progress.done) {
    reports.push(session.step());
    const expected = watched.get(reports.length);
    if (expected !== undefined) {
      onTheWay.push(...parameterDifferences(`after step ${reports.length}`, session, expected));
    }
  }
  const losses = reports.map(({ loss }) => loss);
  return outcomeOf([
    ...rateDifferences(reports, run),
    ...lossDifferences(losses, run),
    ...onTheWay,
    ...either(
      parameterDifferences('final', session, run.final),
      parameterDifferences('final', session, run.f64.final),
    ),
  ]);
}

/** Trainings by PyTorch, step by step, made again by a training session. */
export function runTrain(file: TrainFixture, arithmetic: Arithmetic = 'reference'): OracleReport {
  const { problem, steps, runs } = file;
  if (problem === undefined || steps === undefined) throw new Error('`problem` and `steps` are expected');
  return runCases(
    {
      name: 'runs',
      cases: runs,
      idOf: ({ id }) => [id],
      needs: ['optimizer', 'args', 'losses', 'lrs', 'final'],
    },
    (run) => train(file, run, arithmetic),
  );
}
