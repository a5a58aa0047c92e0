import { useEffect, useState } from 'react';
import { goToStep, useDocument } from '../document/store.ts';
import { count } from '../live/number-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SureButton } from '../ui/sure-button.tsx';
import { deleteVersion, keepVersion, listVersions, takeVersion, type Version } from './versions.ts';
import './versions.css';

/** Steps that are listed; nobody looks for one among more. */
const mostSteps = 60;

function Steps() {
  const { done, undone } = useDocument((state) => state.history);
  const all = [...done, ...undone.toReversed()];
  const skipped = Math.max(0, all.length - mostSteps);
  return (
    <section aria-label="Steps">
      <h3>Steps</h3>
      {all.length === 0 ? <p className="cap">Nothing was changed since the page was opened.</p> : null}
      <ul className="steps">
        {all.slice(skipped).map((step, index) => {
          const number = skipped + index + 1;
          return (
            <li key={number} className={number > done.length ? 'undone' : undefined}>
              <button
                type="button"
                aria-current={number === done.length ? 'step' : undefined}
                onClick={() => goToStep(number)}
              >
                {step.label}
              </button>
            </li>
          );
        })}
      </ul>
      {all.length > 0 ? (
        <Button variant="line" small disabled={done.length === 0} onClick={() => goToStep(0)}>
          Back to before the first
        </Button>
      ) : null}
    </section>
  );
}

function VersionRow({
  version,
  onTake,
  onDelete,
}: {
  readonly version: Version;
  readonly onTake: () => void;
  readonly onDelete: () => void;
}) {
  return (
    <li>
      <span>
        <b>{version.name}</b>
        <span className="cap">
          {new Date(version.time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })} ·{' '}
          <span className="num">{count(version.nodes)}</span> nodes ·{' '}
          <span className="num">{BigInt(version.parameters).toLocaleString('en-US')}</span> parameters
        </span>
      </span>
      <Button variant="line" small aria-label={`Go back to ${version.name}`} onClick={onTake}>
        Go back
      </Button>
      <SureButton title="Delete" of={version.name} sure="Delete for good" onSure={onDelete} />
    </li>
  );
}

function Versions({ onClose }: { readonly onClose: () => void }) {
  const [versions, setVersions] = useState<readonly Version[]>();
  const [name, setName] = useState('');
  const [fault, setFault] = useState<string>();
  const list = () =>
    listVersions().then(setVersions, () =>
      setFault('This browser keeps nothing for this page. Export the graph to keep it.'),
    );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is read once, when the dialog opens
  useEffect(() => void list(), []);
  const keep = () => {
    const title = name.trim() === '' ? `Version ${(versions?.length ?? 0) + 1}` : name.trim();
    setName('');
    void keepVersion(title).then(list, () =>
      setFault('The version could not be kept. Export the graph instead.'),
    );
  };
  return (
    <section aria-label="Versions">
      <h3>Versions</h3>
      <form
        className="keep-version"
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <input
          className="in"
          aria-label="Name of the version"
          placeholder="before dropout"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button variant="main" type="submit">
          Keep this state
        </Button>
      </form>
      {fault === undefined ? null : (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
      {versions?.length === 0 ? <p className="cap">No version was kept of this graph yet.</p> : null}
      <ul className="versions">
        {(versions ?? []).map((version) => (
          <VersionRow
            key={version.time}
            version={version}
            onTake={() => {
              if (takeVersion(version)) onClose();
              else setFault(`${version.name} is damaged and cannot be read; the open graph is unchanged.`);
            }}
            onDelete={() => void deleteVersion(version).then(list)}
          />
        ))}
      </ul>
    </section>
  );
}

/** What was done to the graph since it was opened, and the states of it that were kept. */
export function HistoryDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="History" open onClose={onClose}>
      <div className="history">
        <Versions onClose={onClose} />
        <Steps />
      </div>
    </Dialog>
  );
}
