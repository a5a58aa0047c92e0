import { blockUsedBy, ownersOfKey, prefixOf } from './blocks.ts';
import { checkGraph } from './check.ts';
import type { GraphDocument } from './document.ts';

/** Keeps the stored weights of these keys; a document without any has no `weights`. */
export function keepWeights(document: GraphDocument, keep: (key: string) => boolean): GraphDocument {
  if (document.weights === undefined) return document;
  const entries = Object.entries(document.weights);
  const kept = entries.filter(([key]) => keep(key));
  if (kept.length === entries.length) return document;
  const { weights: _, ...rest } = document;
  return kept.length === 0 ? rest : { ...rest, weights: Object.fromEntries(kept) };
}

/**
 * Drops stored weights that an edit has made unfit: of other sizes, or of a parameter that is gone. A level of a
 * document cannot tell, for it does not know what comes into its block; putting it back into the whole does.
 */
export function dropUnfitWeights(document: GraphDocument): GraphDocument {
  if (document.weights === undefined || prefixOf(document) !== '') return document;
  const unfit = new Set(
    checkGraph(document).diagnostics.flatMap(({ kind, fixes }) =>
      kind === 'bad-weights' ? fixes.map((fix) => (fix.kind === 'remove-weights' ? fix.key : '')) : [],
    ),
  );
  return keepWeights(document, (key) => !unfit.has(key));
}

const renamed = <T>(
  record: Readonly<Record<string, T>>,
  name: (key: string) => string,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [name(key), value]));

/**
 * Gives the stored weights and learning rates of some nodes the keys of others: of fc1 those of block1/fc1. The ids
 * are those within a block, and change in all its uses; without a block they are the document's own.
 */
export function renameParameters(
  document: GraphDocument,
  block: string | undefined,
  newIds: ReadonlyMap<string, string>,
): GraphDocument {
  const name = (key: string): string => {
    const start = startWithin(document, block, key);
    if (start === undefined) return key;
    const inner = key.slice(start);
    const owner = ownersOfKey(inner).findLast((id) => newIds.has(id));
    return owner === undefined
      ? key
      : `${key.slice(0, start)}${newIds.get(owner)}${inner.slice(owner.length)}`;
  };
  const { weights, training } = document;
  const { learningRates } = training.optimizer;
  return {
    ...document,
    ...(weights === undefined ? {} : { weights: renamed(weights, name) }),
    ...(learningRates === undefined
      ? {}
      : {
          training: {
            ...training,
            optimizer: { ...training.optimizer, learningRates: renamed(learningRates, name) },
          },
        }),
  };
}

/** Where in a key the part begins that lies within a use of the block; undefined where no part does. */
function startWithin(document: GraphDocument, block: string | undefined, key: string): number | undefined {
  if (block === undefined) return 0;
  let nodes = document.nodes;
  let start = 0;
  for (const id of key.split('/')) {
    const used = blockUsedBy(
      document,
      nodes.find((node) => node.id === id),
    );
    if (used === undefined) return undefined;
    start += id.length + 1;
    if (used.id === block) return start;
    nodes = used.nodes;
  }
  return undefined;
}
