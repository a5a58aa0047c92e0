import type { Shape } from './shape.ts';

/**
 * The static computation graph: values in the order in which they can be computed, each made by one primitive
 * from earlier ones. Passes turn one program into the next; nothing here knows of operators or of drawings.
 */

/** Index of a value in `Program.values`. */
export type ValueId = number;

export const unaryNames = [
  'negate',
  'exp',
  'log',
  /** max(log x, −100), as PyTorch's BCELoss keeps its logarithms finite. */
  'clampedLog',
  'tanh',
  'logistic',
  'softplus',
  'erf',
  'sqrt',
  'absolute',
  'sign',
] as const;
export const binaryNames = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'maximum',
  'minimum',
  'greater',
  'greaterEqual',
  'equal',
] as const;
export const reductionNames = ['sum', 'max', 'logSumExp'] as const;

export type UnaryName = (typeof unaryNames)[number];
export type BinaryName = (typeof binaryNames)[number];
export type ReductionName = (typeof reductionNames)[number];

/** Where a value comes from when nothing computes it. */
export type Leaf =
  /** A tensor given with every batch, by node id. */
  | { readonly primitive: 'input'; readonly key: string; readonly shape: Shape }
  /** A learnable tensor, by `node/name`. */
  | { readonly primitive: 'parameter'; readonly key: string; readonly shape: Shape }
  /** What is kept from step to step: an optimizer's of a parameter, by `node/name/state`, or a buffer, by `node/name`. */
  | { readonly primitive: 'state'; readonly key: string; readonly shape: Shape }
  /** A scalar that may change between steps without a new program, such as the learning rate. */
  | { readonly primitive: 'setting'; readonly key: string }
  | { readonly primitive: 'constant'; readonly value: number }
  /** How many elements a shape has: a scalar known as soon as the batch size is. */
  | { readonly primitive: 'size'; readonly of: Shape }
  /**
   * Numbers drawn uniformly from [0, 1), anew at every step. Each is a function of the seed, the step, `stream` (which
   * tells the places of a program that draw apart) and the element's row-major index, by `evaluate/random.ts`; so any
   * step can be drawn again, in any order.
   */
  | { readonly primitive: 'random'; readonly stream: number; readonly shape: Shape };

/**
 * One tensor operation. Elementwise ones take operands of equal shape (`broadcast` is explicit); comparisons
 * give 1 or 0; reductions keep the reduced axes with size 1.
 */
export type Operation =
  | Leaf
  | { readonly primitive: UnaryName }
  | { readonly primitive: BinaryName }
  /** condition ? second : third, element by element; NaN where the condition is. */
  | { readonly primitive: 'select' }
  | { readonly primitive: ReductionName; readonly axes: readonly number[] }
  | { readonly primitive: 'broadcast'; readonly shape: Shape }
  | { readonly primitive: 'reshape'; readonly shape: Shape }
  | { readonly primitive: 'transpose'; readonly permutation: readonly number[] }
  /** (…, m, k) times (…, k, n), leading axes equal. */
  | { readonly primitive: 'matmul' }
  | { readonly primitive: 'concatenate'; readonly axis: number }
  | { readonly primitive: 'slice'; readonly axis: number; readonly start: number; readonly end: number }
  /** Class indices to rows of a unit matrix, on a new axis at `axis`. */
  | { readonly primitive: 'oneHot'; readonly classes: number; readonly axis: number }
  | { readonly primitive: 'stopGradient' }
  /**
   * The value itself, marked as what a node takes in or gives out at a port. Keeps two ports apart that carry
   * the same value, so that each has a gradient of its own; `simplify` removes the mark.
   */
  | { readonly primitive: 'port'; readonly node: string; readonly port: string };

export type PrimitiveName = Operation['primitive'];

const unary: ReadonlySet<string> = new Set(unaryNames);
const binary: ReadonlySet<string> = new Set(binaryNames);

export const isUnary = (operation: Operation): operation is { readonly primitive: UnaryName } =>
  unary.has(operation.primitive);
export const isBinary = (operation: Operation): operation is { readonly primitive: BinaryName } =>
  binary.has(operation.primitive);

/** The node a value was made for, and the pass that made it. */
export interface Origin {
  readonly node: string;
  readonly stage: 'forward' | 'backward' | 'update';
}

export interface Value {
  readonly operation: Operation;
  readonly inputs: readonly ValueId[];
  readonly shape: Shape;
  readonly origin: Origin | undefined;
}

/**
 * What a program gives out. `value` and `gradient` belong to a port of a node, `parameter`, `parameterGradient`
 * and `update` to a parameter, `buffer` to what a node keeps from batch to batch without learning it, `stateUpdate` to
 * such a buffer and to what the optimizer remembers (its name is `parameter/state`), `loss` to the node that computes
 * it (and to '' for the total). `part` is a value within a node that formulas write by a letter of its own; nothing else
 * asks for it.
 */
export type OutputRole =
  | 'value'
  | 'gradient'
  | 'parameter'
  | 'parameterGradient'
  | 'buffer'
  | 'update'
  | 'stateUpdate'
  | 'loss'
  | 'part';

/** Ids hold no space, so the three parts can be told apart. */
export type OutputKey = `${OutputRole} ${string} ${string}`;

export const outputKey = (role: OutputRole, node: string, name: string): OutputKey =>
  `${role} ${node} ${name}`;

/** The sum of all losses, which is what is differentiated. */
export const totalLossKey: OutputKey = outputKey('loss', '', '');

export function parseOutputKey(key: OutputKey): { role: OutputRole; node: string; name: string } {
  const [role, node, name] = key.split(' ') as [OutputRole, string, string];
  return { role, node, name };
}

export const parameterKey = (node: string, name: string): string => `${node}/${name}`;

export interface Program {
  readonly values: readonly Value[];
  readonly outputs: ReadonlyMap<OutputKey, ValueId>;
}

/** The value behind an id; an id that is not there is a fault of the pass that made it. */
export function valueAt(program: Pick<Program, 'values'>, id: ValueId): Value {
  const value = program.values[id];
  if (value === undefined) throw new Error(`program has no value ${id} (it has ${program.values.length})`);
  return value;
}

/** Whether an output is what a step leaves behind: new weights, and what the optimizer or a node remembers. */
export const isUpdate = (key: OutputKey): boolean =>
  key.startsWith('update ') || key.startsWith('stateUpdate ');

/** By value, 1 where some roots are computed from it or are it. Passes that keep most of a program ask this, not `reachedFrom`. */
export function markNeeded(values: readonly Pick<Value, 'inputs'>[], roots: Iterable<ValueId>): Uint8Array {
  const needed = new Uint8Array(values.length);
  for (const id of roots) needed[id] = 1;
  for (let id = values.length - 1; id >= 0; id -= 1) {
    if (needed[id] !== 1) continue;
    values[id]?.inputs.forEach((input) => {
      needed[input] = 1;
    });
  }
  return needed;
}

/** Everything that some values are computed from and themselves, in the order of computation; `through` says along which. */
export function reachedFrom(
  roots: readonly ValueId[],
  through: (id: ValueId) => readonly ValueId[],
): readonly ValueId[] {
  const reached = new Set(roots);
  // The set grows while it is read.
  for (const id of reached) for (const part of through(id)) reached.add(part);
  return [...reached].sort((a, b) => a - b);
}
