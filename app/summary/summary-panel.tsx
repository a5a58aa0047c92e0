import { useMemo, useState } from 'react';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { formatShape } from '../../engine/program/shape.ts';
import { type CountedRow, countsByBlock } from '../../engine/summary/block-counts.ts';
import { type NodeCounts, nodeCounts } from '../../engine/summary/node-counts.ts';
import { summarize } from '../../engine/summary/summarize.ts';
import { showNode, useDocument } from '../document/store.ts';
import { count } from '../live/number-text.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { useDrawnRows } from '../ui/use-drawn-rows.ts';
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

interface CountRowsProps {
  readonly rows: readonly CountedRow[];
  readonly checked: CheckedGraph;
  /** How many blocks the rows are in. */
  readonly depth: number;
}

/** Lines of the table; a block is one line, which unfolds to those of what is inside. */
function CountRows({ rows, checked, depth }: CountRowsProps) {
  return useDrawnRows(rows).map((row) => (
    <CountRow key={row.counts.node} row={row} checked={checked} depth={depth} />
  ));
}

function CountRow({ row, checked, depth }: Omit<CountRowsProps, 'rows'> & { readonly row: CountedRow }) {
  const { counts, kind } = row;
  const isSelected = useDocument(({ selectedNodes }) => selectedNodes.includes(counts.node));
  const [open, setOpen] = useState(false);
  const category =
    kind === 'block' ? 'block' : (checked.nodes.get(counts.node)?.operator.category ?? 'layer');
  return (
    <>
      <tr className={isSelected ? 'cur' : undefined}>
        <td style={{ paddingLeft: depth * 14 }}>
          <span className="row">
            {kind === 'block' ? (
              <button
                type="button"
                className="unfold"
                aria-expanded={open}
                aria-label={`What is inside ${counts.name}`}
                onClick={() => setOpen(!open)}
              >
                <Icon name={open ? 'chevron' : 'right'} size={10} />
              </button>
            ) : null}
            <button type="button" className="row link" onClick={() => showNode(counts.node)}>
              <Glyph category={category} />
              {depth === 0 ? counts.name : counts.name.slice(counts.name.lastIndexOf('/') + 1)}
            </button>
          </span>
        </td>
        <td className="n hide-s">{outputText(counts)}</td>
        <td className={counts.parameters === 0n ? 'n muted' : 'n'}>{count(counts.parameters)}</td>
        <td className={counts.multiplyAdds === 0n ? 'n muted' : 'n'}>{count(counts.multiplyAdds)}</td>
        <td className="n hide-s">{count(counts.outputBytes)}</td>
      </tr>
      {row.kind === 'block' && open ? (
        <CountRows rows={row.rows} checked={checked} depth={depth + 1} />
      ) : null}
    </>
  );
}

function CountTable({ checked }: { readonly checked: CheckedGraph }) {
  const rows = useMemo(() => countedRows(checked), [checked]);
  const whole = useDocument((state) => state.whole);
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
          <CountRows rows={countsByBlock(whole, checked, rows)} checked={checked} depth={0} />
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
        <h4>
          torchsummary
          <span className="r">
            <CopyButton label="Copy the summary as text" text={() => text} />
          </span>
        </h4>
        <pre data-testid="summary-text">{text}</pre>
      </div>
      <div className="cell grow">
        <CountTable checked={checked} />
      </div>
    </div>
  );
}
