import { operatorAt } from '../../engine/graph/blocks/block-operator.ts';
import { displayName, nameOfNode } from '../../engine/graph/display-name.ts';
import type { Endpoint, GraphEdge } from '../../engine/graph/document.ts';
import { connect } from '../../engine/graph/edit/edit.ts';
import { formatShape } from '../../engine/program/shape.ts';
import { type Choice, type ChooserSubject, matching, openChooser } from '../chooser/chooser-store.ts';
import { documentStore, edit } from '../document/store.ts';
import { verdictsFrom } from './connecting.ts';

/** What 'Connect to…' was asked for: a port, or all ports of a node. */
export interface ConnectSubject {
  readonly node: string;
  readonly port?: string;
  readonly side?: 'input' | 'output';
}

interface WireChoice extends Choice {
  /** Whether another wire gives way to it. */
  readonly replaces: boolean;
}

/** Every wire that may be drawn from the ports asked about. */
export function connectChoices(subject: ConnectSubject): readonly Choice[] {
  const { document, checked } = documentStore.getState();
  const operator = operatorAt(document, subject.node);
  if (operator === undefined) return [];
  const names = new Map(document.nodes.map((each) => [each.id, displayName(each)]));
  const asked = (port: string, side: 'input' | 'output') =>
    (subject.side === undefined || subject.side === side) &&
    (subject.port === undefined || subject.port === port);
  const shapeOf = ([id, port]: Endpoint) => {
    const type = checked.nodes.get(id)?.outputs.get(port);
    return type === undefined ? '' : formatShape(type.shape);
  };
  const detail = (edge: GraphEdge, replaces: GraphEdge | undefined): string =>
    replaces === undefined
      ? shapeOf(edge.from)
      : `instead of ${nameOfNode(document, replaces.from[0])}  ${shapeOf(edge.from)}`;
  const wires = (port: string, side: 'input' | 'output'): readonly WireChoice[] => {
    const own: Endpoint = [subject.node, port];
    return [...verdictsFrom(own, side)].flatMap(([end, verdict]) => {
      if (!verdict.ok) return [];
      const other = end.split(' ') as unknown as Endpoint;
      const far = `${names.get(other[0])}.${other[1]}`;
      const label = side === 'output' ? `${port} → ${far}` : `${far} → ${port}`;
      const run = () => edit(`Connect ${label}`, (before) => connect(before, verdict.edge, verdict.replaces));
      const { edge, replaces } = verdict;
      const key = `${side} ${port} ${end}`;
      return [{ key, label, detail: detail(edge, replaces), replaces: replaces !== undefined, run }];
    });
  };
  const all = [
    ...(operator.category === 'loss' ? [] : operator.outputs)
      .filter(({ name }) => asked(name, 'output'))
      .flatMap(({ name }) => wires(name, 'output')),
    ...operator.inputs.filter(({ name }) => asked(name, 'input')).flatMap(({ name }) => wires(name, 'input')),
  ];
  // What is free comes before what a wire would be taken from.
  return all.toSorted((a, b) => Number(a.replaces) - Number(b.replaces));
}

/** 'Connect to…': every wire that is possible, from the keyboard. */
export function chooseConnection(subject: ConnectSubject, at: ChooserSubject['at']): void {
  const choices = connectChoices(subject);
  openChooser({
    title: 'Connect to…',
    at,
    search: (text) => matching(choices, text),
    none: () =>
      choices.length === 0 ? 'No port on the canvas can take a wire from here.' : 'No port of this name.',
  });
}
