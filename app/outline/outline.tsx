import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { operatorIn } from '../../engine/graph/blocks/block-operator.ts';
import { isUse } from '../../engine/graph/blocks/blocks.ts';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { formatCount, shapeLine, skippedAs, spokenNode } from '../canvas/card-text.ts';
import { chooseConnection } from '../canvas/connect-chooser.ts';
import { NodeName } from '../canvas/node-name.tsx';
import { canvasView } from '../canvas/view-handle.ts';
import { menuCommand } from '../commands/menu-entries.tsx';
import { faultsOf } from '../diagnostics/faults.ts';
import { edgeId, goToLevel, select, selectNodes, useDocument } from '../document/store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import './outline.css';
import {
  nextWhole,
  nodeKey,
  type OutlineRow,
  outlineRows,
  rowAfter,
  stretch,
  wholeOf,
} from './outline-rows.ts';

function NodeRow({ node, checked }: { readonly node: GraphNode; readonly checked: CheckedGraph }) {
  const operator = operatorIn(checked.document, node);
  const known = checked.nodes.get(node.id);
  const worst = faultsOf(checked.diagnostics, node.id)[0];
  return (
    <>
      {operator === undefined ? <Icon name="error" size={12} /> : <Glyph category={operator.category} />}
      <NodeName node={node} place="outline" />
      <span className="end" aria-hidden="true">
        {worst === undefined ? null : (
          <span className={`is-${worst.severity}`} title={worst.title}>
            <Icon name={worst.severity} size={12} />
          </span>
        )}
        {skippedAs(node, checked) ?? (known === undefined ? '' : shapeLine(known))}
        {known === undefined || known.parameterCount === 0n ? null : (
          <b className="num">{formatCount(known.parameterCount)}</b>
        )}
      </span>
    </>
  );
}

/** The commands that the outline has as buttons, in their order. */
const actions = [
  { id: 'node.add-beside', text: 'Add…' },
  { id: 'node.connect', text: 'Connect…' },
  { id: 'node.rename', text: 'Rename' },
  { id: 'edit.delete', text: 'Delete' },
  { id: 'training.run', text: 'Train' },
];

function Actions() {
  return (
    <div className="actions" role="toolbar" aria-label="What to do with the graph">
      {actions.map(({ id, text }) => {
        const command = menuCommand(id);
        return (
          <Button key={id} variant="line" title={command?.keys} onClick={() => command?.run()}>
            {text}
          </Button>
        );
      })}
    </div>
  );
}

/** The graph as a tree, in step with the canvas: what can be done there can be done here. */
export function Outline({ onClose }: { readonly onClose: () => void }) {
  const checked = useDocument((state) => state.checked);
  const selectedNodes = useDocument((state) => state.selectedNodes);
  const selectedEdges = useDocument((state) => state.selectedEdges);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState('');
  const tree = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => outlineRows(checked, open), [checked, open]);
  const found = rows.findIndex(({ key }) => key === current);
  const at = Math.max(found, 0);
  const lastAt = useRef(0);
  const hadFocus = useRef(false);
  /** Where a stretch of selected rows begins. */
  const anchor = useRef('');
  /** The focus comes to a row of several that are selected, or are about to be. */
  const keepsSelection = useRef(false);

  const focusRow = useCallback((key: string) => {
    tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }, []);
  const focusAmongSeveral = useCallback(
    (key: string) => {
      keepsSelection.current = true;
      focusRow(key);
      keepsSelection.current = false;
      setCurrent(key);
    },
    [focusRow],
  );

  // What is selected on the canvas, or was just added, is the current row here.
  const [selected] = selectedNodes;
  useEffect(() => {
    const focused = document.activeElement?.getAttribute('data-of') ?? '';
    if (selected === undefined || selectedNodes.includes(focused)) return;
    setCurrent(nodeKey(selected));
    if (hadFocus.current) focusAmongSeveral(nodeKey(selected));
  }, [selected, selectedNodes, focusAmongSeveral]);
  // A row that goes takes the focus with it: the one in its place gets it.
  useEffect(() => {
    if (found >= 0) lastAt.current = found;
    else if (hadFocus.current && document.activeElement === document.body) {
      const next = rows[Math.min(lastAt.current, rows.length - 1)];
      if (next !== undefined) focusRow(next.key);
    }
  }, [found, rows, focusRow]);

  const choose = (row: OutlineRow) => {
    if (keepsSelection.current) return;
    anchor.current = row.key;
    setCurrent(row.key);
    if (row.kind === 'wire') select([], [edgeId(row.edge)]);
    else selectNodes([row.kind === 'node' ? row.node.id : row.node]);
  };
  const selectTo = (row: OutlineRow) => {
    focusAmongSeveral(row.key);
    selectNodes(stretch(rows, anchor.current, row.key));
  };
  const addOrTake = (row: OutlineRow) => {
    const id = wholeOf(row);
    if (id === undefined) return;
    focusAmongSeveral(row.key);
    anchor.current = row.key;
    selectNodes(
      selectedNodes.includes(id) ? selectedNodes.filter((each) => each !== id) : [...selectedNodes, id],
    );
  };
  /** A press with Ctrl or Shift is of several rows; the focus, which would select the row alone, stays where it is. */
  const onPress = (event: MouseEvent<HTMLElement>, row: OutlineRow) => {
    if (!event.shiftKey && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    if (event.shiftKey) selectTo(row);
    else addOrTake(row);
  };
  const unfold = (id: string, wanted: boolean) => {
    const next = new Set(open);
    if (wanted) next.add(id);
    else next.delete(id);
    setOpen(next);
  };
  const act = (row: OutlineRow, place: Element) => {
    const box = place.getBoundingClientRect();
    if (row.kind === 'port') {
      chooseConnection({ node: row.node, port: row.port, side: row.side }, { x: box.right, y: box.top });
    } else if (row.kind === 'wire') canvasView()?.reveal([row.edge.from[0], row.edge.to[0]]);
    else if (row.kind === 'annotation') canvasView()?.reveal([row.node]);
    else if (isUse(row.node)) goToLevel(row.node.id.split('/'));
    else canvasView()?.reveal([row.node.id]);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if ((event.target as Element).closest('input') !== null) return;
    const row = rows[at];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined;
    const wider = event.shiftKey && by !== undefined ? nextWhole(rows, at, by) : undefined;
    const next = event.shiftKey && by !== undefined ? undefined : rowAfter(rows, at, event.key);
    if (wider !== undefined) selectTo(wider);
    else if (next !== undefined) focusRow(next);
    else if (event.key === 'ArrowRight' && row.kind === 'node') unfold(row.node.id, true);
    else if (event.key === 'ArrowLeft' && row.kind === 'node') unfold(row.node.id, false);
    else if (event.key === 'ArrowLeft' && (row.kind === 'wire' || row.kind === 'port'))
      focusRow(nodeKey(row.node));
    else if (event.key === 'Enter' && !event.shiftKey) act(row, event.target as Element);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isSelected = (row: OutlineRow): boolean =>
    row.kind === 'node'
      ? selectedNodes.includes(row.node.id)
      : row.kind === 'annotation'
        ? selectedNodes.includes(row.node)
        : row.kind === 'wire' && selectedEdges.includes(edgeId(row.edge));

  return (
    <div className="outline-panel">
      <header>
        <h2>Outline</h2>
        <IconButton icon="left" iconSize={14} label="Show the palette" small onClick={onClose} />
      </header>
      <Actions />
      <div
        className="tree"
        ref={tree}
        role="tree"
        aria-label="Outline of the graph"
        aria-multiselectable="true"
        onKeyDown={onKeyDown}
        onFocus={() => {
          hadFocus.current = true;
        }}
        onBlur={(event) => {
          // A row that is taken out leaves the focus nowhere: that is not going elsewhere.
          hadFocus.current =
            event.relatedTarget === null || event.currentTarget.contains(event.relatedTarget);
        }}
      >
        {rows.map((row, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its rows
          <div
            key={row.key}
            data-key={row.key}
            data-of={row.kind === 'node' ? row.node.id : row.node}
            role="treeitem"
            tabIndex={index === at ? 0 : -1}
            aria-level={row.kind === 'node' || row.kind === 'annotation' ? 1 : 2}
            aria-expanded={row.kind === 'node' ? row.open : undefined}
            aria-selected={isSelected(row)}
            className={`row of-${row.kind}`}
            onFocus={(event) => event.target === event.currentTarget && choose(row)}
            onMouseDown={(event) => onPress(event, row)}
            onClick={(event) => {
              const isOfSeveral = event.shiftKey || event.ctrlKey || event.metaKey;
              if (event.currentTarget === event.target && !isOfSeveral) act(row, event.currentTarget);
            }}
          >
            {row.kind === 'node' ? (
              <>
                <button
                  type="button"
                  tabIndex={-1}
                  className={row.open ? 'twist open' : 'twist'}
                  aria-hidden="true"
                  title={`Wires of ${displayName(row.node)}`}
                  onClick={() => unfold(row.node.id, !row.open)}
                >
                  <Icon name="right" size={10} />
                </button>
                <span className="unseen">{spokenNode(row.node, checked)}</span>
                <NodeRow node={row.node} checked={checked} />
              </>
            ) : (
              <span className="truncate">{row.text}</span>
            )}
          </div>
        ))}
        {rows.length === 0 ? <p className="cap none">No node yet. Add one, such as Input.</p> : null}
      </div>
    </div>
  );
}
