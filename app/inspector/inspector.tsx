import { useEffect, useState } from 'react';
import { defaultAttributes } from '../../engine/graph/attributes.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { displayName } from '../../engine/graph/edit.ts';
import { operatorOf } from '../../engine/graph/operator-of.ts';
import { useDocument } from '../document/store.ts';
import { Glyph } from '../ui/glyph.tsx';
import { type Tab, Tabs } from '../ui/tabs.tsx';
import { AttributesTab } from './attributes-tab.tsx';
import { FormulaTab } from './formula-tab.tsx';
import { GraphOverview } from './graph-overview.tsx';
import { NumbersTab } from './numbers-tab.tsx';
import { WeightsTab } from './weights-tab.tsx';
import { inspectorWidth } from './wide.ts';
import './inspector.css';

const tabIds = ['attributes', 'values', 'gradient', 'weights', 'formula'] as const;
type TabId = (typeof tabIds)[number];

/** What PyTorch calls the operator; what is no module there goes by its name here. */
function className(node: GraphNode): string {
  const operator = operatorOf(node);
  const call = operator?.torch?.(defaultAttributes(operator)) ?? '';
  return call.startsWith(`nn.${node.operator}(`) ? `nn.${node.operator}` : node.operator;
}

function Head({ node }: { readonly node: GraphNode }) {
  const category = operatorOf(node)?.category;
  const name = displayName(node);
  return (
    <header className="ihead">
      {category === undefined ? null : <Glyph category={category} size={14} />}
      <h2 className="truncate" title={name}>
        {name}
      </h2>
      <span className="op">{className(node)}</span>
    </header>
  );
}

function tabsOf(node: GraphNode): readonly Tab<TabId>[] {
  const { id } = node;
  return [
    { id: 'attributes', title: 'Attributes', content: <AttributesTab key={id} nodes={[node]} /> },
    { id: 'values', title: 'Values', content: <NumbersTab key={id} node={id} kind="values" /> },
    { id: 'gradient', title: 'Gradient', content: <NumbersTab key={id} node={id} kind="gradients" /> },
    { id: 'weights', title: 'Weights', content: <WeightsTab key={id} node={id} /> },
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
        {operators.size === 1 ? <AttributesTab nodes={nodes} /> : null}
        <GraphOverview nodes={nodes} />
      </div>
    </>
  );
}

/** The selected node in five tabs; several nodes together; or the graph as a whole. */
export function Inspector() {
  const nodes = useDocument(({ document }) => document.nodes);
  const selected = useDocument(({ selectedNodes }) => selectedNodes);
  const [tab, setTab] = useState<TabId>('attributes');
  const chosen = nodes.filter(({ id }) => selected.includes(id));
  const [node] = chosen;
  const isSingle = chosen.length === 1 && node !== undefined;
  const isWide = isSingle && tab === 'formula';
  useEffect(() => {
    inspectorWidth.setState({ wide: isWide });
  }, [isWide]);
  if (!isSingle)
    return chosen.length > 1 ? <SeveralNodes nodes={chosen} /> : <GraphOverview nodes={nodes} whole />;
  return (
    <>
      <Head node={node} />
      <Tabs
        label={`About ${displayName(node)}`}
        tabs={tabsOf(node)}
        value={tab}
        onChange={setTab}
        panelClass="scroll"
      />
    </>
  );
}
