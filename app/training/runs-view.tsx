import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { KeptRun } from '../../engine/graph/document.ts';
import { canKeepRun, keepRun, removeRun, renameRun } from '../../engine/train/kept-runs.ts';
import { documentStore, editWhole, useDocument } from '../document/store.ts';
import { count, fixed, percent } from '../live/number-text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { TextField } from '../ui/text-field.tsx';
import { trainingStore, useTraining } from './status.ts';

/** Runs whose curves are left out of the charts; a matter of looking, no part of the document. */
const hiddenStore = createStore<{ readonly hidden: ReadonlySet<string> }>()(() => ({ hidden: new Set() }));

const show = (id: string, shown: boolean): void =>
  hiddenStore.setState(({ hidden }) => ({
    hidden: new Set(shown ? [...hidden].filter((each) => each !== id) : [...hidden, id]),
  }));

/** The kept runs that the charts show beside the one under way. */
export function useShownRuns(): readonly KeptRun[] {
  const runs = useDocument(({ whole }) => whole.runs);
  const hidden = useStore(hiddenStore, (state) => state.hidden);
  return runs === undefined || hidden.size === 0 ? (runs ?? none) : runs.filter(({ id }) => !hidden.has(id));
}

const none: readonly KeptRun[] = [];

/** Keeps the run as it stands with the document. */
function keep(): void {
  const { epochs, progress, timeline } = trainingStore.getState();
  const { checked } = documentStore.getState();
  editWhole('Keep a run', (whole) =>
    keepRun(whole, {
      epochs,
      step: timeline?.now ?? progress?.step ?? 0,
      parameters: Number(checked.parameterCount.total),
    }),
  );
}

export function KeepRun() {
  const { status, stale } = useTraining(({ status, stale }) => ({ status, stale }));
  const isRoom = useDocument(({ whole }) => canKeepRun(whole));
  return (
    <>
      <Button variant="line" disabled={status === 'idle' || stale || !isRoom} onClick={keep}>
        Keep this run
      </Button>
      <p className="cap">
        {stale
          ? 'The graph has changed since; this run is not of it any more.'
          : isRoom
            ? 'A kept run stays with the document: its settings, its curves and what it came to, not its weights.'
            : 'No more runs fit; remove one first.'}
      </p>
    </>
  );
}

const optional = (value: number | undefined, text: (value: number) => string): string =>
  value === undefined ? '–' : text(value);
const loss = (value: number): string => fixed(value, 4);

/** What a run came to, or was made with: two that belong together stand one above the other, so that all of them fit a page. */
const figures: readonly {
  readonly heads: readonly [string, string?];
  readonly isText?: boolean;
  readonly of: (run: KeptRun) => readonly [string, string?];
}[] = [
  {
    heads: ['epochs', 'params'],
    of: ({ epochs, settings }) => [count(epochs.at(-1)?.epoch ?? 0), count(settings.parameters)],
  },
  { heads: ['train loss'], of: ({ epochs }) => [optional(epochs.at(-1)?.train.loss, loss)] },
  {
    heads: ['val. loss', 'val. acc.'],
    of: ({ epochs }) => {
      const validation = epochs.at(-1)?.validation;
      return [optional(validation?.loss, loss), optional(validation?.accuracy, percent)];
    },
  },
  {
    heads: ['test loss', 'test acc.'],
    of: ({ test }) => [optional(test?.loss, loss), optional(test?.accuracy, percent)],
  },
  {
    heads: ['optimizer', 'schedule'],
    isText: true,
    of: ({ settings }) => [settings.optimizer, settings.schedule ?? '–'],
  },
  {
    heads: ['lr', 'batch'],
    of: ({ settings }) => [String(settings.learningRate), count(settings.batchSize)],
  },
  { heads: ['seed'], of: ({ settings }) => [String(settings.seed)] },
];

function Pair({ texts: [first, second] }: { readonly texts: readonly [string, string?] }) {
  return (
    <>
      <div>{first}</div>
      {second === undefined ? null : <div>{second}</div>}
    </>
  );
}

function Row({ run }: { readonly run: KeptRun }) {
  const isShown = useStore(hiddenStore, ({ hidden }) => !hidden.has(run.id));
  return (
    <tr>
      <td>
        <Checkbox
          text=""
          label={`Show ${run.name} in the charts`}
          checked={isShown}
          onChange={(shown) => show(run.id, shown)}
        />
      </td>
      <th scope="row">
        <TextField
          label={`Name of ${run.name}`}
          value={run.name}
          required
          maxLength={200}
          onCommit={(name) => editWhole('Rename a run', (whole) => renameRun(whole, run.id, name))}
        />
      </th>
      {figures.map(({ heads, isText, of }) => (
        <td key={heads.join()} className={isText ? undefined : 'n'}>
          <Pair texts={of(run)} />
        </td>
      ))}
      <td>
        <IconButton
          icon="close"
          iconSize={12}
          small
          label={`Remove ${run.name}`}
          onClick={() => editWhole('Remove a run', (whole) => removeRun(whole, run.id))}
        />
      </td>
    </tr>
  );
}

/** The kept runs side by side: what each was made with and what it came to. */
export function RunsTable() {
  const runs = useDocument(({ whole }) => whole.runs) ?? none;
  if (runs.length === 0)
    return (
      <p className="cap empty-panel">
        Train, then keep the run: it stands here and in the charts to compare others with. Its settings,
        curves and results are kept with the document, not its weights: the histories in the inspector are
        those of the run under way and of the one it branched off.
      </p>
    );
  return (
    <table className="runs">
      <thead>
        <tr>
          <th scope="col">shown</th>
          <th scope="col">Run</th>
          {figures.map(({ heads, isText }) => (
            <th key={heads.join()} scope="col" className={isText ? undefined : 'n'}>
              <Pair texts={heads} />
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Row key={run.id} run={run} />
        ))}
      </tbody>
    </table>
  );
}
