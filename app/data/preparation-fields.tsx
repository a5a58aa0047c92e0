import { Checkbox } from '../ui/checkbox.tsx';
import { Field } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import type { PreparationSettings } from './table-protocol.ts';

const largestSeed = 2 ** 32 - 1;

const scalers = [
  { value: 'none', label: 'none' },
  { value: 'standard', label: 'StandardScaler' },
  { value: 'minmax', label: 'MinMaxScaler' },
] as const;

/** How samples are split and scaled; for a `.form`. */
export function PreparationFields({
  settings: { split, scaler },
  onSplit,
  onScaler,
}: {
  readonly settings: PreparationSettings;
  readonly onSplit: (label: string, change: Partial<PreparationSettings['split']>) => void;
  readonly onScaler: (scaler: PreparationSettings['scaler']) => void;
}) {
  return (
    <>
      <Field label="validation" help="Share of all rows held out to compare while training.">
        {(control) => (
          <NumberField
            {...control}
            value={split.validation}
            minimum={0}
            maximum={0.99 - split.test}
            onCommit={(value) => value !== null && onSplit('Change validation share', { validation: value })}
          />
        )}
      </Field>
      <Field label="test" help="Share of all rows held out to the end.">
        {(control) => (
          <NumberField
            {...control}
            value={split.test}
            minimum={0}
            maximum={0.99 - split.validation}
            onCommit={(value) => value !== null && onSplit('Change test share', { test: value })}
          />
        )}
      </Field>
      <Field
        label="shuffle rows"
        help="Mixes the rows before they are split. Without it training has the first rows and test the last, as for series in time."
      >
        {(control) => (
          <Checkbox
            {...control}
            checked={split.shuffle}
            onChange={(shuffle) =>
              // Rows in their order cannot be stratified: train_test_split refuses both together.
              onSplit('Change shuffle', shuffle ? { shuffle } : { shuffle, stratify: false })
            }
          />
        )}
      </Field>
      <Field label="random_state" help="Seed of scikit-learn's train_test_split; needs shuffle.">
        {(control) => (
          <NumberField
            {...control}
            value={split.randomState}
            disabled={!split.shuffle}
            integer
            minimum={0}
            maximum={largestSeed}
            onCommit={(value) => value !== null && onSplit('Change random_state', { randomState: value })}
          />
        )}
      </Field>
      <Field label="stratify" help="Keeps the share of each class in every part; needs shuffle.">
        {(control) => (
          <Checkbox
            {...control}
            checked={split.stratify}
            disabled={!split.shuffle && !split.stratify}
            onChange={(stratify) => onSplit('Change stratify', { stratify })}
          />
        )}
      </Field>
      <Field label="scaler" help="Fitted on the training part.">
        {(control) => <Select {...control} value={scaler} options={scalers} onChange={onScaler} />}
      </Field>
    </>
  );
}
