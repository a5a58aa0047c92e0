import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { operatorIn } from '../../engine/graph/blocks/block-operator.ts';
import type { Endpoint, GraphEdge } from '../../engine/graph/document.ts';
import { connectionJudge, type Verdict } from '../../engine/graph/edit/connect.ts';
import { documentStore } from '../document/store.ts';

/** What each port of the canvas says to the wire being drawn, known from the moment it is begun. */
export interface Connecting {
  readonly from: Endpoint | undefined;
  /** The side on which the wire was begun. */
  readonly side: 'output' | 'input';
  /** By `portKey`; ports of the side it began on are not here. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** The wire whose end is being taken to another port. */
  readonly moving: GraphEdge | undefined;
}

const idle: Connecting = { from: undefined, side: 'output', verdicts: new Map(), moving: undefined };

export const connectingStore = createStore<Connecting>()(() => idle);

export const portKey = (node: string, port: string): string => `${node} ${port}`;

/** Every port a wire from here could end at, with whether it may and why not. */
export function verdictsFrom(
  from: Endpoint,
  side: Connecting['side'],
  moving?: GraphEdge,
): ReadonlyMap<string, Verdict> {
  const { checked } = documentStore.getState();
  const judge = connectionJudge(checked, from, {
    replaceUsed: true,
    ...(moving === undefined ? {} : { moving }),
  });
  const verdicts = new Map<string, Verdict>();
  for (const node of checked.document.nodes) {
    const operator = operatorIn(checked.document, node);
    // A loss gives the number that is minimised; nothing on the canvas reads it.
    const outputs = operator?.category === 'loss' ? [] : operator?.outputs;
    for (const { name } of (side === 'output' ? operator?.inputs : outputs) ?? []) {
      verdicts.set(portKey(node.id, name), judge([node.id, name]));
    }
  }
  return verdicts;
}

export const beginConnecting = (from: Endpoint, side: Connecting['side'], moving?: GraphEdge): void =>
  connectingStore.setState({ from, side, verdicts: verdictsFrom(from, side, moving), moving }, true);

export const endConnecting = (): void => connectingStore.setState(idle, true);

/** How a port looks while a wire is drawn: where it began, can take it, cannot; undefined otherwise. */
export type PortMood = 'from' | 'can' | 'dim' | undefined;

export function usePortMood(node: string, port: string, side: Connecting['side']): PortMood {
  return useStore(connectingStore, ({ from, side: began, verdicts }) => {
    if (from === undefined) return undefined;
    if (side === began) return from[0] === node && from[1] === port ? 'from' : 'dim';
    return verdicts.get(portKey(node, port))?.ok === true ? 'can' : 'dim';
  });
}
