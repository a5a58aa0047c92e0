import { useCallback, useSyncExternalStore } from 'react';
import type { NodeSnapshot } from '../worker/protocol.ts';

/**
 * What the running network shows, outside React's tree: one entry and one set of listeners per node, so that a
 * snapshot draws only what it is about. A node is watched as long as something on the page listens to it.
 */

const snapshots = new Map<string, NodeSnapshot>();
const listeners = new Map<string, Set<() => void>>();
let watchedChanged: (() => void) | undefined;
let announced = false;

const notify = (node: string): void => {
  for (const listener of listeners.get(node) ?? []) listener();
};

/** Says, once for all changes of one turn, that other nodes are watched now. */
function announce(): void {
  if (announced) return;
  announced = true;
  queueMicrotask(() => {
    announced = false;
    watchedChanged?.();
  });
}

export const watchedNodes = (): readonly string[] => [...listeners.keys()];

export const onWatchedChange = (listener: () => void): void => {
  watchedChanged = listener;
};

const beforeChange = new Set<() => void>();

/** Calls back just before numbers come to cards that had none, which makes them taller, and before they go again. */
export function whenNumbersComeOrGo(listener: () => void): () => void {
  beforeChange.add(listener);
  return () => void beforeChange.delete(listener);
}

export function publishNodes(nodes: readonly NodeSnapshot[]): void {
  if (snapshots.size === 0 && nodes.length > 0) for (const listener of beforeChange) listener();
  for (const snapshot of nodes) {
    snapshots.set(snapshot.node, snapshot);
    notify(snapshot.node);
  }
}

export function clearNodes(): void {
  const nodes = [...snapshots.keys()];
  if (nodes.length > 0) for (const listener of beforeChange) listener();
  snapshots.clear();
  for (const node of nodes) notify(node);
}

export function subscribeNode(node: string, listener: () => void): () => void {
  const existing = listeners.get(node);
  const set = existing ?? new Set();
  set.add(listener);
  if (existing === undefined) {
    listeners.set(node, set);
    announce();
  }
  return () => {
    set.delete(listener);
    if (set.size > 0 || listeners.get(node) !== set) return;
    listeners.delete(node);
    announce();
  };
}

export const nodeSnapshotOf = (node: string): NodeSnapshot | undefined => snapshots.get(node);

/** What is read of the latest numbers of a node; a new drawing only where that is another. Undefined before training. */
export function useOfNode<T>(node: string, read: (live: NodeSnapshot | undefined) => T): T {
  // The end of a wire may be at no node of its own: then there is nothing to listen to.
  const subscribe = useCallback(
    (listener: () => void) => (node === '' ? () => undefined : subscribeNode(node, listener)),
    [node],
  );
  return useSyncExternalStore(subscribe, () => read(snapshots.get(node)));
}

/** The latest numbers of a node; undefined before training. */
export const useNodeLive = (node: string): NodeSnapshot | undefined => useOfNode(node, (live) => live);
