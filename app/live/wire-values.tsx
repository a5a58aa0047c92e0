import { useShallow } from 'zustand/react/shallow';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import type { GraphEdge } from '../../engine/graph/document.ts';
import { useDocument } from '../document/store.ts';
import { useTraining } from '../training/status.ts';
import { isReached, useWalk, type Walk } from '../training/walk-state.ts';
import { Icon } from '../ui/icon.tsx';
import { useNodeLive, useOfNode } from './live-store.ts';
import { narrow } from './number-text.ts';
import { wireEnds } from './wire-ends.ts';
import './live.css';

/** Node and port at both ends, as a run knows them. */
function endsOf(checked: CheckedGraph, edge: GraphEdge): readonly [string, string, string, string] {
  const { from, to } = wireEnds(checked, edge);
  return [from[0], from[1], to?.[0] ?? '', to?.[1] ?? ''];
}

/** What flows along a wire: forward its root mean square, backward the norm of the gradient. Nothing before training. */
export function WireValues({ edge }: { readonly edge: GraphEdge }) {
  const [from, port, to, readAt] = useDocument(useShallow(({ checked }) => endsOf(checked, edge)));
  const source = useNodeLive(from);
  const target = useNodeLive(to);
  const carries = useDocument(
    ({ checked }) => checked.nodes.get(edge.from[0])?.outputs.get(edge.from[1])?.carries,
  );
  // While one goes through an update node by node, only what is computed by then is there.
  const hasCome = useWalk((walk) => isReached(walk, 'forward', from));
  const hasGone = useWalk((walk) => isReached(walk, 'backward', to));
  const forward = hasCome ? source?.ports[port] : undefined;
  const backward = hasGone ? target?.ports[readAt]?.gradientNorm : undefined;
  const isStale = useTraining(({ stale }) => stale);
  const [state, said] = isStale ? [' stale', ', stale since an edit'] : ['', ''];
  // The size of a class index means nothing.
  if (forward === undefined || carries !== 'numbers') return null;
  return (
    <>
      <span className={`v fw${state}`} title={`Forward: root mean square of the values${said}`}>
        <Icon name="forward" size={8} />
        {narrow(forward.rms, 3)}
      </span>
      {backward === undefined ? null : (
        <span className={`v bw${state}`} title={`Backward: norm of the gradient${said}`}>
          <Icon name="backward" size={8} />
          {narrow(backward, 4)}
        </span>
      )}
    </>
  );
}

const [thinnest, thickest] = [1.5, 4];

/** Pixels, in halves, by the size of what flows: from 1.5 for a hundredth and less to 4 for a hundred and more. */
export function wireWidth(size: number): number {
  const share = Math.max(0, Math.min(1, (Math.log10(size) + 2) / 4));
  return Number.isNaN(share) ? thinnest : Math.round(2 * (thinnest + share * (thickest - thinnest))) / 2;
}

const isBackwardTurn = (walk: Walk | undefined): boolean => {
  const phase = walk?.steps[walk.at]?.phase;
  return phase === 'backward' || phase === 'update';
};

interface WireFlow {
  /** Pixels: by its value, in the backward phase of a walk by its gradient. Undefined before training. */
  readonly width: number | undefined;
  /** Which pass of the walk has come to it: forward once what it carries is computed, backward once its gradient is. */
  readonly pass: 'forward' | 'backward' | undefined;
  /** Whether it is the turn of the node that reads it: its value comes, or its gradient goes back. */
  readonly isItsTurn: boolean;
}

/** How what flows along a wire is drawn. */
export function useWireFlow(edge: GraphEdge): WireFlow {
  const [from, port, to, readAt] = useDocument(useShallow(({ checked }) => endsOf(checked, edge)));
  const carries = useDocument(
    ({ checked }) => checked.nodes.get(edge.from[0])?.outputs.get(edge.from[1])?.carries,
  );
  const isWalked = useWalk((walk) => walk !== undefined);
  const isBackward = useWalk(isBackwardTurn);
  const hasCome = useWalk((walk) => isReached(walk, 'forward', from));
  const hasGone = useWalk((walk) => isReached(walk, 'backward', to));
  const turn = useWalk((walk) => {
    const step = walk?.steps[walk.at];
    if (step?.node !== to || step.phase === 'update') return undefined;
    return step.phase === 'backward' ? 'backward' : 'forward';
  });
  const width = (size: number | undefined) => (size === undefined ? undefined : wireWidth(size));
  const byValue = useOfNode(from, (live) => width(live?.ports[port]?.rms));
  const byGradient = useOfNode(to, (live) => width(live?.ports[readAt]?.gradientNorm));
  const reached = isBackward && hasGone && byGradient !== undefined ? 'backward' : 'forward';
  const pass = isWalked && hasCome ? reached : undefined;
  const isThere = carries === 'numbers' && (isBackward ? hasGone : hasCome);
  return {
    width: isThere ? (isBackward ? byGradient : byValue) : undefined,
    pass,
    isItsTurn: turn !== undefined && turn === pass,
  };
}
