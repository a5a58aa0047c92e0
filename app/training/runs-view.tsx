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
      <p className="cap">
        A kept run stays with the document: its settings, its curves and what it came to, not its weights.
      </p>
      <Button variant="line" disabled={status === 'idle' || stale || !isRoom} onClick={keep}>
        Keep this run
      </Button>
      {isRoom ? null : <p className="cap">No more runs fit; remove one first.</p>}
      {stale ? <p className="cap">The graph has changed since; this run is not of it any more.</p> : null}
    </>
  );
}

const optional = (value: number | undefined, text: (value: number) => string): string =>
  value === undefined ? '–' : text(value);
const loss = (value: number): string => fixed(value, 4);

function Row({ run }: { readonly run: KeptRun }) {
  const isShown = useStore(hiddenStore, ({ hidden }) => !hidden.has(run.id));
  const { settings } = run;
  const last = run.epochs.at(-1);
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
      <td className="n">{count(last?.epoch ?? 0)}</td>
      <td className="n">{optional(last?.train.loss, loss)}</td>
      <td className="n">{optional(last?.validation?.loss, loss)}</td>
      <td className="n">{optional(last?.validation?.accuracy, percent)}</td>
      <td className="n">{optional(run.test?.loss, loss)}</td>
      <td className="n">{optional(run.test?.accuracy, percent)}</td>
      <td>{settings.optimizer}</td>
      <td className="n">{settings.learningRate}</td>
      <td>{settings.schedule ?? '–'}</td>
      <td className="n">{count(settings.batchSize)}</td>
      <td className="n">{settings.seed}</td>
      <td className="n">{count(settings.parameters)}</td>
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

const heads = [
  'epochs',
  'train loss',
  'val. loss',
  'val. acc.',
  'test loss',
  'test acc.',
  'optimizer',
  'lr',
  'schedule',
  'batch',
  'seed',
  'params',
] as const;
const ofWords: readonly string[] = ['optimizer', 'schedule'];

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
          {heads.map((head) => (
            <th key={head} scope="col" className={ofWords.includes(head) ? undefined : 'n'}>
              {head}
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
