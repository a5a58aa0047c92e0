import { useShallow } from 'zustand/react/shallow';
import { sizeText } from '../../engine/train/memory-size.ts';
import { workersText } from '../../engine/train/workers-text.ts';
import { formatCount } from '../canvas/card-text.ts';
import { useRunAdvice } from '../diagnostics/run-advice.ts';
import { shownSeverity } from '../diagnostics/shown-severity.ts';
import { useDocument } from '../document/store.ts';
import { count } from '../live/number-text.ts';
import { useMissingAsErrors, useTraining, useTrainingStatus } from '../training/status.ts';
import { Icon } from '../ui/icon.tsx';
import { Steady } from '../ui/steady.tsx';
import { showDockTab } from './layout.ts';

const plural = (count: number, word: string): string => (count === 1 ? word : `${word}s`);

function FaultCounts() {
  const missingAsErrors = useMissingAsErrors();
  const { inRun, inData } = useRunAdvice();
  const [errors, warnings, advice, notes] = useDocument(
    useShallow(({ checked }) => {
      const shown = [...checked.diagnostics, ...inRun, ...inData].map((each) =>
        shownSeverity(each, missingAsErrors),
      );
      const count = (severity: string) => shown.filter((each) => each === severity).length;
      return [count('error'), count('warning'), count('advice'), count('note')] as const;
    }),
  );
  return (
    <button type="button" className="counts" onClick={() => showDockTab('diagnostics')}>
      <span className={errors > 0 ? 'is-error' : undefined}>
        <Icon name="error" size={12} />
        <span className="num">{errors}</span> {plural(errors, 'error')}
      </span>
      <span className={warnings > 0 ? 'is-warning' : undefined}>
        <Icon name="warning" size={12} />
        <span className="num">{warnings}</span> {plural(warnings, 'warning')}
      </span>
      {advice === 0 ? null : (
        <span>
          <Icon name="advice" size={12} />
          <span className="num">{advice}</span> advice
        </span>
      )}
      <span>
        <Icon name="note" size={12} />
        <span className="num">{notes}</span> {plural(notes, 'note')}
      </span>
    </button>
  );
}

function TrainingStep() {
  const { progress, status } = useTrainingStatus();
  if (progress === undefined || (status === 'idle' && progress.step === 0)) return null;
  const all = count(progress.epochs * progress.stepsPerEpoch);
  return (
    <span>
      step <Steady room={all.length}>{count(progress.step)}</Steady> of <span className="num">{all}</span>
    </span>
  );
}

/** What training needs, known before it is asked of the machine. */
function TrainingMemory() {
  const memory = useTraining((state) => state.memory);
  if (memory === undefined) return null;
  return (
    <span title="Memory of training: data, weights, what the optimizer remembers and the values of a step">
      memory <span className="num">{sizeText(memory)}</span>
    </span>
  );
}

function TrainingWorkers() {
  const workers = useTraining((state) => state.workers);
  if (workers === 'one') return null;
  const { count, whole } = workersText[workers];
  return (
    <span title={whole}>
      <span className="num">{count}</span> {plural(count, 'worker')}
    </span>
  );
}

function Saved() {
  const saved = useDocument((state) => state.saved);
  if (saved === 'failed') {
    return (
      <span
        className="is-error"
        role="status"
        title="This browser does not keep the graph. Export it to keep it."
      >
        <Icon name="error" size={12} /> Not saved
      </span>
    );
  }
  return (
    <span role="status">
      {saved === 'saved' ? <Icon name="check" size={12} /> : null}
      {saved === 'saved' ? 'Saved' : 'Saving…'}
    </span>
  );
}

export function StatusBar() {
  const total = useDocument(({ checked }) => checked.parameterCount.total);
  const seed = useDocument(({ document }) => document.training.seed);
  return (
    <footer className="stat" data-region="status">
      <FaultCounts />
      <span>
        <span className="num">{formatCount(total)}</span> {total === 1n ? 'parameter' : 'parameters'}
      </span>
      <TrainingMemory />
      <TrainingWorkers />
      <TrainingStep />
      <span className="grow" />
      <span className="seed">
        seed <span className="num">{seed}</span>
      </span>
      <Saved />
    </footer>
  );
}
