import { operatorsOf, usableBlocks } from '../../engine/graph/blocks/block-operator.ts';
import { blockShown, operatorForUse } from '../../engine/graph/blocks/blocks.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { operators } from '../../engine/operators/catalogue.ts';
import { type Category, categories, type Operator } from '../../engine/operators/operator.ts';
import type { ShelfBlock } from '../shelf/shelf.ts';
import { isOnShelf, shelfOperators } from '../shelf/shelf-operators.ts';
import { categoryTitles } from '../ui/glyph.tsx';

/** A row of the palette: what it adds, under the name that nodes know it by. */
export interface PaletteEntry {
  /** The operator's name in a node, Linear or block:block1; for a kept block see `withinReach`. */
  readonly id: string;
  readonly operator: Operator;
  /** What tells it from others of its name: 'with weights'. */
  readonly mark?: string;
}

export interface PaletteGroup {
  readonly title: string;
  readonly category: Category;
  readonly entries: readonly PaletteEntry[];
}

const catalogue: readonly PaletteEntry[] = operators.map((operator) => ({ id: operator.name, operator }));

/** Under what an entry is listed. */
export const groupTitle = ({ id, operator }: PaletteEntry): string =>
  isOnShelf(id) ? 'My blocks' : categoryTitles[operator.category];

/** The same with what tells an entry from others of its name, for one line of a list. */
export const detailOf = (entry: PaletteEntry): string =>
  [groupTitle(entry), ...(entry.mark === undefined ? [] : [entry.mark])].join(' · ');

/** All that can be added here: the catalogue, and those blocks, of the document and kept, that may be used on this level. */
export function paletteEntries(
  document: GraphDocument,
  shelf: readonly ShelfBlock[] = [],
): readonly PaletteEntry[] {
  const find = operatorsOf(document);
  const blocks = usableBlocks(document, blockShown(document)).flatMap(({ id }) => {
    const operator = find(operatorForUse(id));
    return operator === undefined ? [] : [{ id: operatorForUse(id), operator }];
  });
  const kept = shelfOperators(document, shelf);
  return blocks.length + kept.length === 0 ? catalogue : [...catalogue, ...blocks, ...kept];
}

/** How well an operator answers a search: 0 not at all, more is better. */
export function matchOperator({ name, synonyms, help }: Operator, query: string): number {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return 1;
  const lower = name.toLowerCase();
  if (lower === wanted) return 6;
  if (lower.startsWith(wanted)) return 5;
  if (lower.includes(wanted)) return 4;
  if (synonyms.some((word) => word.toLowerCase().startsWith(wanted))) return 3;
  if (synonyms.some((word) => word.toLowerCase().includes(wanted))) return 2;
  return wanted.length > 2 && help.toLowerCase().includes(wanted) ? 1 : 0;
}

/** What answers a search, the best first; of equally good ones, in the order given. */
export const rankedOperators = <Entry extends { readonly operator: Operator }>(
  query: string,
  entries: readonly Entry[],
): readonly Entry[] =>
  entries
    .map((entry) => ({ entry, score: matchOperator(entry.operator, query) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);

/** The palette's groups for a search. While one searches, the best answers come first in their group. */
export function findOperators(
  query: string,
  entries: readonly PaletteEntry[] = catalogue,
): readonly PaletteGroup[] {
  const ranked = rankedOperators(query, entries);
  const group = (title: string, category: Category): readonly PaletteGroup[] => {
    const found = ranked.filter((entry) => groupTitle(entry) === title);
    return found.length === 0 ? [] : [{ title, category, entries: found }];
  };
  return [
    ...categories.flatMap((category) => group(categoryTitles[category], category)),
    ...group('My blocks', 'block'),
  ];
}

/** The entry that Enter adds: the best answer over all groups. */
export const bestOperator = (
  query: string,
  entries: readonly PaletteEntry[] = catalogue,
): PaletteEntry | undefined => (query.trim() === '' ? undefined : rankedOperators(query, entries)[0]);
