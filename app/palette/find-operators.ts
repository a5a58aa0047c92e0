import { operators } from '../../engine/operators/catalogue.ts';
import { type Category, categories, type Operator } from '../../engine/operators/operator.ts';

export interface PaletteGroup {
  readonly category: Category;
  readonly operators: readonly Operator[];
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

/** The palette's groups for a search. While one searches, the best answers come first in their group. */
export function findOperators(query: string): readonly PaletteGroup[] {
  const scored = operators
    .map((operator) => ({ operator, score: matchOperator(operator, query) }))
    .filter(({ score }) => score > 0);
  return categories
    .map((category) => ({
      category,
      operators: scored
        .filter(({ operator }) => operator.category === category)
        .sort((a, b) => b.score - a.score)
        .map(({ operator }) => operator),
    }))
    .filter((group) => group.operators.length > 0);
}

/** The operator that Enter adds: the best answer over all groups. */
export function bestOperator(query: string): Operator | undefined {
  if (query.trim() === '') return undefined;
  let best: { readonly operator: Operator; readonly score: number } | undefined;
  for (const operator of operators) {
    const score = matchOperator(operator, query);
    if (score > (best?.score ?? 0)) best = { operator, score };
  }
  return best?.operator;
}
