import { findOperator } from '../../operators/catalogue.ts';
import { blockNamed, prefixOf } from '../blocks/blocks.ts';
import { localId } from '../display-name.ts';
import type { GraphDocument } from '../document.ts';

/** Gives ids and names that nothing in the document has, and that it has not given before. */
export interface FreshNames {
  /** fc1, fc2, act1; of data and losses the first has no number: x, y, loss, loss2. */
  readonly forOperator: (operator: string) => string;
  /** note1, frame1 */
  readonly forAnnotation: (kind: string) => string;
  /** The given name if it is free, else with the next free number: encoder, encoder2. */
  readonly like: (name: string) => string;
}

/** The letters an id may have (see the document's schema); an operator that is not known gets 'node'. */
const stemOf = (operator: string): { readonly stem: string; readonly numberFirst: boolean } => {
  if (blockNamed(operator)?.as === 'use') return { stem: 'block', numberFirst: true };
  const known = findOperator(operator);
  if (known === undefined) return { stem: 'node', numberFirst: true };
  return { stem: known.nodeName, numberFirst: known.category !== 'data' && known.category !== 'loss' };
};

/** Within a level of a document the ids begin with the level's prefix, as all ids there. */
export function freshNames(document: Pick<GraphDocument, 'nodes' | 'annotations'>): FreshNames {
  const prefix = prefixOf(document);
  const taken = new Set([
    ...document.nodes.flatMap(({ id, name }) => (name === undefined ? [localId(id)] : [localId(id), name])),
    ...(document.annotations ?? []).map(({ id }) => localId(id)),
  ]);
  /** By stem, the number tried last. */
  const tried = new Map<string, number>();
  const next = (stem: string, numberFirst: boolean): string => {
    for (let number = (tried.get(stem) ?? 0) + 1; ; number += 1) {
      const candidate = number === 1 && !numberFirst ? stem : `${stem}${number}`;
      tried.set(stem, number);
      if (taken.has(candidate)) continue;
      taken.add(candidate);
      return candidate;
    }
  };
  return {
    forOperator: (operator) => {
      const { stem, numberFirst } = stemOf(operator);
      return `${prefix}${next(stem, numberFirst)}`;
    },
    forAnnotation: (kind) => `${prefix}${next(kind, true)}`,
    like: (name) => {
      if (taken.has(name)) return next(name.replace(/\d+$/, '') || name, false);
      taken.add(name);
      return name;
    },
  };
}
