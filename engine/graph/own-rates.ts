import { ownersOfKey } from './blocks/blocks.ts';
import type { GraphDocument } from './document.ts';

/** Learning rates that some parameters have of their own, in place of the optimizer's. */

type Rates = Readonly<Record<string, number>>;

function withRates(document: GraphDocument, rates: Rates): GraphDocument {
  const { optimizer } = document.training;
  const { learningRates: _, ...rest } = optimizer;
  const own = Object.keys(rates).length === 0 ? {} : { learningRates: rates };
  return { ...document, training: { ...document.training, optimizer: { ...rest, ...own } } };
}

/** Gives the parameters of these keys (`node/parameter`) a rate of their own, or with undefined the optimizer's. */
export function setOwnRate(
  document: GraphDocument,
  keys: readonly string[],
  rate: number | undefined,
): GraphDocument {
  const before = document.training.optimizer.learningRates ?? {};
  if (keys.every((key) => before[key] === rate)) return document;
  const others = Object.entries(before).filter(([key]) => !keys.includes(key));
  const set = rate === undefined ? [] : keys.map((key) => [key, rate] as const);
  return withRates(document, Object.fromEntries([...others, ...set]));
}

/** Takes away the rates of nodes that go. */
export function dropOwnRates(document: GraphDocument, gone: ReadonlySet<string>): GraphDocument {
  const before = Object.entries(document.training.optimizer.learningRates ?? {});
  const kept = before.filter(([key]) => !ownersOfKey(key).some((id) => gone.has(id)));
  return kept.length === before.length ? document : withRates(document, Object.fromEntries(kept));
}
