import type { GraphDocument, GraphNode } from '../../engine/graph/document.ts';
import { setCollapsed, setPinned, setSkip } from '../../engine/graph/edit/edit.ts';
import { edit } from '../document/store.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { Field } from '../ui/field.tsx';
import { Segments } from '../ui/segments.tsx';

const runs = [
  { value: 'none', label: 'computed' },
  { value: 'bypass', label: 'bypassed' },
  { value: 'mute', label: 'muted' },
] as const;

const said = {
  none: 'Part of the network.',
  bypass: 'Passes its first input on, as if it were not drawn.',
  mute: 'Left out, with what then has nothing to read or is read by nothing.',
} as const;

/** Whether nodes are computed, and how their cards stand on the sheet. */
export function NodeStates({ nodes }: { readonly nodes: readonly GraphNode[] }) {
  const [first] = nodes;
  if (first === undefined) return null;
  const change = (label: string, one: (document: GraphDocument, id: string) => GraphDocument) =>
    edit(label, (document) => nodes.reduce((next, { id }) => one(next, id), document));
  const run = first.skip ?? 'none';
  const flag = (
    label: 'collapsed' | 'pinned',
    help: string,
    set: (document: GraphDocument, id: string, on: boolean) => GraphDocument,
  ) => (
    <Field label={label} help={help}>
      {(control) => (
        <Checkbox
          {...control}
          text={first[label] === true ? 'yes' : 'no'}
          checked={first[label] === true}
          onChange={(on) => change(`${on ? '' : 'not '}${label}`, (document, id) => set(document, id, on))}
        />
      )}
    </Field>
  );
  return (
    <section className="sec">
      <Segments
        label="Whether it is computed"
        value={run}
        options={runs}
        onChange={(value) =>
          change(`Set ${value === 'none' ? 'computed' : value}`, (document, id) =>
            setSkip(document, id, value === 'none' ? undefined : value),
          )
        }
      />
      <p className="cap said">{said[run]}</p>
      <div className="form">
        {flag('pinned', 'Neither hands nor tidying move it.', setPinned)}
        {flag('collapsed', 'Its card is folded to a chip.', setCollapsed)}
      </div>
    </section>
  );
}
