import type { Mode } from '../../engine/passes/lower.ts';
import type { LookAt, PartName } from '../../engine/train/session.ts';
import { firstTrainingRows, setLookAt, useLookAt } from '../live/look-at.ts';
import { modeWords, useModeAt, useModeMatters } from '../live/shown-mode.ts';
import { useTraining } from '../training/status.ts';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';

const kinds = [
  { value: 'rows', label: 'first 16 training rows' },
  { value: 'next-batch', label: 'the next batch' },
  { value: 'train', label: 'one training sample' },
  { value: 'validation', label: 'one validation sample' },
  { value: 'test', label: 'one test sample' },
] as const;

type Kind = (typeof kinds)[number]['value'];

const kindOf = (at: LookAt): Kind => {
  if (at.kind === 'next-batch') return 'next-batch';
  return at.rows.length === 1 ? at.part : 'rows';
};

const sample = (part: PartName, row: number, mode: Mode): LookAt => ({
  kind: 'rows',
  part,
  rows: [row],
  mode,
});

const modes = [
  { value: 'train', label: `as in ${modeWords.train}` },
  { value: 'evaluate', label: `as in ${modeWords.evaluate}` },
] as const;

/** Whether the numbers are those of training or of evaluation; only where the graph has both. */
function ModeChoice() {
  const at = useLookAt();
  const matters = useModeMatters();
  const shown = useModeAt(at);
  const trained = useModeAt(at.kind === 'rows' ? { ...at, mode: 'train' } : at);
  if (!matters) return null;
  const isTooFew = trained === 'evaluate';
  return (
    <div className="sec look-choice">
      <Select
        label="Computed"
        value={shown}
        options={modes}
        disabled={isTooFew || at.kind === 'next-batch'}
        onChange={(mode) => at.kind === 'rows' && setLookAt({ ...at, mode })}
      />
      {isTooFew ? <span className="cap">too few rows to train</span> : null}
    </div>
  );
}

/** Which samples the numbers are of: on the cards and wires too. */
export function LookChoice() {
  const at = useLookAt();
  const sizes = useTraining(({ partSizes }) => ({ partSizes })).partSizes;
  const kind = kindOf(at);
  const choose = (next: Kind) => {
    if (next === 'rows') setLookAt(firstTrainingRows);
    else if (next === 'next-batch') setLookAt({ kind: 'next-batch' });
    else setLookAt(sample(next, 0, 'evaluate'));
  };
  const offered = kinds.filter(
    ({ value }) => value === 'rows' || value === 'next-batch' || sizes?.[value] !== 0,
  );
  return (
    <>
      <div className="sec look-choice">
        <Select label="Samples" value={kind} options={offered} onChange={choose} />
        {at.kind === 'rows' && at.rows.length === 1 ? (
          <NumberField
            label="Sample number"
            integer
            minimum={0}
            maximum={Math.max(0, (sizes?.[at.part] ?? 1) - 1)}
            value={at.rows[0] ?? 0}
            onCommit={(row) => row !== null && setLookAt(sample(at.part, row, at.mode))}
          />
        ) : null}
      </div>
      <ModeChoice />
    </>
  );
}
