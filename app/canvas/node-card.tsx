import { type CSSProperties, memo, use, useMemo } from 'react';
import { useReactFlow } from 'reactflow';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { operatorIn } from '../../engine/graph/blocks/block-operator.ts';
import { isBoundary, isUse } from '../../engine/graph/blocks/blocks.ts';
import type { CheckedNode } from '../../engine/graph/check/checked-graph.ts';
import { displayName, nameOfNode } from '../../engine/graph/display-name.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { isWholeLoss } from '../../engine/graph/loss-weight.ts';
import { nodesById } from '../../engine/graph/ownership.ts';
import { keyParts } from '../../engine/graph/parameter-keys.ts';
import type { Operator } from '../../engine/operators/operator.ts';
import { faultsOf, troubleOf } from '../diagnostics/faults.ts';
import { shownDiagnostics } from '../diagnostics/shown-severity.ts';
import { useDocument } from '../document/store.ts';
import { Formula } from '../formulas/formula.tsx';
import { GradientRow } from '../live/gradient-row.tsx';
import { useOfNode } from '../live/live-store.ts';
import { NodePicture } from '../live/node-picture.tsx';
import { exact, fixed } from '../live/number-text.ts';
import { modeWords, useModeOfNode } from '../live/shown-mode.ts';
import { useMissingAsErrors, useTraining } from '../training/status.ts';
import { isReached, turnOf, useWalk } from '../training/walk-state.ts';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { later } from '../ui/later.tsx';
import { BlockBody, type CardParts, PortsBody } from './block-body.tsx';
import { useCardFormula } from './card-formula.ts';
import { formatCount, kindBeside, middleOut, shapeLine, skippedAs } from './card-text.ts';
import { connectingStore } from './connecting.ts';
import { useFound } from './found-nodes.ts';
import { NodeName } from './node-name.tsx';
import { countInputs, NodePorts } from './node-ports.tsx';
import { heightOfPorts, spanOfPorts } from './port.tsx';
import { useRenaming } from './renaming.ts';
import { usualCardSize } from './view-handle.ts';
import { ZoomLevelContext } from './zoom-level.ts';

/** What is wrong, and what mends it, is worked out in words only where something is. */
const Slip = later(() => import('./slip.tsx').then((module) => module.Slip));

/** With more nodes in error than this, only the selected ones show their slip. */
const slipsAtOnce = 2;

/** What a person has set about a card itself. */
function StateMarks({ node }: { readonly node: GraphNode }) {
  if (node.pinned !== true) return null;
  return (
    <span className="pinned" title="Pinned: it stays where it is">
      <Icon name="pin" size={10} />
    </span>
  );
}

function CardHeader({
  node,
  operator,
  advice,
}: {
  readonly node: GraphNode;
  readonly operator: Operator | undefined;
  /** What is worth a thought, where nothing worse is known. */
  readonly advice: string | undefined;
}) {
  const name = displayName(node);
  return (
    <header>
      {operator === undefined ? (
        <span className="is-error">
          <Icon name="error" size={12} />
        </span>
      ) : (
        <Glyph category={operator.category} />
      )}
      <NodeName node={node} place="card" />
      <span className="op">
        {isBoundary(node.id) ? '' : middleOut(kindBeside(name, operator?.name ?? node.operator), 18)}
      </span>
      <StateMarks node={node} />
      {advice === undefined ? null : (
        <span className="advice" title={advice}>
          <Icon name="advice" size={12} />
        </span>
      )}
    </header>
  );
}

function CardFormula({ node }: { readonly node: GraphNode }) {
  const formula = useCardFormula(node.id);
  const mode = useModeOfNode(node.id);
  return (
    <div className="fm">
      {mode === undefined ? null : (
        <span className="mode" title="What it computes differs between training and evaluation">
          {modeWords[mode]}
        </span>
      )}
      {formula === undefined ? (
        <span className="muted">{node.operator}</span>
      ) : (
        <Formula expression={formula} size="md" />
      )}
    </div>
  );
}

/**
 * The loss of the batch that was trained last; while one goes through the coming update, that of its batch. Of one of several losses its
 * own for the samples that are looked at: what was trained tells of their sum alone.
 */
function LossFooter({ checked }: { readonly checked: CheckedNode }) {
  const trained = useTraining(({ batchLoss }) => batchLoss);
  const own = useOfNode(checked.node.id, (live) => live?.scalar);
  const isWhole = useDocument((state) => isWholeLoss(state.checked, checked));
  const loss = useWalk((walk) => (walk === undefined && isWhole ? trained : own));
  const hasCome = useWalk((walk) => isReached(walk, 'loss', checked.node.id));
  if (loss === undefined || !hasCome) return <span>{shapeLine(checked)}</span>;
  return (
    <>
      <span>→ 1</span>
      <span className="p" title={isWhole ? exact(loss) : `${exact(loss)}, of the samples that are looked at`}>
        L {fixed(loss, 4)}
      </span>
    </>
  );
}

/** That a node is not computed, and how. */
function SkippedFooter({ node, checked, word }: CardParts & { readonly word: string }) {
  return (
    <footer>
      <span>{checked === undefined ? '' : shapeLine(checked)}</span>
      <span className="p stored">
        {node.skip === undefined ? null : <Icon name={node.skip} size={10} />}
        {word}
      </span>
    </footer>
  );
}

function CardFooter({ node, checked, operator }: CardParts) {
  const skipped = useDocument((state) => skippedAs(node, state.checked));
  if (skipped !== undefined)
    return <SkippedFooter node={node} checked={checked} operator={operator} word={skipped} />;
  if (checked === undefined || operator === undefined) {
    return (
      <footer>
        <span className="z">no shape yet</span>
      </footer>
    );
  }
  if (operator.category === 'loss') {
    return (
      <footer>
        <LossFooter checked={checked} />
      </footer>
    );
  }
  const output = checked.outputs.values().next().value;
  return (
    <footer>
      <span>{shapeLine(checked)}</span>
      {operator.category === 'data' ? (
        <span className="p">{output?.carries === 'classes' ? 'class' : ''}</span>
      ) : (
        <ParameterFooter node={node} checked={checked} />
      )}
    </footer>
  );
}

/** The count of its parameters; of a node that shares another's, whose they are. */
function ParameterFooter({ node, checked }: { readonly node: GraphNode; readonly checked: CheckedNode }) {
  const count = checked.parameterCount;
  const owner = checked.shares.values().next().value;
  const ownerName = useDocument(({ document }) =>
    owner === undefined
      ? undefined
      : nameOfNode(document, isUse(node) ? String(node.shares) : keyParts(owner).node),
  );
  return (
    <span
      className={count === 0n && owner === undefined ? 'z' : 'p stored'}
      title={
        ownerName === undefined
          ? count === 0n
            ? 'no parameters'
            : 'parameters'
          : `shares the parameters of ${ownerName}`
      }
    >
      {node.frozen === true && count > 0n ? <Icon name="lock" size={10} /> : null}
      {count > 0n || owner === undefined ? formatCount(count) : null}
      {ownerName === undefined ? null : (
        <>
          <Icon name="link" size={10} />
          {ownerName}
        </>
      )}
    </span>
  );
}

function useNodeState(id: string) {
  const missingAsErrors = useMissingAsErrors();
  return useDocument(
    useShallow(({ document, checked, selectedNodes }) => {
      const diagnostics = shownDiagnostics(checked, missingAsErrors);
      const { inError, unfinished } = troubleOf(diagnostics);
      const worst = faultsOf(diagnostics, id).find(
        ({ kind, severity }) => severity !== 'note' && !(unfinished && kind === 'unreachable'),
      );
      const selected = selectedNodes.includes(id);
      const node = nodesById(document.nodes).get(id);
      const operator = node === undefined ? undefined : operatorIn(document, node);
      return {
        node,
        operator,
        checked: checked.nodes.get(id),
        inputs: operator === undefined ? 0 : countInputs(operator, id, document),
        left: node === undefined ? undefined : skippedAs(node, checked),
        selected,
        worst,
        slip:
          worst !== undefined &&
          worst.kind !== 'unreachable' &&
          // Of several that are selected, each would lie over the ports of the cards beside it.
          ((selected && selectedNodes.length === 1) ||
            (worst.severity !== 'advice' && inError <= slipsAtOnce)),
      };
    }),
  );
}

/** What a card says below its name; a block shows what is inside, and inside it its ports are cards of their own. */
function CardBody({ node, checked, operator }: CardParts) {
  if (isBoundary(node.id)) return <PortsBody node={node} checked={checked} operator={operator} />;
  if (isUse(node)) {
    return (
      <>
        <BlockBody node={node} checked={checked} operator={operator} />
        <CardFooter node={node} checked={checked} operator={operator} />
      </>
    );
  }
  return (
    <>
      <CardFormula node={node} />
      <NodePicture node={node.id} />
      <GradientRow node={node.id} />
      <CardFooter node={node} checked={checked} operator={operator} />
    </>
  );
}

/** One node: its name, its formula, what goes in and out, and during training what it computes. */
export const NodeCard = memo(function NodeCard({ id }: { readonly id: string }) {
  const level = use(ZoomLevelContext);
  const { node, operator, checked, inputs, left, selected, worst, slip } = useNodeState(id);
  const found = useFound(id);
  const turn = useWalk((walk) => turnOf(walk, id));
  const renaming = useRenaming(id, 'card');
  const drawing = useStore(connectingStore, ({ from }) => from !== undefined);
  const flow = useReactFlow();
  // A chip keeps the width that its card had.
  const width = useMemo(
    () => (level === 'card' ? undefined : flow.getNode(id)?.measured?.width) ?? usualCardSize.width,
    [level, flow, id],
  );
  if (node === undefined) return null;
  const state = worst?.severity === 'error' ? 'err' : worst?.severity === 'warning' ? 'warn' : '';
  const ports = operator === undefined ? null : <NodePorts node={node} operator={operator} />;
  const skipped = left === undefined ? '' : `skipped ${node.skip ?? ''}`;
  const outputs = operator?.outputs.length ?? 0;
  const places = Math.max(inputs, outputs);
  if (level !== 'card' || node.collapsed === true) {
    const folded = level === 'card' ? 'folded' : level;
    return (
      <div
        className={`chip-card ${folded} ${skipped} ${state} ${found} ${turn} ${selected ? 'sel' : ''}`}
        style={
          {
            width: level === 'card' ? 'max-content' : width,
            height: Math.max(usualCardSize.height, heightOfPorts(places)),
            '--span': `${spanOfPorts(places)}px`,
          } as CSSProperties
        }
      >
        <div className={`chip cat-${operator?.category ?? 'data'}`}>
          {level === 'box' && !renaming ? null : (
            <>
              <span className="called">
                {operator === undefined ? null : <Glyph category={operator.category} />}
                <NodeName node={node} place="card" />
              </span>
              {checked === undefined || checked.parameterCount === 0n ? null : (
                <span className="num">{formatCount(checked.parameterCount)}</span>
              )}
              <StateMarks node={node} />
            </>
          )}
        </div>
        {ports}
      </div>
    );
  }
  const looks = [
    'node',
    operator?.category,
    isBoundary(id) && 'ports-card',
    state,
    found,
    turn,
    skipped,
    selected && 'sel',
    inputs > 1 && 'lower-inputs',
    outputs > 1 && 'lower-outputs',
  ];
  return (
    <article className={looks.filter(Boolean).join(' ')} style={{ minHeight: heightOfPorts(places) }}>
      <CardHeader
        node={node}
        operator={operator}
        advice={worst?.severity === 'advice' ? worst.title : undefined}
      />
      <CardBody node={node} checked={checked} operator={operator} />
      {ports}
      {slip && !drawing && worst !== undefined ? <Slip diagnostic={worst} /> : null}
    </article>
  );
});
