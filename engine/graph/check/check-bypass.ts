import type { PortType } from '../../operators/operator.ts';
import { shapesEqual } from '../../program/shape.ts';
import type { Expansion } from '../blocks/expand-blocks.ts';
import type { Endpoint } from '../document.ts';
import { describeType } from './check-node.ts';
import { type CheckedGraph, sourceOf } from './checked-graph.ts';
import { type Diagnostic, diagnostic } from './diagnostic.ts';

const sameType = (left: PortType, right: PortType): boolean =>
  left.carries === right.carries && shapesEqual(left.shape, right.shape);

/** Bypassed nodes that would give something else than they take in; `running` is the same graph with all computed. */
export function bypassFaults(
  { bypassed, sources }: Pick<Expansion, 'bypassed' | 'sources'>,
  running: CheckedGraph,
): readonly Diagnostic[] {
  const typeAt = (end: Endpoint): PortType | undefined => {
    const [node, port] = sourceOf(running, end);
    return running.nodes.get(node)?.outputs.get(port);
  };
  const faults = new Map<string, Diagnostic>();
  for (const end of bypassed) {
    const [id] = end;
    const passed = sources.get(end.join(' '));
    const given = typeAt(end);
    const taken = passed === undefined ? undefined : typeAt(passed);
    if (given === undefined || (passed !== undefined && taken === undefined)) continue;
    if (taken !== undefined && sameType(given, taken)) continue;
    faults.set(id, bypassFault(running, id, given, taken));
  }
  return [...faults.values()];
}

function bypassFault(
  { nodes }: CheckedGraph,
  id: string,
  given: PortType,
  taken: PortType | undefined,
): Diagnostic {
  const name = nodes.get(id)?.node.name ?? id;
  return diagnostic('bad-bypass', {
    node: id,
    title: `${name} cannot pass its input on`,
    message:
      taken === undefined
        ? `Expected an input to pass on; found none. It gives ${describeType(given)} all the same.`
        : `Expected what comes in, ${describeType(taken)}, to be what it gives; it gives ${describeType(given)}.`,
    fixes: [
      { kind: 'set-skip', node: id, skip: 'none', label: 'Stop bypassing it' },
      { kind: 'set-skip', node: id, skip: 'mute', label: 'Mute it' },
    ],
  });
}
