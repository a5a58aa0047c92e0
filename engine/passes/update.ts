import type { Builder } from '../program/builder.ts';
import { outputKey, parameterKey, parseOutputKey, type ValueId } from '../program/program.ts';
import { type Shape, scalarShape } from '../program/shape.ts';

/** The step size η, a setting that can change between steps. */
export const learningRateSetting = 'learningRate';
/** How many updates have been made, this one included: 1 at the first. */
export const stepSetting = 'step';

/** What an update rule works with, for one parameter. */
export interface UpdateContext {
  readonly builder: Builder;
  /** `node/parameter`. */
  readonly key: string;
  readonly parameter: ValueId;
  readonly gradient: ValueId;
  /** A scalar of the optimizer that can change between steps: learningRate, step, momentum, beta1 … */
  readonly setting: (name: string) => ValueId;
  /** What was remembered from the step before: of the parameter's shape, or a scalar. */
  readonly state: (name: string, kind?: 'scalar') => ValueId;
}

export interface UpdateStep {
  readonly parameter: ValueId;
  /** What to remember for the next step, by the names that `state` was asked for. */
  readonly states?: Readonly<Record<string, ValueId>>;
}

/** A parameter that an update changes. */
export interface Trained {
  readonly node: string;
  readonly name: string;
  readonly parameter: ValueId;
  readonly gradient: ValueId;
}

/** An optimizer's arithmetic in primitives, with what becomes of the gradients before it. */
export interface UpdatePlan {
  readonly step: (context: UpdateContext) => UpdateStep;
  /** Whether a parameter that its node does not freeze is updated at all, by `node/parameter`. */
  readonly isTrained?: (key: string) => boolean;
  /** The gradients that the optimizer sees, in the order of `trained`; may add outputs of its own. */
  readonly gradients?: (builder: Builder, trained: readonly Trained[]) => readonly ValueId[];
}

export type UpdateRule = UpdatePlan['step'] | UpdatePlan;

export const stateKey = (node: string, parameter: string, state: string): string =>
  `${node}/${parameter}/${state}`;

function trainedParameters(
  builder: Builder,
  isFrozen: (node: string) => boolean,
  { isTrained = () => true }: UpdatePlan,
): readonly Trained[] {
  const trained: Trained[] = [];
  builder.outputs.forEach((gradient, key) => {
    if (!key.startsWith('parameterGradient ')) return;
    const { node, name } = parseOutputKey(key);
    const parameter = builder.outputs.get(outputKey('parameter', node, name));
    if (parameter !== undefined && !isFrozen(node) && isTrained(parameterKey(node, name)))
      trained.push({ node, name, parameter, gradient });
  });
  return trained;
}

/**
 * Adds the optimizer's step to a program with gradients: for each parameter that has a gradient and is not frozen its next value, as
 * `update node name`, and what the optimizer remembers, as `stateUpdate node name/state`.
 */
export function addUpdates(builder: Builder, rule: UpdateRule, isFrozen: (node: string) => boolean): void {
  const plan: UpdatePlan = typeof rule === 'function' ? { step: rule } : rule;
  const trained = trainedParameters(builder, isFrozen, plan);
  const gradients = plan.gradients?.(builder, trained);
  trained.forEach(({ node, name, parameter, gradient }, index) => {
    builder.origin = { node, stage: 'update' };
    const shapeOf = (kind: 'scalar' | undefined): Shape =>
      kind === 'scalar' ? scalarShape : builder.shape(parameter);
    const step = plan.step({
      builder,
      key: parameterKey(node, name),
      parameter,
      gradient: gradients?.[index] ?? gradient,
      setting: (setting) => builder.setting(setting),
      state: (state, kind) => builder.state(stateKey(node, name, state), shapeOf(kind)),
    });
    builder.output(outputKey('update', node, name), step.parameter);
    for (const [state, value] of Object.entries(step.states ?? {})) {
      builder.output(outputKey('stateUpdate', node, `${name}/${state}`), value);
    }
  });
}
