import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { displayName, nameOfNode } from '../../engine/graph/display-name.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { keyParts } from '../../engine/graph/parameter-keys.ts';
import { shareParameters, sharingChoices, stopSharing } from '../../engine/graph/sharing.ts';
import { edit } from '../document/store.ts';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';

const own = '';

/** Whose parameters a node uses: its own, or those of another node that has such. */
export function SharingField({
  node,
  checked,
}: {
  readonly node: GraphNode;
  readonly checked: CheckedGraph;
}) {
  const choices = sharingChoices(checked, node.id);
  if (choices.length === 0 && node.shares === undefined) return null;
  const nameOf = (id: string): string => nameOfNode(checked.document, id);
  const options = choices.map(({ node: owner, pairs }) => {
    const names = Object.values(pairs ?? {}).join(' and ');
    return {
      value: JSON.stringify([owner, pairs]),
      label: `${nameOf(owner)}’s${names === '' ? '' : ` ${names}`}`,
    };
  });
  const { shares } = node;
  const current = shares === undefined ? own : 'current';
  const currentLabel =
    typeof shares === 'string'
      ? `${nameOf(shares)}’s`
      : Object.values(shares ?? {})
          .map((key) => `${nameOf(keyParts(key).node)}’s ${keyParts(key).parameter}`)
          .join(', ');
  return (
    <Field
      label="weights"
      help="Its own, or those of another node: used at both places, counted once, their gradients added up."
    >
      {(control) => (
        <Select
          {...control}
          value={current}
          options={[
            { value: own, label: 'its own' },
            ...(shares === undefined ? [] : [{ value: current, label: currentLabel }]),
            ...options,
          ]}
          onChange={(value) => {
            if (value === current) return;
            if (value === own) {
              edit(`Give ${displayName(node)} its own weights`, (document) => stopSharing(document, node.id));
              return;
            }
            const [owner, pairs] = JSON.parse(value) as [string, Record<string, string> | null];
            edit(`Share ${nameOf(owner)}’s weights`, (document) =>
              shareParameters(document, node.id, owner, pairs ?? undefined),
            );
          }}
        />
      )}
    </Field>
  );
}
