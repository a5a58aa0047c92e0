import type { Training } from '../../engine/graph/document.ts';
import { setTraining } from '../../engine/graph/edit.ts';
import { findOptimizer, optimizers } from '../../engine/train/optimizers/catalogue.ts';
import { findSchedule, schedules } from '../../engine/train/schedules/catalogue.ts';
import { edit, useDocument } from '../document/store.ts';
import { Field } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { SettingFields } from './setting-fields.tsx';

const change = (label: string, training: Partial<Training>) =>
  edit(label, (document) => setTraining(document, training), { merge: `training ${label}` });

/** Another optimizer begins with its own learning rate and settings. */
const chooseOptimizer = (name: string) =>
  edit('Choose optimizer', (document) => {
    const { learningRates } = document.training.optimizer;
    const learningRate = findOptimizer(name)?.learningRate ?? document.training.optimizer.learningRate;
    const own = learningRates === undefined ? {} : { learningRates };
    return setTraining(document, { optimizer: { name, learningRate, ...own } });
  });

/** The optimizer, its learning rate, which may change while it runs, and its settings. */
export function OptimizerFields() {
  const optimizer = useDocument(({ document }) => document.training.optimizer);
  const known = optimizers.map(({ name }) => ({ value: name, label: name }));
  const found = findOptimizer(optimizer.name);
  return (
    <>
      <Field label="optimizer" help={found?.help}>
        {(control) => (
          <Select
            {...control}
            value={optimizer.name}
            options={
              found === undefined ? [{ value: optimizer.name, label: optimizer.name }, ...known] : known
            }
            onChange={chooseOptimizer}
          />
        )}
      </Field>
      <Field label="lr" help="Learning rate; a change takes effect at once, also while training.">
        {(control) => (
          <NumberField
            {...control}
            value={optimizer.learningRate}
            minimum={0}
            onCommit={(value) =>
              value !== null &&
              change('Change learning rate', { optimizer: { ...optimizer, learningRate: value } })
            }
          />
        )}
      </Field>
      <SettingFields
        settings={found?.settings ?? []}
        given={optimizer.settings ?? {}}
        onChange={(name, settings) =>
          change(`Change ${name}`, {
            optimizer: { ...optimizer, settings: settings as Readonly<Record<string, number | boolean>> },
          })
        }
      />
    </>
  );
}

const none = 'none';
const scheduleChoices = [none, ...schedules.map(({ name }) => name)].map((name) => ({
  value: name,
  label: name,
}));
const periods = [
  { value: 'epoch', label: 'epoch' },
  { value: 'step', label: 'step' },
] as const;

/** PyTorch's documentation steps these after every batch, the others after every epoch. */
const steppedPerBatch = new Set(['OneCycleLR', 'CyclicLR']);

const chooseSchedule = (name: string) =>
  change('Choose schedule', {
    schedule: name === none ? undefined : { name, per: steppedPerBatch.has(name) ? 'step' : 'epoch' },
  });

/** How the learning rate moves while it trains. */
export function ScheduleFields() {
  const schedule = useDocument(({ document }) => document.training.schedule);
  const found = schedule === undefined ? undefined : findSchedule(schedule.name);
  return (
    <>
      <Field label="schedule" help={found?.help ?? 'Moves the learning rate while it trains.'}>
        {(control) => (
          <Select
            {...control}
            value={schedule?.name ?? none}
            options={
              schedule === undefined || found !== undefined
                ? scheduleChoices
                : [{ value: schedule.name, label: schedule.name }, ...scheduleChoices]
            }
            onChange={chooseSchedule}
          />
        )}
      </Field>
      {schedule === undefined ? null : (
        <>
          <Field label="steps per" help="Whether the schedule moves on after every epoch or every update.">
            {(control) => (
              <Select
                {...control}
                value={schedule.per}
                options={periods}
                onChange={(per) => change('Change schedule', { schedule: { ...schedule, per } })}
              />
            )}
          </Field>
          <SettingFields
            settings={found?.settings ?? []}
            given={schedule.settings ?? {}}
            onChange={(name, settings) => change(`Change ${name}`, { schedule: { ...schedule, settings } })}
          />
        </>
      )}
    </>
  );
}
