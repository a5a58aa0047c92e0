import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { parameterSymbol, valueSymbol } from '../../engine/graph/formula/formula-names.ts';
import type { Following } from '../../engine/graph/formula/live-numbers.ts';
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
import { followedStore, type Picked } from './followed.ts';

const axesOf = oncePer((checked: CheckedGraph): SharedAxes => sharedAxes(checked, programOf(checked)));

export interface Followed {
  /** Which of the samples looked at, from 0. */
  readonly sample: number;
  /** Undefined where no number is followed. */
  readonly following: Following | undefined;
  /** The element that was pointed out last, as formulas write it. */
  readonly element: Expression | undefined;
}

const nothing: Followed = { sample: 0, following: undefined, element: undefined };

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

function followedIn(checked: CheckedGraph, picked: readonly Picked[]): Followed {
  if (picked.length === 0) return nothing;
  const axes = axesOf(checked);
  const places = new Map<AxisName, number>();
  let first: Expression | undefined;
  for (const each of picked) {
    if (each.by === 'sample') {
      if (!places.has(batchAxis)) places.set(batchAxis, each.sample);
      continue;
    }
    const key = keyOf(axes, each);
    const names = key === undefined ? undefined : axes.of(key);
    if (key === undefined || names === undefined) continue;
    first ??= written(checked, key, each.places);
    names.forEach((name, axis) => {
      const place = each.places[axis];
      if (place !== undefined && !places.has(name)) places.set(name, place);
    });
  }
  return {
    sample: places.get(batchAxis) ?? 0,
    following: first === undefined ? undefined : { axes, places },
    element: first,
  };
}

/** What a person follows through the graph as it is drawn now; what an edit took away is not followed. */
export function useFollowed(): Followed {
  const picked = useStore(followedStore, (state) => state.picked);
  const checked = useDocument((state) => state.checked);
  return useMemo(() => followedIn(checked, picked), [checked, picked]);
}
