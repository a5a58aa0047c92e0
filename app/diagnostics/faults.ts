import { ownersOfKey } from '../../engine/graph/blocks/blocks.ts';
import { type Diagnostic, severities } from '../../engine/graph/check/diagnostic.ts';
import { listsByKey } from '../../engine/graph/lists-by-key.ts';
import { oncePer } from '../../engine/graph/once-per.ts';

/** What is wrong with a graph, by node: read by every card and wire, and worked out once for all of them. */

type Diagnostics = readonly Diagnostic[];

const byNode = oncePer((diagnostics: Diagnostics) =>
  listsByKey(
    diagnostics
      .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
      .flatMap((each) =>
        each.node === undefined
          ? []
          : [each.node, ...ownersOfKey(each.node)].map((id) => [id, each] as const),
      ),
  ),
);

/** What is wrong with a node or inside it, worst first. */
export const faultsOf = (diagnostics: Diagnostics, node: string): Diagnostics =>
  byNode(diagnostics).get(node) ?? [];

const faultyPorts = oncePer((diagnostics: Diagnostics) =>
  listsByKey(
    diagnostics.flatMap(({ node, port, severity }) =>
      severity === 'error' && node !== undefined && port !== undefined ? [[node, port] as const] : [],
    ),
  ),
);

/** The ports of a node that are in error. */
export const portsInError = (diagnostics: Diagnostics, node: string): readonly string[] =>
  faultyPorts(diagnostics).get(node) ?? [];

interface Trouble {
  /** How many nodes are in error. */
  readonly inError: number;
  /** While wires are still missing, nearly every node reaches no loss: that is no news. */
  readonly unfinished: boolean;
}

/** What every card must know of the whole graph. */
export const troubleOf = oncePer((diagnostics: Diagnostics): Trouble => {
  const inError = new Set(
    diagnostics.flatMap(({ node, severity }) =>
      severity === 'error' || severity === 'warning' ? (node ?? []) : [],
    ),
  );
  return {
    inError: inError.size,
    unfinished: diagnostics.some(({ kind }) => kind === 'missing-connection'),
  };
});
