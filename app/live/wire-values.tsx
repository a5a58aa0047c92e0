import type { GraphEdge } from '../../engine/graph/document.ts';
import { inputPortName } from '../../engine/passes/lower.ts';
import { documentStore, useDocument } from '../document/store.ts';
import { Icon } from '../ui/icon.tsx';
import { useNodeLive } from './live-store.ts';
import { fixed } from './number-text.ts';
import './live.css';

/** The name under which a wire's value and gradient are known at its end; ports with several wires number them. */
function portOfWire(edge: GraphEdge): string {
  const [node, port] = edge.to;
  const { edges } = documentStore.getState().document;
  const wires = edges.filter(({ to }) => to[0] === node && to[1] === port);
  const index = wires.findIndex(({ from }) => from[0] === edge.from[0] && from[1] === edge.from[1]);
  return inputPortName(port, index, wires.length);
}

/** What flows along a wire: forward its root mean square, backward the norm of the gradient. Nothing before training. */
export function WireValues({ edge }: { readonly edge: GraphEdge }) {
  const source = useNodeLive(edge.from[0]);
  const target = useNodeLive(edge.to[0]);
  const port = useDocument(() => portOfWire(edge));
  const carries = useDocument(
    ({ checked }) => checked.nodes.get(edge.from[0])?.outputs.get(edge.from[1])?.carries,
  );
  const forward = source?.ports[edge.from[1]];
  const backward = target?.ports[port]?.gradientNorm;
  // The size of a class index means nothing.
  if (forward === undefined || carries !== 'numbers') return null;
  return (
    <>
      <span className="v fw" title="Forward: root mean square of the values">
        <Icon name="forward" size={8} />
        {fixed(forward.rms, 3)}
      </span>
      {backward === undefined ? null : (
        <span className="v bw" title="Backward: norm of the gradient">
          <Icon name="backward" size={8} />
          {fixed(backward, 4)}
        </span>
      )}
    </>
  );
}
