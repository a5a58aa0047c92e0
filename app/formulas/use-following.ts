import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { parameterSymbol, valueSymbol } from '../../engine/graph/formula/formula-names.ts';
import type { FilledFormula, Following } from '../../engine/graph/formula/live-numbers.ts';
import {
  type AxisName,
  batchAxis,
  type SharedAxes,
  sharedAxes,
} from '../../engine/graph/formula/shared-axes.ts';
import { symbolsOf } from '../../engine/graph/formula/symbols.ts';
import { oncePer } from '../../engine/graph/once-per.ts';
import { type Expression, element, number } from '../../engine/notation/expression.ts';
import { type OutputKey, parameterKey, parseOutputKey } from '../../engine/program/program.ts';
import { useDocument } from '../document/store.ts';
import { programOf } from '../program/program-of.ts';
import { followedStore, type Picked, type PickedElement, settle } from './followed.ts';

const axesOf = oncePer((checked: CheckedGraph): SharedAxes => sharedAxes(checked, programOf(checked)));

export interface Followed {
  /** Which of the samples looked at, from 0. */
  readonly sample: number;
  /** Undefined where no number is followed. */
  readonly following: Following | undefined;
  /** The element that was pointed out last, as formulas write it. */
  readonly element: Expression | undefined;
  /** Those by which it goes on where nobody chose. */
  readonly settled: readonly Expression[];
}

const nothing: Followed = { sample: 0, following: undefined, element: undefined, settled: [] };

function keyOf(axes: SharedAxes, picked: Picked): OutputKey | undefined {
  if (picked.by === 'sample') return undefined;
  return picked.by === 'key' ? picked.key : axes.keyOf(picked.node, picked.symbol, picked.places.length);
}

/** Its letter with its places: (W₁)₂,₁. */
function written(checked: CheckedGraph, key: OutputKey, places: readonly number[]): Expression {
  const { role, node, name } = parseOutputKey(key);
  const symbols = symbolsOf(checked);
  const isParameter = role === 'parameter' || role === 'parameterGradient';
  const symbol = isParameter
    ? parameterSymbol(symbols, parameterKey(node, name))
    : valueSymbol(symbols, node, name);
  return element(symbol, places.map(number));
}

export function followedIn(
  checked: CheckedGraph,
  picked: readonly Picked[],
  settled: readonly PickedElement[],
): Followed {
  if (picked.length === 0) return nothing;
  const axes = axesOf(checked);
  const places = new Map<AxisName, number>();
  /** Takes the places that nothing before it has taken; whether there were any is undefined where it is not in the graph. */
  const take = (each: Exclude<Picked, { readonly by: 'sample' }>): boolean | undefined => {
    const key = keyOf(axes, each);
    const names = key === undefined ? undefined : axes.of(key);
    if (names === undefined) return undefined;
    const before = places.size;
    names.forEach((name, axis) => {
      const place = each.places[axis];
      if (place !== undefined && !places.has(name)) places.set(name, place);
    });
    return places.size > before;
  };
  let first: Expression | undefined;
  for (const each of picked) {
    if (each.by === 'sample') {
      if (!places.has(batchAxis)) places.set(batchAxis, each.sample);
      continue;
    }
    const key = take(each) === undefined ? undefined : keyOf(axes, each);
    if (key !== undefined) first ??= written(checked, key, each.places);
  }
  if (first === undefined) return { ...nothing, sample: places.get(batchAxis) ?? 0 };
  const goesOn = settled.filter(take).map(({ key }) =>
    written(
      checked,
      key,
      (axes.of(key) ?? []).map((name) => places.get(name) ?? 0),
    ),
  );
  return {
    sample: places.get(batchAxis) ?? 0,
    following: { axes, places },
    element: first,
    settled: goesOn,
  };
}

/** What a person follows through the graph as it is drawn now; what an edit took away is not followed. */
export function useFollowed(): Followed {
  const picked = useStore(followedStore, (state) => state.picked);
  const settled = useStore(followedStore, (state) => state.settled);
  const checked = useDocument((state) => state.checked);
  return useMemo(() => followedIn(checked, picked, settled), [checked, picked, settled]);
}

/**
 * Where what is followed leaves an axis free, such as the hidden unit of an input's feature, a line shows the largest element.
 * The first line that does so settles it, so that all others show the same path and not each its own largest.
 */
export function useSettled({ element, result }: FilledFormula): void {
  const { following } = useFollowed();
  const shown = result.kind === 'number' ? result.element : undefined;
  const isOpen =
    element.some(({ isFollowed }) => isFollowed) && element.some(({ isFollowed }) => !isFollowed);
  useEffect(() => {
    if (!isOpen || following === undefined || shown?.of === undefined) return;
    const key = following.axes.named(shown.of, shown.places.length);
    if (key !== undefined) settle({ by: 'key', key, places: shown.places });
  }, [isOpen, following, shown]);
}
