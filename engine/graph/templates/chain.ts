import type { Attributes } from '../../operators/operator.ts';
import {
  type DataSettings,
  documentFormat,
  documentVersion,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  type StoredTensor,
  type Training,
} from '../document.ts';

/** One card of a chain; `id` is also its name. */
export interface Link {
  readonly id: string;
  readonly operator: string;
  readonly attributes?: Attributes;
  /** The port that reads the card before; `input` unless told. */
  readonly input?: string;
  /** Pixels by which its formula makes the card wider than others. */
  readonly wider?: number;
}

export interface Chain {
  readonly name: string;
  /** From the input to the loss, each reading the one before. */
  readonly links: readonly Link[];
  /** Read by the loss beside the prediction; drawn below the chain. */
  readonly target: Link;
  readonly training: Training;
  readonly data: DataSettings;
  readonly weights?: Readonly<Record<string, StoredTensor>>;
}

/** Pixels, on a grid of 16: left edges of the cards, of which the input's is the narrowest, and the two rows. */
const left = 32;
const inputWidth = 144;
const columnWidth = 176;
const top = 112;
const targetTop = top + 192;

const nodeAt = ({ id, operator, attributes = {} }: Link, x: number, y: number): GraphNode => ({
  id,
  operator,
  name: id,
  attributes,
  position: { x, y },
});

/** A network without branches as a document, laid out from left to right. */
export function chainDocument({ name, links, target, training, data, weights }: Chain): GraphDocument {
  const column = (index: number): number => {
    const wider = links.slice(0, index).reduce((sum, link) => sum + (link.wider ?? 0), 0);
    return index === 0 ? left : left + inputWidth + (index - 1) * columnWidth + wider;
  };
  const nodes = links.map((link, index) => nodeAt(link, column(index), top));
  const wires = links.slice(1).map((link, index): GraphEdge => {
    const source = links[index] as Link;
    return { from: [source.id, 'output'], to: [link.id, link.input ?? 'input'] };
  });
  const loss = links[links.length - 1] as Link;
  return {
    format: documentFormat,
    version: documentVersion,
    name,
    nodes: [...nodes, nodeAt(target, column(links.length - 2), targetTop)],
    edges: [...wires, { from: [target.id, 'output'], to: [loss.id, 'target'] }],
    training,
    data,
    ...(weights === undefined ? {} : { weights }),
  };
}
