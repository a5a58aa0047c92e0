import type { Training } from '../../engine/graph/document.ts';
import { setTraining } from '../../engine/graph/edit/edit.ts';
import { findOptimizer, optimizers } from '../../engine/train/optimizers/catalogue.ts';
import { findSchedule, schedules } from '../../engine/train/schedules/catalogue.ts';
import { canFollow, mostFurther, withFurther } from '../../engine/train/schedules/sequence.ts';
import { edit, useDocument } from '../document/store.ts';
import { Button } from '../ui/button.tsx';
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

/** The optimizer and its learning rate, which may change while it runs. */
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
    </>
  );
}

/** Settings of the optimizer besides the learning rate. */
export function OptimizerSettings() {
  const optimizer = useDocument(({ document }) => document.training.optimizer);
  const settings = findOptimizer(optimizer.name)?.settings ?? [];
  return (
    <>
      <h4>{optimizer.name}</h4>
      <div className="form">
        <SettingFields
          settings={settings}
          given={optimizer.settings ?? {}}
          onChange={(name, given) =>
            change(`Change ${name}`, {
              optimizer: { ...optimizer, settings: given as Readonly<Record<string, number | boolean>> },
            })
          }
        />
      </div>
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

/** Which schedule moves the learning rate. */
export function ScheduleField() {
  const schedule = useDocument(({ document }) => document.training.schedule);
  const found = schedule === undefined ? undefined : findSchedule(schedule.name);
  return (
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
  );
}

/** When the schedule steps, and its settings; nothing where there is no schedule. */
export function ScheduleSettings() {
  const schedule = useDocument(({ document }) => document.training.schedule);
  if (schedule === undefined) return null;
  return (
    <>
      <h4>{schedule.name}</h4>
      <div className="form">
        <Field label="steps per" help="Whether the schedule moves on after every epoch or every batch.">
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
          settings={findSchedule(schedule.name)?.settings ?? []}
          given={schedule.settings ?? {}}
          {...((schedule.followedBy ?? []).length === 0 ? {} : { lasting: lastsUntilNext })}
          onChange={(name, settings) => change(`Change ${name}`, { schedule: { ...schedule, settings } })}
        />
      </div>
      {(schedule.followedBy ?? []).map((further, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place in the sequence
        <FurtherSchedule key={index} schedule={schedule} further={further} index={index} />
      ))}
      {canFollow(schedule.name) && (schedule.followedBy ?? []).length < mostFurther ? (
        <Button
          variant="line"
          small
          onClick={() =>
            edit('Add a schedule', (document) => setTraining(document, { schedule: withFurther(schedule) }))
          }
        >
          Then another schedule
        </Button>
      ) : null}
    </>
  );
}

/** Of one in a sequence what lasts as long as it may lasts until the next one takes over. */
const lastsUntilNext = 'until next';

type Schedule = NonNullable<Training['schedule']>;
type Further = NonNullable<Schedule['followedBy']>[number];

const followers = scheduleChoices.filter(({ value }) => canFollow(value));

/** A schedule that takes over from the one before it, and when. */
function FurtherSchedule({
  schedule,
  further,
  index,
}: {
  readonly schedule: Schedule;
  readonly further: Further;
  readonly index: number;
}) {
  const replace = (label: string, by: readonly Further[], merge?: { readonly merge: string }) => {
    const { followedBy = [], ...first } = schedule;
    const all = followedBy.toSpliced(index, 1, ...by);
    const changed = all.length === 0 ? first : { ...first, followedBy: all };
    edit(label, (document) => setTraining(document, { schedule: changed }), merge);
  };
  const set = (label: string, by: Partial<Further>) =>
    replace(label, [{ ...further, ...by }], { merge: `training ${label} ${index}` });
  return (
    <>
      <h4>then {further.name}</h4>
      <div className="form">
        <Field
          label={`from ${schedule.per}`}
          help="How often the schedule has moved on when this one takes over: a milestone of SequentialLR."
        >
          {(control) => (
            <NumberField
              {...control}
              value={further.from}
              integer
              minimum={1}
              onCommit={(from) => from !== null && set('Change milestone', { from })}
            />
          )}
        </Field>
        <Field label="schedule" help={findSchedule(further.name)?.help}>
          {(control) => (
            <Select
              {...control}
              value={further.name}
              options={followers}
              onChange={(name) => replace('Choose schedule', [{ from: further.from, name }])}
            />
          )}
        </Field>
        <SettingFields
          settings={findSchedule(further.name)?.settings ?? []}
          given={further.settings ?? {}}
          lasting={index + 1 < (schedule.followedBy ?? []).length ? lastsUntilNext : 'rest of run'}
          onChange={(name, settings) => set(`Change ${name}`, { settings })}
        />
      </div>
      <Button variant="line" small onClick={() => replace('Remove a schedule', [])}>
        Remove {further.name}
      </Button>
    </>
  );
}
