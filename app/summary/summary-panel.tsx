import { useMemo } from 'react';
import type { CheckedGraph } from '../../engine/graph/checked-graph.ts';
import { formatShape } from '../../engine/program/shape.ts';
import { type NodeCounts, nodeCounts } from '../../engine/summary/node-counts.ts';
import { summarize } from '../../engine/summary/summarize.ts';
import { selectNodes, useDocument } from '../document/store.ts';
import { count } from '../live/number-text.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import './summary.css';

const total = (rows: readonly NodeCounts[], of: (row: NodeCounts) => bigint): bigint =>
  rows.reduce((sum, row) => sum + of(row), 0n);

const outputText = ({ outputs }: NodeCounts): string => [...outputs.values()].map(formatShape).join(', ');

/** Nodes that hold parameters or compute; data and losses cost a sample nothing worth a row. */
function countedRows(checked: CheckedGraph): readonly NodeCounts[] {
  return nodeCounts(checked).filter(({ node }) => {
    const category = checked.nodes.get(node)?.operator.category;
    return category !== 'data' && category !== 'loss';
  });
}

const asText = (rows: readonly NodeCounts[]): string =>
  [
    ['Node', 'Output', 'Params', 'MACs', 'Bytes'],
    ...rows.map((row) => [
      row.name,
      outputText(row),
      String(row.parameters),
      String(row.multiplyAdds),
      String(row.outputBytes),
    ]),
    [
      'Total',
      '',
      String(total(rows, ({ parameters }) => parameters)),
      String(total(rows, ({ multiplyAdds }) => multiplyAdds)),
      String(total(rows, ({ outputBytes }) => outputBytes)),
    ],
  ]
    .map((cells) => cells.join('\t'))
    .join('\n');

function CountTable({ checked }: { readonly checked: CheckedGraph }) {
  const rows = useMemo(() => countedRows(checked), [checked]);
  const selected = useDocument(({ selectedNodes }) => selectedNodes);
  const { parameterCount } = checked;
  return (
    <>
      <h4>
        Per sample
        <span className="r">
          <CopyButton label="Copy the table as text" text={() => asText(rows)} />
        </span>
      </h4>
      <table>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col" className="n hide-s">
              Output
            </th>
            <th scope="col" className="n">
              Params
            </th>
            <th scope="col" className="n">
              MACs
            </th>
            <th scope="col" className="n hide-s">
              Bytes
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.node} className={selected.includes(row.node) ? 'cur' : undefined}>
              <td>
                <button type="button" className="row link" onClick={() => selectNodes([row.node])}>
                  <Glyph category={checked.nodes.get(row.node)?.operator.category ?? 'layer'} />
                  {row.name}
                </button>
              </td>
              <td className="n hide-s">{outputText(row)}</td>
              <td className={row.parameters === 0n ? 'n muted' : 'n'}>{count(row.parameters)}</td>
              <td className={row.multiplyAdds === 0n ? 'n muted' : 'n'}>{count(row.multiplyAdds)}</td>
              <td className="n hide-s">{count(row.outputBytes)}</td>
            </tr>
          ))}
          <tr className="sum">
            <td>Total</td>
            <td className="n hide-s" />
            <td className="n" data-testid="total-parameters">
              {count(total(rows, ({ parameters }) => parameters))}
            </td>
            <td className="n">{count(total(rows, ({ multiplyAdds }) => multiplyAdds))}</td>
            <td className="n hide-s">{count(total(rows, ({ outputBytes }) => outputBytes))}</td>
          </tr>
        </tbody>
      </table>
      <p className="cap summary-note">
        <span className="num">{count(parameterCount.trainable)}</span> trainable,{' '}
        <span className="num">{count(parameterCount.frozen)}</span> non-trainable.
        <br />
        MACs and output bytes are for one sample, in float32.
        {[...checked.nodes.values()].some(({ shares }) => shares.size > 0) ? (
          <>
            <br />
            Shared parameters count once here; torchsummary counts them at every use.
          </>
        ) : null}
      </p>
    </>
  );
}

/** torchsummary's table to the byte, and what each node costs. */
export function SummaryPanel() {
  const checked = useDocument((state) => state.checked);
  const text = useMemo(() => summarize(checked).text, [checked]);
  if (checked.document.nodes.length === 0) {
    return <p className="cap empty-panel">Shapes and parameter counts appear here as you add layers.</p>;
  }
  return (
    <div className="body summary">
      <div className="cell">
        <div className="copy-corner">
          <CopyButton label="Copy the summary as text" text={() => text} />
        </div>
        <pre data-testid="summary-text">{text}</pre>
      </div>
      <div className="cell grow">
        <CountTable checked={checked} />
      </div>
    </div>
  );
}
