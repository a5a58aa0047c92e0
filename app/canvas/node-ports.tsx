import { useEffect, useMemo, useRef } from 'react';
import { useUpdateNodeInternals } from 'reactflow';
import { useShallow } from 'zustand/react/shallow';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { displayName, nameOfNode } from '../../engine/graph/display-name.ts';
import type { GraphDocument, GraphNode } from '../../engine/graph/document.ts';
import { listsByKey } from '../../engine/graph/lists-by-key.ts';
import { oncePer } from '../../engine/graph/once-per.ts';
import type { Carries, InputPort, Operator } from '../../engine/operators/operator.ts';
import { portsInError } from '../diagnostics/faults.ts';
import { shownDiagnostics } from '../diagnostics/shown-severity.ts';
import { useDocument } from '../document/store.ts';
import { useMissingAsErrors } from '../training/status.ts';
import { carriedText } from './card-text.ts';
import { handleOf, Port } from './port.tsx';

/** Names of the nodes at the other ends of each port's wires, by `node side port`. */
const farEnds = oncePer(({ document }: CheckedGraph) =>
  listsByKey(
    document.edges.flatMap(({ from, to }) => [
      [`${from[0]} output ${from[1]}`, nameOfNode(document, to[0])],
      [`${to[0]} input ${to[1]}`, nameOfNode(document, from[0])],
    ]),
  ),
);

interface InputSlot {
  readonly port: InputPort;
  readonly slot: number;
  /** What is at the other end. */
  readonly ends: readonly string[];
}

/** The places for wires at the inputs of a node: a port that takes several has one for each wire, and a free one. */
function inputSlots(
  { inputs }: Operator,
  endsAt: (input: number) => readonly string[],
): readonly InputSlot[] {
  return inputs.flatMap((port, input): readonly InputSlot[] => {
    const ends = endsAt(input);
    if (port.several !== true) return [{ port, slot: 0, ends }];
    return [...ends.map((end) => [end]), []].map((far, slot) => ({ port, slot, ends: far }));
  });
}

/** How many ports a card shows at its left edge. */
export function countInputs(
  { inputs }: Operator,
  node: string,
  { edges }: Pick<GraphDocument, 'edges'>,
): number {
  const several = inputs.filter((port) => port.several === true);
  if (several.length === 0) return inputs.length;
  const wires = edges.filter(({ to }) => to[0] === node && several.some(({ name }) => name === to[1]));
  return inputs.length + wires.length;
}

/** The ports of a node, inputs at the left edge of its card, outputs at the right. */
export function NodePorts({ node, operator }: { readonly node: GraphNode; readonly operator: Operator }) {
  const { id } = node;
  const missingAsErrors = useMissingAsErrors();
  const faulty = useDocument(
    useShallow(({ checked }) => portsInError(shownDiagnostics(checked, missingAsErrors), id)),
  );
  const ends = useDocument(
    useShallow(({ checked }) => {
      const all = farEnds(checked);
      return [
        ...operator.inputs.map(({ name }) => (all.get(`${id} input ${name}`) ?? []).join('\n')),
        ...operator.outputs.map(({ name }) => (all.get(`${id} output ${name}`) ?? []).join('\n')),
      ];
    }),
  );
  const { inputs, outputs } = useDocument(
    useShallow(({ checked }) => ({
      inputs: checked.nodes.get(id)?.inputs,
      outputs: checked.nodes.get(id)?.outputs,
    })),
  );
  /** A block takes whatever its nodes take: its port is drawn as what comes to it. */
  const takes = ({ name, accepts }: InputPort): Carries => {
    if (operator.category === 'block') return inputs?.get(name)?.[0]?.type.carries ?? 'numbers';
    return accepts.includes('classes') ? 'classes' : 'numbers';
  };
  const carried = useMemo(() => {
    const fixed: Carries = 'numbers';
    return operator.outputs.map(({ name }) => outputs?.get(name)?.carries ?? fixed);
  }, [operator, outputs]);
  const given = useDocument(
    useShallow((state) => operator.outputs.map(({ name }) => carriedText(state.checked, [id, name]))),
  );
  const comes = useDocument(
    useShallow((state) =>
      Object.fromEntries(
        [...(state.checked.nodes.get(id)?.inputs ?? [])].flatMap(([port, list]) =>
          list.map(({ from }, slot) => [`${port} ${slot}`, carriedText(state.checked, from)]),
        ),
      ),
    ),
  );
  const split = (index: number) => (ends[index] ?? '').split('\n').filter((name) => name !== '');
  // React Flow measures ports when a card comes or changes its size; attributes may change the ports alone. Each measuring goes
  // through all nodes, so that cards that only come must not ask for one.
  const measure = useUpdateNodeInternals();
  const slots = inputSlots(operator, split);
  const names = [
    ...slots.map(({ port, slot }) => handleOf(port.name, slot)),
    ...operator.outputs.map(({ name }) => name),
  ].join(' ');
  const measured = useRef(names);
  useEffect(() => {
    if (names === measured.current) return;
    measured.current = names;
    measure(id);
  }, [measure, id, names]);
  // A loss gives the number that is minimised; nothing on the canvas reads it.
  const shownOutputs = operator.category === 'loss' ? [] : operator.outputs;
  return (
    <>
      {slots.map(({ port, slot, ends: far }, index) => (
        <Port
          key={handleOf(port.name, slot)}
          node={id}
          nodeName={displayName(node)}
          side="input"
          port={port.name}
          index={index}
          slot={slot}
          carries={takes(port)}
          carried={comes[`${port.name} ${slot}`]}
          connectedTo={far}
          faulty={faulty.includes(port.name)}
        />
      ))}
      {shownOutputs.map(({ name }, index) => (
        <Port
          key={name}
          node={id}
          nodeName={displayName(node)}
          side="output"
          port={name}
          index={index}
          slot={0}
          carries={carried[index] ?? 'numbers'}
          carried={given[index]}
          connectedTo={split(operator.inputs.length + index)}
          faulty={false}
        />
      ))}
    </>
  );
}
