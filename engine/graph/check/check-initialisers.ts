import { needsMatrix } from '../../random/initialisers.ts';
import { displayName } from '../display-name.ts';
import type { ParameterInitialiser } from '../initialiser-schema.ts';
import type { CheckedNode } from './checked-graph.ts';
import { type Diagnostic, diagnostic } from './diagnostic.ts';

/** What is wrong with an initialiser for a parameter of this shape, as expected and found; undefined where nothing is. */
export function initialiserFault(
  initialiser: ParameterInitialiser,
  shape: readonly number[],
): string | undefined {
  if (needsMatrix.has(initialiser.kind) && shape.length < 2) {
    const sizes = shape.join('×') || '1';
    return `${initialiser.kind} needs a weight of two dimensions or more, as in PyTorch; found ${sizes}. Choose zeros, normal or uniform.`;
  }
  if (initialiser.kind === 'uniform' && initialiser.from > initialiser.to) {
    return `Expected from ≤ to; found ${initialiser.from} and ${initialiser.to}.`;
  }
  return undefined;
}

/** Initialisers that no parameter of the node takes. */
export function checkInitialisers(nodes: ReadonlyMap<string, CheckedNode>): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [id, { node, parameters, shares }] of nodes) {
    for (const [name, initialiser] of Object.entries(node.initialisers ?? {})) {
      const declared = parameters.find((parameter) => parameter.name === name && !shares.has(name));
      const fault =
        declared === undefined
          ? `Expected a parameter of its own; found none called ${name}.`
          : initialiserFault(initialiser, declared.shape);
      if (fault === undefined) continue;
      const label = `Start ${name} as PyTorch does`;
      diagnostics.push(
        diagnostic('bad-initialiser', {
          node: id,
          title: `${displayName(node)}: the initialiser of ${name} does not fit`,
          message: fault,
          fixes: [{ kind: 'remove-initialiser', node: id, parameter: name, label }],
        }),
      );
    }
  }
  return diagnostics;
}
