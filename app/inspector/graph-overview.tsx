import { operatorIn } from '../../engine/graph/blocks/block-operator.ts';
import { isBoundary } from '../../engine/graph/blocks/blocks.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { displayName } from '../../engine/graph/edit/edit.ts';
import { selectNodes, useDocument } from '../document/store.ts';
import { count } from '../live/number-text.ts';
import { Glyph } from '../ui/glyph.tsx';
import { useDrawnRows } from '../ui/use-drawn-rows.ts';

interface GraphOverviewProps {
  readonly nodes: readonly GraphNode[];
  /** The nodes are all there are: nothing is selected. */
  readonly whole?: boolean;
}

/** Nodes with their counts, and their sum; what the inspector shows where no single node is selected. */
export function GraphOverview({ nodes: shown, whole = false }: GraphOverviewProps) {
  const nodes = shown.filter(({ id }) => !isBoundary(id));
  const checked = useDocument((state) => state.checked);
  const counted = nodes.map((node) => checked.nodes.get(node.id)?.parameterCount ?? 0n);
  const drawn = useDrawnRows(nodes);
  const kindOf = (node: GraphNode): string => {
    const name = operatorIn(checked.document, node)?.name ?? node.operator;
    return name === displayName(node) ? 'block' : name;
  };
  const total = counted.reduce((sum, amount) => sum + amount, 0n);
  const list = (
    <section className="sec">
      {nodes.length === 0 ? (
        <p className="cap">Add a node from the palette, then select it to see what it is and does.</p>
      ) : (
        <table className="led">
          <tbody>
            {drawn.map((node, index) => (
              <tr key={node.id}>
                <td>
                  <button type="button" className="row link" onClick={() => selectNodes([node.id])}>
                    <Glyph category={operatorIn(checked.document, node)?.category ?? 'data'} />
                    <span className="truncate">{displayName(node)}</span>
                    <span className="muted">{kindOf(node)}</span>
                  </button>
                </td>
                <td className={counted[index] === 0n ? 'n muted' : 'n'}>{count(counted[index] ?? 0n)}</td>
              </tr>
            ))}
            <tr className="sum">
              <td>Parameters</td>
              <td className="n">{count(total)}</td>
            </tr>
          </tbody>
        </table>
      )}
    </section>
  );
  if (!whole) return list;
  return (
    <>
      <header className="ihead">
        <h2>Graph</h2>
        <span className="op">{nodes.length} nodes</span>
      </header>
      <div className="scroll">{list}</div>
    </>
  );
}
