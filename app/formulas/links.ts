import { createStore } from 'zustand/vanilla';
import { isWithin } from '../../engine/graph/blocks/blocks.ts';
import { sourceOf } from '../../engine/graph/check/checked-graph.ts';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import type { Endpoint } from '../../engine/graph/document.ts';
import { symbolKey } from '../../engine/notation/expression.ts';
import { symbolsFor } from '../canvas/card-formula.ts';
import { documentStore, edgeId } from '../document/store.ts';

/** What lights up together: a factor, its numbers, its node and its wires; of a card all that is of its node. */
export interface Linked {
  readonly node: string;
  /** Undefined where it is the whole node, as a card is. */
  readonly symbol: string | undefined;
}

export const linkStore = createStore<{ readonly linked: Linked | undefined }>()(() => ({
  linked: undefined,
}));

export function light(linked: Linked | undefined): void {
  const { linked: before } = linkStore.getState();
  if (before?.node === linked?.node && before?.symbol === linked?.symbol) return;
  linkStore.setState({ linked });
}

/** The symbol of what an output gives. */
function symbolAt(end: Endpoint): Linked | undefined {
  const { checked } = documentStore.getState();
  const source = sourceOf(checked, end);
  const symbol = symbolsFor(checked).values.get(source.join(' '));
  return symbol === undefined ? undefined : { node: source[0], symbol: symbolKey(symbol) };
}

const linkedBy = (of: Element | null | undefined): Linked | undefined => {
  const node = of?.getAttribute('data-node');
  return node === null || node === undefined
    ? undefined
    : { node, symbol: of?.getAttribute('data-symbol') ?? undefined };
};

/** Where formulas stand beside the canvas: only then is there something for a card to light. */
export const besides = '.formula-rows, .walk-equation';

/** What an element of the page is of: a factor or its numbers, a wire or its symbol, a card. */
export function linkedAt(element: Element): Linked | undefined {
  const factor =
    element.closest('math [data-symbol]') ?? element.closest('.wl')?.querySelector('[data-symbol]');
  if (factor !== null && factor !== undefined) return linkedBy(factor);
  const wire = element.closest('.react-flow__edge')?.getAttribute('data-id');
  const edge = documentStore.getState().document.edges.find((each) => edgeId(each) === wire);
  if (edge !== undefined) return symbolAt(edge.from);
  const card = element.closest('.react-flow__node')?.getAttribute('data-id');
  return card === null || card === undefined || document.querySelector(besides) === null
    ? undefined
    : { node: card, symbol: undefined };
}

/** In words, for those who hear it: W1 of fc1, gradient by z1 of fc1. */
export function linkedText({ node, symbol }: Linked): string {
  const { checked } = documentStore.getState();
  const [, gradient, hat, letters] = /^(∂?)(\^?)(.*)$/u.exec(symbol ?? '') ?? [];
  const name = `${gradient === '' ? '' : 'gradient by '}${letters}${hat === '' ? '' : ' hat'}`;
  return `${symbol === undefined ? '' : `${name} of `}${nameOfNode(checked.document, node)}`;
}

const quoted = (text: string): string => `"${CSS.escape(text)}"`;

/** The elements that light up: parts of formulas, cards and wires of the level that is shown. */
export function lightedBy({ node, symbol }: Linked): {
  readonly factors: string;
  readonly cards: readonly string[];
  readonly wires: readonly string[];
} {
  const level = documentStore.getState().document;
  if (symbol === undefined) {
    const of = `:is([data-node=${quoted(node)}], [data-node^=${quoted(`${node}/`)}])`;
    return { factors: `:is(${besides}) math ${of}`, cards: [], wires: [] };
  }
  const wires = level.edges.filter(({ from }) => {
    const carried = symbolAt(from);
    return carried?.node === node && carried.symbol === symbol;
  });
  return {
    factors: `math [data-node=${quoted(node)}][data-symbol=${quoted(symbol)}]`,
    cards: level.nodes.filter(({ id }) => isWithin(node, id)).map(({ id }) => `[data-id=${quoted(id)}]`),
    wires: wires.map((edge) => `[data-id=${quoted(edgeId(edge))}]`),
  };
}
