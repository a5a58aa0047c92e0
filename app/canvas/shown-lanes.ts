import { useEffect } from 'react';
import { type Edge, type Node, useStoreApi } from 'reactflow';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type LaidCard, type LaidWire, lanesOf } from './wire-lanes.ts';
import type { WireEnds } from './wire-path.ts';
import type { ZoomLevel } from './zoom-level.ts';

interface ShownLanes {
  /** Heights of the lanes, by wire. */
  readonly heights: ReadonlyMap<string, number>;
}

const none: ReadonlyMap<string, number> = new Map();

const lanesStore = createStore<ShownLanes>()(() => ({ heights: none }));

export const useLane = (wire: string): number | undefined =>
  useStore(lanesStore, ({ heights }) => heights.get(wire));

/** Ports are drawn around a point on the card's edge, this far from the edge of their own box; the wire begins at that point. */
const intoPort = 12;

/** Where a wire begins and ends, of what React Flow knows of the outer edges of both ports. */
export const endsOnCards = ({ sourceX, sourceY, targetX, targetY }: WireEnds): WireEnds => ({
  sourceX: sourceX - intoPort,
  sourceY,
  targetX: targetX + intoPort,
  targetY,
});

type FlowNodes = ReturnType<ReturnType<typeof useStoreApi>['getState']>['nodeLookup'];

function laidWire(
  { id, source, sourceHandle, target, targetHandle }: Edge,
  nodes: FlowNodes,
): readonly LaidWire[] {
  const from = nodes.get(source)?.internals;
  const to = nodes.get(target)?.internals;
  const out = from?.handleBounds?.source?.find((port) => port.id === sourceHandle);
  const into = to?.handleBounds?.target?.find((port) => port.id === targetHandle);
  // Cards out of sight are not drawn, so that their ports were not measured; nor are their wires.
  if (from === undefined || to === undefined || out === undefined || into === undefined) return [];
  const ends = endsOnCards({
    sourceX: from.positionAbsolute.x + out.x + out.width,
    sourceY: from.positionAbsolute.y + out.y + out.height / 2,
    targetX: to.positionAbsolute.x + into.x,
    targetY: to.positionAbsolute.y + into.y + into.height / 2,
  });
  return [{ id, source, target, ends }];
}

/** A card in the hand is in no wire's way: it may be on its way into one. */
const isInTheWay = ({ type, dragging }: Node): boolean => type === 'card' && dragging !== true;

/** Keeps the lanes of all wires as the cards lie now; boxes, from far away, need none. */
export function useLanes(nodes: readonly Node[], edges: readonly Edge[], level: ZoomLevel): void {
  const store = useStoreApi();
  useEffect(() => {
    const { nodeLookup } = store.getState();
    if (level === 'box') {
      lanesStore.setState({ heights: none });
      return;
    }
    const cards = nodes.filter(isInTheWay).flatMap(({ id, position, measured }): readonly LaidCard[] => {
      const { width, height } = measured ?? {};
      return width === undefined || height === undefined ? [] : [{ id, ...position, width, height }];
    });
    const heights = lanesOf(
      cards,
      edges.flatMap((edge) => laidWire(edge, nodeLookup)),
    );
    lanesStore.setState({ heights });
  }, [store, nodes, edges, level]);
}
