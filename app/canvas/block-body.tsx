import { blockNamed, blockUsedBy } from '../../engine/graph/blocks/blocks.ts';
import { addPort, type Side } from '../../engine/graph/blocks/edit-blocks.ts';
import { type CheckedNode, sourceOf } from '../../engine/graph/check/checked-graph.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import type { Operator } from '../../engine/operators/operator.ts';
import { formatShape } from '../../engine/program/shape.ts';
import { edit, useDocument } from '../document/store.ts';
import { GradientRow } from '../live/gradient-row.tsx';
import { NodePicture } from '../live/node-picture.tsx';
import { Icon } from '../ui/icon.tsx';
import { BlockSketch } from './block-sketch.tsx';
import { middleOut } from './card-text.ts';
import './block.css';

export interface CardParts {
  readonly node: GraphNode;
  readonly checked: CheckedNode | undefined;
  readonly operator: Operator | undefined;
}

/** The values that a use of a block gives: those of the node inside that its first output comes from. */
function UsePicture({ node, operator }: CardParts) {
  const port = operator?.outputs[0]?.name ?? '';
  const source = useDocument(({ checked }) => sourceOf(checked, [node.id, port])[0]);
  return source === node.id ? null : <NodePicture node={source} />;
}

/** Names of a block's ports in their rows, where there is more than one. */
function PortNames({ ports, side }: { readonly ports: Operator['inputs' | 'outputs']; readonly side: Side }) {
  if (ports.length < 2) return null;
  return (
    <span className={`port-names ${side}`}>
      {ports.map(({ name }) => (
        <span key={name} title={name}>
          {middleOut(name, 9)}
        </span>
      ))}
    </span>
  );
}

/** A use of a block: a small picture of what is inside, the names of its ports, and while it trains what it gives and its gradient. */
export function BlockBody(parts: CardParts) {
  const { node, operator } = parts;
  const document = useDocument((state) => state.document);
  const block = blockUsedBy(document, node);
  if (operator === undefined || block === undefined) {
    return <div className="fm muted">no such block</div>;
  }
  const count = block.nodes.length;
  return (
    <>
      <div
        className="block-body"
        title={`${count} ${count === 1 ? 'node' : 'nodes'}. Double-click or Enter looks inside.`}
      >
        <PortNames ports={operator.inputs} side="input" />
        <BlockSketch document={document} block={block} />
        <PortNames ports={operator.outputs} side="output" />
      </div>
      <UsePicture {...parts} />
      <GradientRow node={node.id} />
    </>
  );
}

/** Inside a block: what comes to it, or what it gives, port by port. */
export function PortsBody({ node, checked, operator }: CardParts) {
  const named = blockNamed(node.operator);
  if (named === undefined || operator === undefined) return null;
  const side: Side = named.as === 'inputs' ? 'input' : 'output';
  const ports = side === 'input' ? operator.outputs : operator.inputs;
  const shapeOf = (port: string): string => {
    const type = side === 'input' ? checked?.outputs.get(port) : checked?.inputs.get(port)?.[0]?.type;
    return type === undefined ? '' : formatShape(type.shape);
  };
  return (
    <div className="ports-body">
      {ports.map(({ name }) => (
        <div key={name} className={`port-row ${side}`}>
          <b title={name}>{middleOut(name, 16)}</b>
          <span>{shapeOf(name)}</span>
        </div>
      ))}
      <button
        type="button"
        className="add-port nodrag"
        aria-label={`Add an ${side}`}
        title={`Add an ${side}`}
        onClick={() => edit(`Add an ${side}`, (document) => addPort(document, named.block, side))}
      >
        <Icon name="plus" size={10} /> {side}
      </button>
    </div>
  );
}
