import { checkedInOrder } from '../../engine/graph/build-program.ts';
import { displayName, nameOfNode } from '../../engine/graph/display-name.ts';
import type { GraphDocument, Training } from '../../engine/graph/document.ts';
import { setTraining } from '../../engine/graph/edit/edit.ts';
import { keyOfParameter, keyParts } from '../../engine/graph/parameter-keys.ts';
import { edit, useDocument } from '../document/store.ts';
import { IconButton } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Field } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';

/** The smallest bound that a gradient can be clipped to: 0 would let nothing through. */
const smallestBound = 1e-12;

const change = (label: string, training: Partial<Training>) =>
  edit(label, (document) => setTraining(document, training), { merge: `training ${label}` });

type Clip = NonNullable<Training['clip']>;

/** A bound that is set, or with null taken away; without any there is no clipping. */
function changeClip(clip: Training['clip'], name: keyof Clip, value: number | null): void {
  const { [name]: _, ...others } = clip ?? {};
  const next = value === null ? others : { ...others, [name]: value };
  change(`Change clip ${name}`, { clip: Object.keys(next).length === 0 ? undefined : next });
}

/** What becomes of the gradients before the optimizer sees them. */
export function GradientFields() {
  const { clip, accumulate } = useDocument(({ document }) => document.training);
  return (
    <>
      <Field
        label="clip norm"
        help="torch.nn.utils.clip_grad_norm_: scales all gradients down where their norm together is larger."
      >
        {(control) => (
          <NumberField
            {...control}
            value={clip?.norm ?? null}
            optional
            minimum={smallestBound}
            placeholder="none"
            onCommit={(value) => changeClip(clip, 'norm', value)}
          />
        )}
      </Field>
      <Field
        label="clip value"
        help="torch.nn.utils.clip_grad_value_: keeps every element within ± this bound, after the norm."
      >
        {(control) => (
          <NumberField
            {...control}
            value={clip?.value ?? null}
            optional
            minimum={smallestBound}
            placeholder="none"
            onCommit={(value) => changeClip(clip, 'value', value)}
          />
        )}
      </Field>
      <Field label="accumulate" help="Batches whose gradients are added up before each update.">
        {(control) => (
          <NumberField
            {...control}
            value={accumulate ?? 1}
            integer
            minimum={1}
            maximum={1_000_000}
            onCommit={(value) =>
              value !== null && change('Change accumulation', { accumulate: value === 1 ? undefined : value })
            }
          />
        )}
      </Field>
    </>
  );
}

const watched = [
  { value: 'loss', label: 'loss' },
  { value: 'accuracy', label: 'accuracy' },
] as const;

const usualStopping: NonNullable<Training['earlyStopping']> = { patience: 5, minDelta: 0, restoreBest: true };

/** Whether and when training ends before its epochs are over. */
export function EarlyStoppingFields() {
  const stopping = useDocument(({ document }) => document.training.earlyStopping);
  const set = (label: string, next: Training['earlyStopping']) => change(label, { earlyStopping: next });
  return (
    <>
      <Field
        label="early stopping"
        help="Stops when the validation part (without one the training part) no longer gets better."
      >
        {(control) => (
          <Checkbox
            {...control}
            checked={stopping !== undefined}
            onChange={(on) => set('Change early stopping', on ? usualStopping : undefined)}
          />
        )}
      </Field>
      {stopping === undefined ? null : (
        <>
          <Field
            label="watches"
            help="What is to get better: the loss, or the share of samples classified rightly."
          >
            {(control) => (
              <Select
                {...control}
                value={stopping.watches ?? 'loss'}
                options={watched}
                onChange={(watches) => {
                  const { watches: _, ...others } = stopping;
                  set(
                    'Change what early stopping watches',
                    watches === 'loss' ? others : { ...others, watches },
                  );
                }}
              />
            )}
          </Field>
          <Field label="patience" help="Epochs without a better one that are let pass.">
            {(control) => (
              <NumberField
                {...control}
                value={stopping.patience}
                integer
                minimum={0}
                maximum={1_000_000}
                onCommit={(value) =>
                  value !== null && set('Change patience', { ...stopping, patience: value })
                }
              />
            )}
          </Field>
          <Field label="min_delta" help="By how much it must be better to count.">
            {(control) => (
              <NumberField
                {...control}
                value={stopping.minDelta}
                minimum={0}
                onCommit={(value) =>
                  value !== null && set('Change min_delta', { ...stopping, minDelta: value })
                }
              />
            )}
          </Field>
          <Field label="restore best" help="Ends with the weights of the best epoch.">
            {(control) => (
              <Checkbox
                {...control}
                checked={stopping.restoreBest}
                onChange={(restoreBest) => set('Change restore best', { ...stopping, restoreBest })}
              />
            )}
          </Field>
        </>
      )}
    </>
  );
}

interface RateEntry {
  /** `node/parameter`, or the name of parameters of all nodes. */
  readonly entry: string;
  readonly label: string;
}

const labelOf = (document: GraphDocument, entry: string): string => {
  const { node, parameter } = keyParts(entry);
  return node === '' ? `every ${parameter}` : `${nameOfNode(document, node)} ${parameter}`;
};

/** Every parameter, each name that several have, and whether it has a learning rate of its own already. */
function useRateEntries(): readonly RateEntry[] {
  const checked = useDocument((state) => state.checked);
  const nodes = checkedInOrder(checked);
  const single = nodes.flatMap((node) =>
    node.parameters
      .filter(({ name }) => !node.shares.has(name))
      .map(({ name }) => ({ entry: keyOfParameter(node, name), label: `${displayName(node.node)} ${name}` })),
  );
  const names = [...new Set(nodes.flatMap(({ parameters }) => parameters.map(({ name }) => name)))];
  return [...names.map((name) => ({ entry: name, label: `every ${name}` })), ...single];
}

/** Learning rates of single parameters, apart from all others'; 0 keeps one as it is. */
export function OwnRates() {
  const document = useDocument((state) => state.document);
  const entries = useRateEntries();
  const { optimizer } = document.training;
  const own = optimizer.learningRates ?? {};
  const set = (label: string, learningRates: Readonly<Record<string, number>>) => {
    const { learningRates: _, ...others } = optimizer;
    const isAny = Object.keys(learningRates).length > 0;
    change(label, { optimizer: isAny ? { ...others, learningRates } : others });
  };
  const free = entries.filter(({ entry }) => !Object.hasOwn(own, entry));
  return (
    <>
      {Object.entries(own).map(([entry, rate]) => (
        <Field
          key={entry}
          label={labelOf(document, entry)}
          help={
            entries.some((each) => each.entry === entry)
              ? 'Its own learning rate; 0 keeps it as it is.'
              : undefined
          }
          error={
            entries.some((each) => each.entry === entry)
              ? undefined
              : 'There is no such parameter; take its learning rate away.'
          }
        >
          {(control) => (
            <span className="with-button">
              <NumberField
                {...control}
                value={rate}
                minimum={0}
                onCommit={(value) =>
                  value !== null && set('Change an own learning rate', { ...own, [entry]: value })
                }
              />
              <IconButton
                icon="close"
                iconSize={12}
                label={`${labelOf(document, entry)} learns like the others`}
                small
                onClick={() => {
                  const { [entry]: _gone, ...others } = own;
                  set('Take away an own learning rate', others);
                }}
              />
            </span>
          )}
        </Field>
      ))}
      {free.length === 0 ? null : (
        <Field label="own lr" help="Gives one parameter, or all of one name, a learning rate of its own.">
          {(control) => (
            <Select
              {...control}
              value=""
              options={[
                { value: '', label: 'add…' },
                ...free.map(({ entry, label }) => ({ value: entry, label })),
              ]}
              onChange={(entry) => {
                if (entry !== '')
                  set('Give an own learning rate', { ...own, [entry]: optimizer.learningRate });
              }}
            />
          )}
        </Field>
      )}
    </>
  );
}
