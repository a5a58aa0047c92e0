import { useEffect } from 'react';
import { defaultAttributes } from '../../engine/graph/attributes.ts';
import { operatorIn } from '../../engine/graph/blocks/block-operator.ts';
import { isBoundary, isUse } from '../../engine/graph/blocks/blocks.ts';
import { type CheckedGraph, sourceOf } from '../../engine/graph/check/checked-graph.ts';
import type { GraphDocument, GraphNode } from '../../engine/graph/document.ts';
import { displayName } from '../../engine/graph/edit/edit.ts';
import { useDocument } from '../document/store.ts';
import { Glyph } from '../ui/glyph.tsx';
import { later } from '../ui/later.tsx';
import { type Tab, Tabs } from '../ui/tabs.tsx';
import { GraphOverview } from './graph-overview.tsx';
import { giveInspectorRoom, type InspectorTab, showInspectorTab, useInspectorTab } from './shown.ts';
import './inspector.css';

const AnnotationPanel = later(() =>
  import('./annotation-panel.tsx').then((module) => module.AnnotationPanel),
);
const Arrange = later(() => import('./arrange.tsx').then((module) => module.Arrange));
const AttributesTab = later(() => import('./attributes-tab.tsx').then((module) => module.AttributesTab));
const PortsTab = later(() => import('./block-sections.tsx').then((module) => module.PortsTab));
const FormulaTab = later(() => import('./formula-tab.tsx').then((module) => module.FormulaTab));
const NumbersTab = later(() => import('./numbers-tab.tsx').then((module) => module.NumbersTab));
const WeightsTab = later(() => import('./weights-tab.tsx').then((module) => module.WeightsTab));

/** What PyTorch calls the operator; what is no module there goes by its name here. */
function className(document: GraphDocument, node: GraphNode): string {
  const operator = operatorIn(document, node);
  if (operator?.category === 'block') return operator.name === displayName(node) ? 'block' : operator.name;
  const call = operator?.torch?.(defaultAttributes(operator)) ?? '';
  return call.startsWith(`nn.${node.operator}(`) ? `nn.${node.operator}` : node.operator;
}

function Head({ node }: { readonly node: GraphNode }) {
  const document = useDocument((state) => state.document);
  const category = operatorIn(document, node)?.category;
  const name = displayName(node);
  return (
    <header className="ihead">
      {category === undefined ? null : <Glyph category={category} size={14} />}
      <h2 className="truncate" title={name}>
        {name}
      </h2>
      <span className="op">{isBoundary(node.id) ? '' : className(document, node)}</span>
    </header>
  );
}

function tabsOf(node: GraphNode): readonly Tab<InspectorTab>[] {
  const { id } = node;
  return [
    { id: 'attributes', title: 'Attributes', content: <AttributesTab key={id} nodes={[node]} /> },
    { id: 'values', title: 'Values', content: <NumbersTab key={id} node={id} kind="values" /> },
    { id: 'gradient', title: 'Gradient', content: <NumbersTab key={id} node={id} kind="gradients" /> },
    { id: 'weights', title: 'Weights', content: <WeightsTab key={id} node={id} /> },
    { id: 'formula', title: 'Formula', content: <FormulaTab key={id} node={id} /> },
  ];
}

/** A use of a block: its numbers are those of the node inside that its first output comes from. */
function tabsOfUse(use: GraphNode, checked: CheckedGraph): readonly Tab<InspectorTab>[] {
  const { id } = use;
  const port = operatorIn(checked.document, use)?.outputs[0]?.name ?? '';
  const [giver] = sourceOf(checked, [id, port]);
  return [
    { id: 'attributes', title: 'Block', content: <AttributesTab key={id} nodes={[use]} /> },
    { id: 'values', title: 'Values', content: <NumbersTab key={giver} node={giver} kind="values" /> },
    { id: 'gradient', title: 'Gradient', content: <NumbersTab key={giver} node={giver} kind="gradients" /> },
    { id: 'formula', title: 'Formula', content: <FormulaTab key={id} node={id} /> },
  ];
}

function SeveralNodes({ nodes }: { readonly nodes: readonly GraphNode[] }) {
  const operators = new Set(nodes.map(({ operator }) => operator));
  return (
    <>
      <header className="ihead">
        <h2>{nodes.length} nodes</h2>
        <span className="op">{operators.size === 1 ? [...operators][0] : `${operators.size} kinds`}</span>
      </header>
      <div className="scroll">
        <Arrange />
        {operators.size === 1 ? <AttributesTab nodes={nodes} /> : null}
        <GraphOverview nodes={nodes} />
      </div>
    </>
  );
}

/** The selected node in five tabs; several nodes together; a note or frame; or the graph as a whole. */
export function Inspector() {
  const nodes = useDocument(({ document }) => document.nodes);
  const annotations = useDocument(({ document }) => document.annotations);
  const checked = useDocument((state) => state.checked);
  const selected = useDocument(({ selectedNodes }) => selectedNodes);
  const tab = useInspectorTab();
  const chosen = nodes.filter(({ id }) => selected.includes(id));
  const [node] = chosen;
  const isSingle = chosen.length === 1 && node !== undefined;
  const isWide = isSingle && tab === 'formula';
  useEffect(() => {
    giveInspectorRoom(isWide);
  }, [isWide]);
  const written = annotations?.filter(({ id }) => selected.includes(id)) ?? [];
  if (chosen.length === 0 && written.length === 1 && written[0] !== undefined)
    return <AnnotationPanel key={written[0].id} annotation={written[0]} />;
  if (!isSingle)
    return chosen.length > 1 ? <SeveralNodes nodes={chosen} /> : <GraphOverview nodes={nodes} whole />;
  if (isBoundary(node.id)) {
    return (
      <>
        <Head node={node} />
        <PortsTab key={node.id} card={node} />
      </>
    );
  }
  const tabs = isUse(node) ? tabsOfUse(node, checked) : tabsOf(node);
  return (
    <>
      <Head node={node} />
      <Tabs
        label={`About ${displayName(node)}`}
        tabs={tabs}
        value={tabs.some(({ id }) => id === tab) ? tab : 'attributes'}
        onChange={showInspectorTab}
        panelClass="scroll"
      />
    </>
  );
}
