import { blockUsedBy, ownersOfKey, prefixOf } from './blocks/blocks.ts';
import { checkGraph } from './check/check.ts';
import type { GraphDocument } from './document.ts';

/**
 * Keeps the stored weights of these keys; a document without any has no `weights`. With a block the keys are those
 * within it, in all its uses, and all others stay.
 */
export function keepWeights(
  document: GraphDocument,
  keep: (key: string) => boolean,
  block?: string,
): GraphDocument {
  if (document.weights === undefined) return document;
  const entries = Object.entries(document.weights);
  const kept = entries.filter(([key]) => {
    const start = startWithin(document, block, key);
    return start === undefined || keep(key.slice(start));
  });
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

/**
 * The document with the weights that a run has come to, as far as they fit: an edit may have changed layers since. What was stored for
 * others, such as muted ones, stays.
 *
 * @param weights by `node/parameter`
 */
export function storeWeights(
  document: GraphDocument,
  weights: NonNullable<GraphDocument['weights']>,
): GraphDocument {
  const { weights: fitting } = dropUnfitWeights({ ...document, weights });
  return fitting === undefined ? document : { ...document, weights: { ...document.weights, ...fitting } };
}

/**
 * Gives the stored weights and learning rates of some nodes the keys of others: of fc1 those of block1/fc1. The ids
 * are those within a block, and change in all its uses; without a block they are the document's own.
 */
export const renameParameters = (
  document: GraphDocument,
  block: string | undefined,
  newIds: ReadonlyMap<string, string>,
): GraphDocument =>
  rekeyParameters(document, block, (key) => {
    const owner = ownersOfKey(key).findLast((id) => newIds.has(id));
    return [owner === undefined ? key : `${newIds.get(owner)}${key.slice(owner.length)}`];
  });

/**
 * The stored weights and learning rates under other keys: each under as many as `keysFor` gives, none drops it. The
 * keys are those within a block, in all its uses; without a block the document's own.
 */
export function rekeyParameters(
  document: GraphDocument,
  block: string | undefined,
  keysFor: (key: string) => readonly string[],
): GraphDocument {
  const rekeyed = <T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> => {
    const entries = Object.entries(record).map(([key, value]) => {
      const start = startWithin(document, block, key);
      const keys =
        start === undefined
          ? [key]
          : keysFor(key.slice(start)).map((inner) => `${key.slice(0, start)}${inner}`);
      return { key, keys, value };
    });
    if (entries.every(({ key, keys }) => keys.length === 1 && keys[0] === key)) return record;
    return Object.fromEntries(entries.flatMap(({ keys, value }) => keys.map((key) => [key, value] as const)));
  };
  const { weights, ...rest } = document;
  const { learningRates, ...optimizer } = document.training.optimizer;
  const stored = rekeyed(weights ?? {});
  const rates = rekeyed(learningRates ?? {});
  return {
    ...rest,
    ...(Object.keys(stored).length === 0 ? {} : { weights: stored }),
    training: {
      ...document.training,
      optimizer: { ...optimizer, ...(Object.keys(rates).length === 0 ? {} : { learningRates: rates }) },
    },
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
