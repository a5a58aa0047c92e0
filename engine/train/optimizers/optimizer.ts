import type { UpdateContext, UpdateStep } from '../../passes/update.ts';

export type OptimizerValue = number | boolean;
export type OptimizerValues = Readonly<Record<string, OptimizerValue>>;

interface SettingBase {
  /** PyTorch's argument name; betas are beta1 and beta2, etas and step_sizes likewise. */
  readonly name: string;
  readonly help: string;
}

export type OptimizerSetting = SettingBase &
  (
    | {
        readonly kind: 'number';
        readonly default: number;
        readonly minimum?: number;
        readonly maximum?: number;
      }
    | { readonly kind: 'boolean'; readonly default: boolean }
  );

/** What every element of a state holds before the first step: a number, or the value of a setting. */
export type StateStart = number | { readonly setting: string };

/** An optimizer: PyTorch's name, arguments and defaults, and its step written in primitives. */
export interface Optimizer {
  readonly name: string;
  readonly help: string;
  readonly source: string;
  /** PyTorch's default learning rate; SGD, which has none, gets 0.01. */
  readonly learningRate: number;
  /** Besides the learning rate. Numbers may change between steps; a switch, or a number that becomes 0, needs a new program. */
  readonly settings: readonly OptimizerSetting[];
  /** Start of each state that is not 0. */
  readonly starts?: Readonly<Record<string, StateStart>>;
  readonly step: (context: UpdateContext, values: OptimizerValues) => UpdateStep;
}

/** An optimizer with the value of each of its settings. */
export interface ChosenOptimizer {
  readonly optimizer: Optimizer;
  readonly values: OptimizerValues;
}

/** PyTorch's L2 penalty, added to the gradient. */
export const weightDecay = {
  name: 'weight_decay',
  kind: 'number' as const,
  default: 0,
  minimum: 0,
  help: 'Adds this times the weight to its gradient, which pulls weights towards 0.',
} satisfies OptimizerSetting;

export const maximize: OptimizerSetting = {
  name: 'maximize',
  kind: 'boolean',
  default: false,
  help: 'Climbs instead of descending.',
};

export const epsilon = (usual: number): OptimizerSetting => ({
  name: 'eps',
  kind: 'number',
  default: usual,
  minimum: 0,
  help: 'ε, keeps the division finite.',
});

export const betas: readonly OptimizerSetting[] = [
  {
    name: 'beta1',
    kind: 'number',
    default: 0.9,
    minimum: 0,
    maximum: 1,
    help: 'β₁, how much of the running mean of gradients is kept at each step.',
  },
  {
    name: 'beta2',
    kind: 'number',
    default: 0.999,
    minimum: 0,
    maximum: 1,
    help: 'β₂, how much of the running mean of squared gradients is kept at each step.',
  },
];
