import type { Fix } from './diagnostic.ts';

/** The nodes that a fix changes or joins. */
function nodesOf(fix: Fix): readonly string[] {
  switch (fix.kind) {
    case 'set-attribute':
    case 'remove-attribute':
    case 'remove-node':
    case 'stop-sharing':
    case 'remove-and-heal':
    case 'replace-operator':
    case 'remove-initialiser':
    case 'set-skip':
    case 'set-frozen':
      return [fix.node];
    case 'remove-edge':
    case 'insert-node':
      return [fix.edge.from[0], fix.edge.to[0]];
    case 'reroute':
      return [fix.edge.from[0], fix.edge.to[0], fix.from[0]];
    case 'remove-weights':
    case 'set-batch-size':
    case 'scale-learning-rate':
    case 'set-training':
    case 'set-data':
      return [];
  }
}

const pathOf = (id: string): readonly string[] => id.split('/').slice(0, -1);

/**
 * The uses of blocks that lead to what a fix is about, outermost first, none at the top; undefined where it joins
 * nodes of different levels, which no single edit can.
 */
export function levelOfFix(fix: Fix): readonly string[] | undefined {
  const [first = [], ...others] = nodesOf(fix).map(pathOf);
  return others.every((path) => path.join('/') === first.join('/')) ? first : undefined;
}
