/** The neutral model descriptions of the summary fixtures (summary/grammar.md). */
export type Model = LayerModel | ContainerModel | CustomModel | SharedModel;

export interface LayerModel {
  /** A torch.nn class. */
  readonly type: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly frozen?: readonly string[];
}

export interface ContainerModel {
  readonly type: 'Sequential' | 'ModuleList';
  readonly children: readonly (readonly [name: string, model: Model])[];
}

export interface CustomModel {
  readonly type: 'Custom';
  readonly class: string;
  readonly children: readonly (readonly [name: string, model: Model])[];
  readonly parameters?: Readonly<Record<string, readonly number[]>>;
  readonly inputs: readonly string[];
  readonly forward: readonly (readonly [out: string, callee: string, inputs: readonly string[]])[];
  readonly returns: string | readonly string[];
}

/** The same module object as at another path. */
export interface SharedModel {
  readonly ref: string;
}

export const isShared = (model: Model): model is SharedModel => 'ref' in model;
export const isCustom = (model: Model): model is CustomModel => 'type' in model && model.type === 'Custom';
export const isContainer = (model: Model): model is ContainerModel =>
  'type' in model && (model.type === 'Sequential' || model.type === 'ModuleList');

/** Layers anywhere in a model, called or not. */
export function layerCount(model: Model): number {
  if (isShared(model)) return 0;
  if (!isCustom(model) && !isContainer(model)) return 1;
  return model.children.reduce((total, [, child]) => total + layerCount(child), 0);
}
