import { useDocument } from '../document/store.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { NumberField } from '../ui/number-field.tsx';
import {
  cancelCrossValidation,
  chooseFolds,
  foldsDocument,
  startCrossValidation,
  useCrossValidation,
} from './cross-validation-store.ts';

/** Into how many folds the data are cut and how, and the button that trains once for each. */
export function FoldsForm() {
  const { choice, validation } = useCrossValidation();
  const document = useDocument(({ whole }) => whole);
  const { split } = foldsDocument(document, choice).data;
  const isRunning = validation?.status === 'running';
  return (
    <>
      <div className="form">
        <Field label="folds" help="Each is held out once while the others train: n_splits of KFold.">
          {(control) => (
            <NumberField
              {...control}
              value={choice.folds}
              integer
              minimum={2}
              maximum={1000}
              onCommit={(folds) => folds !== null && chooseFolds({ folds })}
            />
          )}
        </Field>
        <Field label="stratify" help="Keeps the share of each class in every fold, as StratifiedKFold.">
          {(control) => (
            <Checkbox
              {...control}
              checked={split.stratify}
              onChange={(stratify) => chooseFolds({ stratify })}
            />
          )}
        </Field>
        <Field label="shuffle" help="Mixes the rows before they are cut, as KFold with shuffle=True.">
          {(control) => (
            <Checkbox {...control} checked={split.shuffle} onChange={(shuffle) => chooseFolds({ shuffle })} />
          )}
        </Field>
        <Field label="random_state" help="Seed of the shuffling.">
          {(control) => (
            <NumberField
              {...control}
              value={split.randomState}
              integer
              minimum={0}
              maximum={2 ** 32 - 1}
              disabled={!split.shuffle}
              onCommit={(randomState) => randomState !== null && chooseFolds({ randomState })}
            />
          )}
        </Field>
      </div>
      <Button
        variant={isRunning ? 'line' : 'main'}
        className="folds-start"
        onClick={isRunning ? cancelCrossValidation : startCrossValidation}
      >
        <Icon name={isRunning ? 'stop' : 'play'} size={14} />
        {isRunning ? 'Cancel' : 'Cross-validate'}
      </Button>
    </>
  );
}
