import { datasets, findDataset } from '../../engine/data/catalogue.ts';
import { type DataSettings, ownDataset, type Training } from '../../engine/graph/document.ts';
import { setData, setTraining } from '../../engine/graph/edit/edit.ts';
import { chooseDataset } from '../data/choose-dataset.ts';
import { PreparationFields } from '../data/preparation-fields.tsx';
import { edit, useDocument } from '../document/store.ts';
import { showDialog } from '../shell/dialogs.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { Field } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { BreakpointsForm } from './breakpoints-form.tsx';
import { EarlyStoppingFields, GradientFields, OwnRates } from './gradient-form.tsx';
import { OptimizerFields, OptimizerSettings, ScheduleField, ScheduleSettings } from './optimizer-form.tsx';

const largestSeed = 2 ** 32 - 1;

const changeTraining = (label: string, change: Partial<Training>) =>
  edit(label, (document) => setTraining(document, change), { merge: `training ${label}` });

const changeData = (label: string, change: Partial<DataSettings>) =>
  edit(label, (document) => setData(document, { ...document.data, ...change }), { merge: `data ${label}` });

const changeSplit = (label: string, change: Partial<DataSettings['split']>) =>
  edit(
    label,
    (document) => setData(document, { ...document.data, split: { ...document.data.split, ...change } }),
    { merge: `split ${label}` },
  );

/** Stands in the list of data sets for a table that has yet to be chosen. */
const newTable = 'new table';

const chooseFromList = (id: string): void => {
  if (id === newTable) showDialog({ kind: 'table' });
  else void chooseDataset(id);
};

/** Where the samples come from, how they are split and scaled. */
export function DataSettingsForm() {
  const data = useDocument(({ document }) => document.data);
  const found = findDataset(data.dataset);
  return (
    <div className="form">
      <Field label="data set">
        {(control) => (
          <Select
            {...control}
            value={data.dataset}
            options={[
              ...datasets.map(({ id, name }) => ({ value: id, label: name })),
              ...(data.table === undefined ? [] : [{ value: ownDataset, label: data.table.name }]),
              { value: newTable, label: 'Your own table…' },
            ]}
            onChange={chooseFromList}
          />
        )}
      </Field>
      {found?.kind === 'generated' ? <GeneratorFields data={data} defaults={found.defaults} /> : null}
      <PreparationFields
        settings={data}
        onSplit={changeSplit}
        onScaler={(scaler) => changeData('Choose scaler', { scaler })}
      />
    </div>
  );
}

function GeneratorFields({
  data,
  defaults,
}: {
  readonly data: DataSettings;
  readonly defaults: { readonly samples: number; readonly noise: number; readonly seed: number };
}) {
  return (
    <>
      <Field label="samples">
        {(control) => (
          <NumberField
            {...control}
            value={data.samples ?? defaults.samples}
            integer
            minimum={4}
            maximum={100_000}
            onCommit={(value) => value !== null && changeData('Change samples', { samples: value })}
          />
        )}
      </Field>
      <Field label="noise" help="Standard deviation of what is added to every coordinate.">
        {(control) => (
          <NumberField
            {...control}
            value={data.noise ?? defaults.noise}
            minimum={0}
            maximum={10}
            onCommit={(value) => value !== null && changeData('Change noise', { noise: value })}
          />
        )}
      </Field>
      <Field label="data seed" help="Seed of the generator of the samples.">
        {(control) => (
          <NumberField
            {...control}
            value={data.generatorSeed ?? defaults.seed}
            integer
            minimum={0}
            maximum={largestSeed}
            onCommit={(value) => value !== null && changeData('Change data seed', { generatorSeed: value })}
          />
        )}
      </Field>
    </>
  );
}

/** The optimizer and the loop. The learning rate and the epochs may change while it runs. */
export function TrainingSettingsForm() {
  const training = useDocument(({ document }) => document.training);
  return (
    <>
      <div className="form">
        <OptimizerFields />
        <ScheduleField />
        <Field label="batch_size" help="Samples per update.">
          {(control) => (
            <NumberField
              {...control}
              value={training.batchSize}
              integer
              minimum={1}
              maximum={1_000_000}
              onCommit={(value) =>
                value !== null && changeTraining('Change batch size', { batchSize: value })
              }
            />
          )}
        </Field>
        <Field label="epochs" help="Passes over the training part; may grow while training.">
          {(control) => (
            <NumberField
              {...control}
              value={training.epochs}
              integer
              minimum={1}
              maximum={1_000_000}
              onCommit={(value) => value !== null && changeTraining('Change epochs', { epochs: value })}
            />
          )}
        </Field>
        <Field
          label="shuffle"
          help="Draws a new order of the samples for every epoch, as PyTorch's DataLoader."
        >
          {(control) => (
            <Checkbox
              {...control}
              checked={training.shuffle}
              onChange={(shuffle) => changeTraining('Change shuffle', { shuffle })}
            />
          )}
        </Field>
        <Field
          label="relaxed"
          help="Lets products use fused multiply-adds where the browser has them: large networks train faster, but no longer to the same bits in every browser."
        >
          {(control) => (
            <Checkbox
              {...control}
              checked={training.relaxed === true}
              onChange={(relaxed) =>
                changeTraining('Change relaxed', { relaxed: relaxed ? true : undefined })
              }
            />
          )}
        </Field>
        <Field label="seed" help="torch.manual_seed: draws the weights, then the order of the samples.">
          {(control) => (
            <NumberField
              {...control}
              value={training.seed}
              integer
              minimum={0}
              maximum={largestSeed}
              onCommit={(value) => value !== null && changeTraining('Change seed', { seed: value })}
            />
          )}
        </Field>
        <EarlyStoppingFields />
      </div>
      <OptimizerSettings />
      <ScheduleSettings />
      <h4>Gradients</h4>
      <div className="form">
        <GradientFields />
        <OwnRates />
      </div>
      <h4>Breakpoints</h4>
      <BreakpointsForm />
    </>
  );
}
