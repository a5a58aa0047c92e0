import { useId, useLayoutEffect, useRef, useState } from 'react';
import type { OutputKey } from '../../engine/program/program.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { SentTensor } from '../worker/protocol.ts';
import type { AxisLabels } from './axis-labels.ts';
import { CopyAs } from './copy-as.tsx';
import { gridAsLists, gridAsNumpy, gridAsTable, readGrid } from './grid-text.ts';
import { NumberGrid } from './number-grid.tsx';

interface ParameterGridProps {
  readonly name: string;
  /** As the run names it. */
  readonly of: OutputKey;
  readonly tensor: SentTensor;
  readonly axes: AxisLabels;
  /** Takes the tensor with other numbers, as one undo step; undefined where they can only be read. */
  readonly onChange: ((tensor: SentTensor) => void) | undefined;
}

/** A parameter's numbers: each can be typed over, all can be copied out and pasted in. */
export function ParameterGrid({ name, of, tensor, axes, onChange }: ParameterGridProps) {
  const [draft, setDraft] = useState<string>();
  const { shape, data } = tensor;
  const take = (numbers: SentTensor['data']) => {
    setDraft(undefined);
    onChange?.({ shape, data: numbers });
  };
  return (
    <>
      <NumberGrid
        tensor={tensor}
        isBatched={false}
        signed
        decimals={4}
        label={name}
        axes={axes}
        of={of}
        {...(onChange === undefined
          ? {}
          : {
              editing: {
                onCommit: (index: number, value: number) =>
                  onChange({ shape, data: data.with(index, value) }),
                onPaste: (text: string) => {
                  const reading = readGrid(text, shape);
                  if (reading.kind === 'fits') take(reading.data);
                  else setDraft(text);
                },
              },
            })}
      />
      {draft === undefined ? (
        <div className="grid-exchange">
          <CopyAs
            formats={[
              { name: 'Table', text: () => gridAsTable(tensor) },
              { name: 'NumPy', text: () => gridAsNumpy(tensor) },
              { name: 'JSON', text: () => gridAsLists(tensor) },
            ]}
          />
          {onChange === undefined ? null : (
            <Button variant="line" small aria-label={`Paste ${name}`} onClick={() => setDraft('')}>
              Paste…
            </Button>
          )}
        </div>
      ) : (
        <PastedNumbers
          name={name}
          shape={shape}
          draft={draft}
          onDraft={setDraft}
          onTake={take}
          onCancel={() => setDraft(undefined)}
        />
      )}
    </>
  );
}

interface PastedNumbersProps {
  readonly name: string;
  readonly shape: readonly number[];
  readonly draft: string;
  readonly onDraft: (text: string) => void;
  readonly onTake: (data: SentTensor['data']) => void;
  readonly onCancel: () => void;
}

/** A place for a grid as text, which says while one pastes or types whether it fits. */
function PastedNumbers({ name, shape, draft, onDraft, onTake, onCancel }: PastedNumbersProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const reading = readGrid(draft, shape);
  const isEmpty = draft.trim() === '';
  const refusal = isEmpty || reading.kind === 'fits' ? undefined : reading;
  return (
    <div className="pasted-numbers">
      <label className="cap" htmlFor={id}>
        {name} as {shape.join('×') || 'one number'}: rows of a spreadsheet or a CSV file, a nested list, or
        what NumPy or PyTorch prints
      </label>
      <textarea
        ref={field}
        id={id}
        className="in"
        rows={5}
        aria-invalid={refusal !== undefined}
        aria-describedby={`${id}-reading`}
        autoComplete="off"
        spellCheck={false}
        value={draft}
        onChange={(event) => onDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onCancel();
        }}
      />
      <p id={`${id}-reading`} className={refusal === undefined ? 'cap' : 'fault'} role="status">
        {refusal === undefined ? (
          isEmpty ? (
            ''
          ) : (
            'The numbers fit.'
          )
        ) : (
          <>
            <Icon name="error" size={12} />
            <span>{refusal.message}</span>
          </>
        )}
      </p>
      <div className="pasted-actions">
        {refusal?.exchanged === undefined ? (
          <Button
            variant="main"
            small
            disabled={reading.kind !== 'fits'}
            onClick={() => reading.kind === 'fits' && onTake(reading.data)}
          >
            Use these numbers
          </Button>
        ) : (
          <Button variant="main" small onClick={() => refusal.exchanged && onTake(refusal.exchanged)}>
            Exchange and use
          </Button>
        )}
        <Button variant="line" small onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
