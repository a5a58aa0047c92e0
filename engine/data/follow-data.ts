import { resolveAttributes } from '../graph/attributes.ts';
import type { DataSettings, GraphDocument, GraphNode } from '../graph/document.ts';
import { setAttribute, setData } from '../graph/edit/edit.ts';
import { operatorOf } from '../graph/operator-of.ts';
import type { AttributeValue } from '../operators/operator.ts';
import type { Dataset } from './dataset.ts';

type Changes = Readonly<Record<string, AttributeValue>>;

/** A picture stays a picture: another shape with as many numbers is left as it is. */
function inputChanges({ shape, kind }: Changes, { features, x }: Dataset): Changes {
  const sizes = shape as readonly number[];
  const isFitting = sizes.reduce((product, size) => product * size, 1) === features.length;
  const areWhole =
    kind !== 'classes' || x.every((row) => row.every((value) => Number.isInteger(value) && value >= 0));
  return {
    ...(isFitting ? {} : { shape: [features.length] }),
    ...(areWhole ? {} : { kind: 'numbers' }),
  };
}

/** Two classes as the numbers 0 and 1 are what BCELoss and its kin read; any other number of them needs indices. */
function targetChanges({ kind }: Changes, { target }: Dataset): Changes {
  if (target.kind === 'none') return {};
  if (target.kind === 'real') return { kind: 'real', features: 1 };
  const classes = Math.max(2, target.classes.length);
  if (kind === 'real') return target.classes.length === 2 ? { features: 1 } : { kind: 'class', classes };
  return { classes };
}

function changesOf(node: GraphNode, dataset: Dataset): Changes {
  const operator = operatorOf(node);
  if (operator?.feed === undefined) return {};
  const { usable } = resolveAttributes(operator, node);
  return operator.feed === 'features' ? inputChanges(usable, dataset) : targetChanges(usable, dataset);
}

/** The document fed by a data set: its input and target nodes take the shape and the kind of what they will carry. */
export function followData(document: GraphDocument, data: DataSettings, dataset: Dataset): GraphDocument {
  const fed = document.nodes.reduce(
    (before, node) =>
      Object.entries(changesOf(node, dataset)).reduce(
        (changed, [name, value]) => setAttribute(changed, node.id, name, value),
        before,
      ),
    document,
  );
  return setData(fed, data);
}
