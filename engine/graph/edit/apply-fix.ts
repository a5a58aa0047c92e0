import { type LevelPath, levelOf, withLevel } from '../blocks/levels.ts';
import { sameEdge } from '../check/check-wiring.ts';
import type { Fix } from '../check/diagnostic.ts';
import { levelOfFix } from '../check/fix-level.ts';
import type { GraphDocument, GraphEdge } from '../document.ts';
import { stopSharing } from '../sharing.ts';
import { keepWeights } from '../stored-weights.ts';
import {
  removeAttribute,
  removeNodes,
  setAttribute,
  setData,
  setFrozen,
  setInitialiser,
  setSkip,
  setTraining,
} from './edit.ts';
import { insertNew, removeAndHeal, replaceOperator, reroute } from './rewire.ts';

/**
 * The document with a fix applied; one that is about nodes inside a block changes the block. Nothing happens where
 * what the fix is about is no longer there.
 */
export function applyFix(document: GraphDocument, fix: Fix): GraphDocument {
  const path = levelOfFix(fix);
  const isHere = path === undefined || path.length === 0 || isLevel(document, path);
  return isHere
    ? applyHere(document, fix)
    : withLevel(document, path, applyHere(levelOf(document, path), fix));
}

/** Whether a document is itself the level that a path leads to, as the canvas shows it. */
const isLevel = ({ nodes }: GraphDocument, path: LevelPath): boolean =>
  nodes.some(({ id }) => id.startsWith(`${path.join('/')}/`));

function applyHere(document: GraphDocument, fix: Fix): GraphDocument {
  switch (fix.kind) {
    case 'set-attribute':
      return setAttribute(document, fix.node, fix.attribute, fix.value);
    case 'remove-attribute':
      return removeAttribute(document, fix.node, fix.attribute);
    case 'remove-node':
      return removeNodes(document, [fix.node]);
    case 'remove-edge':
      return removeOneEdge(document, fix.edge);
    case 'remove-weights':
      return keepWeights(document, (key) => key !== fix.key);
    case 'remove-initialiser':
      return setInitialiser(document, fix.node, fix.parameter, undefined);
    case 'stop-sharing':
      return stopSharing(document, fix.node);
    case 'set-batch-size':
      return setTraining(document, { batchSize: fix.batchSize });
    case 'remove-and-heal':
      return removeAndHeal(document, [fix.node]);
    case 'insert-node':
      return insertNew(document, fix.edge, fix.operator, fix.attributes);
    case 'replace-operator':
      return replaceOperator(document, fix.node, fix.operator);
    case 'reroute':
      return reroute(document, fix.edge, fix.from);
    case 'set-skip':
      return setSkip(document, fix.node, fix.skip === 'none' ? undefined : fix.skip);
    case 'set-frozen':
      return setFrozen(document, fix.node, fix.frozen);
    case 'scale-learning-rate':
      return setTraining(document, { optimizer: scaledRate(document, fix.factor) });
    case 'set-training':
      return setTraining(document, fix.training);
    case 'set-data':
      return setData(document, { ...document.data, ...fix.data });
  }
}

/** Of a wire drawn twice only the later one goes. */
function removeOneEdge(document: GraphDocument, edge: GraphEdge): GraphDocument {
  const index = document.edges.findLastIndex((known) => sameEdge(known, edge));
  return index < 0 ? document : { ...document, edges: document.edges.toSpliced(index, 1) };
}

/** The optimizer with its learning rate multiplied; digits that only binary rounding made are left off. */
const scaledRate = (
  { training: { optimizer } }: GraphDocument,
  factor: number,
): GraphDocument['training']['optimizer'] => ({
  ...optimizer,
  learningRate: Number((optimizer.learningRate * factor).toPrecision(12)),
});
