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
  readonly frozen?: readonly string[];
  readonly children: readonly (readonly [name: string, model: Model])[];
  /** Tensors of its own, by name. */
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

const childrenOf = (model: Model): ContainerModel['children'] =>
  isCustom(model) || isContainer(model) ? model.children : [];

/** A module with the path of its own, at which every `ref` to it points. */
export interface ModuleAt {
  readonly path: string;
  readonly model: Exclude<Model, SharedModel>;
}

/** More references in a row than any model has; one that leads to itself would never end. */
const mostReferences = 100;

/** The module at a path such as 'layers.0', which may lead through shared ones. Throws where there is none. */
export function moduleAt(root: Model, path: string, references = 0): ModuleAt {
  let found: ModuleAt = { path: '', model: root as ModuleAt['model'] };
  for (const name of path === '' ? [] : path.split('.')) {
    const child = childrenOf(found.model).find(([known]) => known === name)?.[1];
    if (child === undefined) throw new Error(`there is no module ${path}`);
    if (!isShared(child)) {
      found = { path: found.path === '' ? name : `${found.path}.${name}`, model: child };
      continue;
    }
    if (references === mostReferences) throw new Error(`the module ${path} refers to itself`);
    found = moduleAt(root, child.ref, references + 1);
  }
  return found;
}

/**
 * How many hooks torchsummary puts on each module, by its own path: `apply` visits the children of every module, each
 * once, so that a module of two parents has two, and so have its children.
 */
export function hookCounts(root: Model): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const visit = (path: string, model: Model): void => {
    counts.set(path, (counts.get(path) ?? 0) + 1);
    const children = childrenOf(model).map(([name]) =>
      moduleAt(root, path === '' ? name : `${path}.${name}`),
    );
    for (const [own, child] of new Map(children.map((at) => [at.path, at.model]))) visit(own, child);
  };
  visit('', root);
  return counts;
}

/** Elements of the tensors that the model's own modules hold beside their children. */
export function ownParameters(model: Model): { readonly total: number; readonly trainable: number } {
  const own = isCustom(model) ? Object.entries(model.parameters ?? {}) : [];
  const frozen = (isCustom(model) ? model.frozen : undefined) ?? [];
  const size = (shapes: typeof own): number =>
    shapes.reduce((sum, [, shape]) => sum + shape.reduce((product, length) => product * length, 1), 0);
  const below = childrenOf(model).map(([, child]) => ownParameters(child));
  return {
    total: below.reduce((sum, { total }) => sum + total, size(own)),
    trainable: below.reduce(
      (sum, { trainable }) => sum + trainable,
      size(own.filter(([name]) => !frozen.includes(name))),
    ),
  };
}

/** Layers anywhere in a model, called or not. */
export function layerCount(model: Model): number {
  if (isShared(model)) return 0;
  if (!isCustom(model) && !isContainer(model)) return 1;
  return model.children.reduce((total, [, child]) => total + layerCount(child), 0);
}
