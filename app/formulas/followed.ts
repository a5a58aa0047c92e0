import { createStore } from 'zustand/vanilla';
import type { OutputKey } from '../../engine/program/program.ts';
import { documentStore } from '../document/store.ts';

/** What a person pointed out to follow: an element of a value or parameter, or which of the samples looked at. */
export type Picked =
  | { readonly by: 'key'; readonly key: OutputKey; readonly places: readonly number[] }
  /** As formulas write it. */
  | {
      readonly by: 'symbol';
      readonly node: string;
      readonly symbol: string;
      readonly places: readonly number[];
    }
  | { readonly by: 'sample'; readonly sample: number };

/** An element of a value or parameter. */
export type PickedElement = Extract<Picked, { readonly by: 'key' }>;

interface FollowedNumbers {
  /** The latest first. What earlier ones say of other axes stays: an input's feature, a hidden unit and a class make a path. */
  readonly picked: readonly Picked[];
  /** Of axes that nobody chose a place on, the places that were shown first: all lines go on with these. */
  readonly settled: readonly PickedElement[];
}

export const followedStore = createStore<FollowedNumbers>()(() => ({ picked: [], settled: [] }));

/** A path has no more elements of its own than this. */
const most = 8;

export const follow = (next: Picked): void =>
  followedStore.setState(({ picked, settled }) => ({
    picked: [next, ...picked].slice(0, most),
    // From another number the path may lead elsewhere.
    settled: next.by === 'sample' ? settled : [],
  }));

/** Goes on with an element where the path was open. */
export const settle = (next: PickedElement): void =>
  followedStore.setState(({ settled }) =>
    settled.length === most || settled.some(({ key }) => key === next.key)
      ? {}
      : { settled: [...settled, next] },
  );

/** Follows no number any more; the sample stays. */
export const stopFollowing = (): void =>
  followedStore.setState(({ picked }) => ({
    picked: picked.filter(({ by }) => by === 'sample'),
    settled: [],
  }));

// Another graph has other numbers.
documentStore.subscribe((now, before) => {
  if (now.opened !== before.opened) followedStore.setState({ picked: [], settled: [] });
});

/** The element that a number of a formula on the page is. */
export function elementAt(target: Element): Picked | undefined {
  const places = target.closest('math [data-place]')?.getAttribute('data-place');
  const of = target.closest('math [data-symbol]');
  const [node, symbol] = [of?.getAttribute('data-node'), of?.getAttribute('data-symbol')];
  if (places === null || places === undefined || node == null || symbol == null) return undefined;
  // The gradient by something is followed where that is.
  return { by: 'symbol', node, symbol: symbol.replace(/^∂/u, ''), places: places.split(' ').map(Number) };
}
