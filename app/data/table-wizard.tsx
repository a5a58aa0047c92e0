import { useEffect, useRef, useState } from 'react';
import type { TableChoices } from '../../engine/data/own/columns.ts';
import type { Reading } from '../../engine/data/own/delimited.ts';
import { documentStore } from '../document/store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { ColumnsStep } from './columns-step.tsx';
import { goOnAtNetwork } from './go-on-at-network.ts';
import { SourceStep } from './source-step.tsx';
import type {
  PreparationSettings,
  TableRequest,
  TableSource,
  TableSummary,
  TensorPreview,
} from './table-protocol.ts';
import { takeOwnTable } from './take-own-table.ts';
import { TensorsStep } from './tensors-step.tsx';
import { useTableReader } from './use-table-reader.ts';
import './table-wizard.css';

const steps = ['Source', 'Columns', 'Tensors'] as const;
type Step = (typeof steps)[number];

const nextOf = { Source: 'Columns', Columns: 'Tensors', Tensors: undefined } as const;
const beforeOf = { Source: undefined, Columns: 'Source', Tensors: 'Columns' } as const;

/** How the document's data are split and scaled now. */
function settingsNow(): PreparationSettings {
  const { split, scaler } = documentStore.getState().whole.data;
  return { split, scaler };
}

/**
 * The button that leads from one step to the next is gone or cannot be pressed for a moment: the keyboard goes on in what came
 * instead, a step or what is wrong.
 */
function useFocusOnNews(step: Step, fault: string | undefined) {
  const place = useRef<HTMLDivElement>(null);
  const before = useRef({ step, fault });
  useEffect(() => {
    const isNews = before.current.step !== step || (fault !== undefined && before.current.fault !== fault);
    before.current = { step, fault };
    if (isNews) place.current?.focus();
  }, [step, fault]);
  return place;
}

/** From a file or pasted rows to tensors: what the columns are, what they are for, and how they are prepared. */
export function TableWizard({
  source,
  onClose,
}: {
  /** What was dropped on the page, or the document's table; else the person chooses. */
  readonly source: TableSource | undefined;
  readonly onClose: () => void;
}) {
  const { progress, fault, ask, cancel, forgive } = useTableReader();
  const [step, setStep] = useState<Step>('Source');
  const [summary, setSummary] = useState<TableSummary>();
  const [choices, setChoices] = useState<TableChoices>();
  const [settings, setSettings] = useState(settingsNow);
  const [preview, setPreview] = useState<TensorPreview>();
  const [opened, setOpened] = useState<TableSource['kind']>();
  const [pasted, setPasted] = useState('');
  /** What was pasted when the table that is open was. */
  const [seen, setSeen] = useState('');
  const place = useFocusOnNews(step, fault);

  const show = async (request: TableRequest) => {
    if (request.kind === 'open') {
      setOpened(request.source.kind);
      setSeen(pasted);
    }
    const answer = await ask(request);
    if (answer?.kind !== 'summary') {
      // A table that is read in another way is still there; one that could not be opened leaves none.
      if (request.kind === 'open') {
        setSummary(undefined);
        setStep('Source');
      }
      return;
    }
    setSummary(answer.summary);
    setChoices(answer.summary.choices);
    setStep('Columns');
  };
  const prepare = async (next: PreparationSettings) => {
    setSettings(next);
    if (choices === undefined) return;
    const answer = await ask({ kind: 'prepare', choices, settings: next });
    setPreview(answer?.kind === 'preview' ? answer.preview : undefined);
  };
  const goTo = (next: Step) => {
    setStep(next);
    setPreview(undefined);
    // What is wrong with the columns is mended there, and said for as long as it holds.
    if (next === 'Source') forgive();
    if (next === 'Tensors') void prepare(settings);
  };
  const isUnread = step === 'Source' && pasted.trim() !== '' && pasted !== seen;
  const goOn = (next: Step) => {
    if (isUnread) void show({ kind: 'open', source: { kind: 'text', text: pasted } });
    else goTo(next);
  };
  const take = async () => {
    if (choices === undefined) return;
    const answer = await ask({ kind: 'take', choices, settings });
    if (answer?.kind !== 'table') return;
    takeOwnTable(answer.table, settings, answer.prepared);
    onClose();
    goOnAtNetwork();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another file may be dropped on the open wizard
  useEffect(() => {
    if (source !== undefined) void show({ kind: 'open', source });
  }, [source]);

  const isBusy = progress !== undefined;
  const [before, next] = [beforeOf[step], nextOf[step]];
  return (
    <Dialog
      title="Use your own table"
      wide
      open
      initialFocus={place}
      onClose={onClose}
      footer={
        <>
          <Steps step={step} />
          {isBusy ? (
            <span className="under-way">
              <progress aria-label="Reading the table" value={progress === 0 ? undefined : progress} />
              <Button
                onClick={() => {
                  cancel();
                  setSummary(undefined);
                  setStep('Source');
                  // The button goes with what it stopped, often within the same step.
                  place.current?.focus();
                }}
              >
                Stop reading
              </Button>
            </span>
          ) : null}
          {before === undefined ? null : (
            <Button variant="line" disabled={isBusy} onClick={() => goTo(before)}>
              Back
            </Button>
          )}
          {next === undefined ? (
            <Button variant="main" disabled={isBusy || preview === undefined} onClick={() => void take()}>
              Use this table
            </Button>
          ) : (
            <Button
              variant="main"
              disabled={isBusy || (summary === undefined && !isUnread)}
              onClick={() => goOn(next)}
            >
              Next
            </Button>
          )}
        </>
      }
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be of one form, and a step has several */}
      <div ref={place} role="group" aria-label={step} tabIndex={-1} className="wizard-step">
        {fault === undefined ? null : (
          <p className="fault" role="alert">
            <Icon name="error" size={14} />
            {fault}
          </p>
        )}
        {step === 'Source' ? (
          <SourceStep
            isBusy={isBusy}
            pasted={pasted}
            onPasted={setPasted}
            onSource={(chosen) => void show({ kind: 'open', source: chosen })}
          />
        ) : null}
        {step === 'Columns' && summary !== undefined && choices !== undefined ? (
          <ColumnsStep
            summary={summary}
            choices={choices}
            canReread={opened !== 'table'}
            onReading={(reading: Reading) => void show({ kind: 'read', reading })}
            onChoices={(changed) => {
              forgive();
              setChoices(changed);
            }}
          />
        ) : null}
        {step === 'Tensors' ? (
          <TensorsStep
            settings={settings}
            preview={preview}
            onSettings={(changed) => void prepare(changed)}
          />
        ) : null}
      </div>
    </Dialog>
  );
}

function Steps({ step }: { readonly step: Step }) {
  return (
    <ol className="wizard-steps">
      {steps.map((name) => (
        <li key={name} aria-current={name === step ? 'step' : undefined}>
          {name}
        </li>
      ))}
    </ol>
  );
}
