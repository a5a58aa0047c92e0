import type { Training } from '../../../graph/document.ts';
import type { SettingValue } from '../../../train/settings.ts';
import type { FixtureTensor } from '../fixture-tensor.ts';

/** PyTorch's argument values as JSON has them. */
type Argument = SettingValue | null;
export type Arguments = Readonly<Record<string, Argument>>;

/** One training of the problem by PyTorch. */
export interface TrainRun {
  readonly id: string;
  readonly optimizer: string;
  readonly args: Arguments;
  /** Stepped once per step. */
  readonly scheduler?: string;
  readonly scheduler_args?: Arguments;
  readonly frozen?: readonly string[];
  /** Learning rate of all biases. */
  readonly bias_lr?: number;
  readonly clip_norm?: number;
  readonly clip_value?: number;
  /** Steps whose gradients are added up before an update. */
  readonly accumulate?: number;
  /** Before the update of each step. */
  readonly losses: FixtureTensor;
  /** Used in each step; with `bias_lr` two columns. */
  readonly lrs: FixtureTensor;
  readonly after_step_1?: Readonly<Record<string, FixtureTensor>>;
  readonly after_step_2?: Readonly<Record<string, FixtureTensor>>;
  readonly after_step_10?: Readonly<Record<string, FixtureTensor>>;
  readonly final: Readonly<Record<string, FixtureTensor>>;
  readonly f64: {
    readonly losses: FixtureTensor;
    readonly final: Readonly<Record<string, FixtureTensor>>;
  };
}

/** PyTorch's names of the pairs in its constructors. */
const pairs: Readonly<Record<string, readonly [string, string]>> = {
  betas: ['beta1', 'beta2'],
  etas: ['eta1', 'eta2'],
  step_sizes: ['step_size1', 'step_size2'],
};

/** Arguments that choose how PyTorch computes, not what. */
const immaterial = new Set(['foreach', 'capturable', 'differentiable', 'fused', 'verbose', 'last_epoch']);

/** PyTorch's arguments as Nodegrad's settings: pairs taken apart, None left to its default. */
function settingsOf(args: Arguments): Readonly<Record<string, SettingValue>> {
  const entries = Object.entries(args).flatMap(([name, value]): (readonly [string, SettingValue])[] => {
    if (value === null || immaterial.has(name)) return [];
    const pair = pairs[name];
    if (pair === undefined || typeof value !== 'object') return [[name, value]];
    return pair.flatMap((part, index) => {
      const one = value[index];
      return one === undefined ? [] : [[part, one] as const];
    });
  });
  return Object.fromEntries(entries);
}

/** OneCycleLR takes its length as `total_steps` or as epochs times steps per epoch. */
function scheduleArguments({ epochs, steps_per_epoch: perEpoch, ...args }: Arguments): Arguments {
  return typeof epochs === 'number' && typeof perEpoch === 'number'
    ? { total_steps: epochs * perEpoch, ...args }
    : { ...args, ...(epochs === undefined ? {} : { epochs }) };
}

/** Parameters that are frozen without all of their node being so, by `node/parameter`: a learning rate of 0. */
const frozenRates = (run: TrainRun, whole: ReadonlySet<string>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    (run.frozen ?? [])
      .filter((name) => !whole.has(nodeOf(name)))
      .map((name) => [name.replace('.', '/'), 0] as const),
  );

const nodeOf = (parameter: string): string => parameter.slice(0, parameter.indexOf('.'));

/** The nodes of which every parameter is frozen. */
export function frozenNodes(run: TrainRun, parameters: readonly string[]): ReadonlySet<string> {
  const frozen = new Set(run.frozen);
  const nodes = parameters.map(nodeOf);
  return new Set(
    nodes.filter((node) => parameters.every((name) => nodeOf(name) !== node || frozen.has(name))),
  );
}

/** The run as a document's training: one epoch of all the steps. */
export function trainingOf(
  run: TrainRun,
  learningRate: number,
  batchSize: number,
  frozen: ReadonlySet<string>,
): Training {
  const { lr: _, ...args } = run.args;
  const learningRates = {
    ...(run.bias_lr === undefined ? {} : { bias: run.bias_lr }),
    ...frozenRates(run, frozen),
  };
  return {
    optimizer: {
      name: run.optimizer,
      learningRate,
      settings: settingsOf(args) as NonNullable<Training['optimizer']['settings']>,
      ...(Object.keys(learningRates).length === 0 ? {} : { learningRates }),
    },
    ...(run.scheduler === undefined
      ? {}
      : {
          schedule: {
            name: run.scheduler,
            settings: settingsOf(scheduleArguments(run.scheduler_args ?? {})),
            per: 'step' as const,
          },
        }),
    clip: {
      ...(run.clip_norm === undefined ? {} : { norm: run.clip_norm }),
      ...(run.clip_value === undefined ? {} : { value: run.clip_value }),
    },
    accumulate: run.accumulate ?? 1,
    batchSize,
    epochs: 1,
    shuffle: false,
    seed: 0,
  };
}
