import { checkedInOrder } from '../../engine/graph/build-program.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import type { Breakpoint } from '../../engine/graph/document.ts';
import { setTraining } from '../../engine/graph/edit/edit.ts';
import { readSearch } from '../../engine/graph/find-nodes.ts';
import { keyOfParameter, keyParts } from '../../engine/graph/parameter-keys.ts';
import { bringIntoSight } from '../canvas/show-node.ts';
import { edit, useDocument } from '../document/store.ts';
import { IconButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';

type KindName = Breakpoint['kind'];

interface KindText {
  readonly label: string;
  readonly help: string;
  /** As it begins when it is added; a parameter is chosen then. */
  readonly usual: Breakpoint;
}

const texts: { readonly [K in KindName]: KindText } = {
  'not-finite': {
    label: 'not finite',
    help: 'Pauses where the first value, gradient or weight is NaN or infinite, and names it.',
    usual: { kind: 'not-finite' },
  },
  'gradient-above': {
    label: 'gradient above',
    help: 'Pauses when the norm of the gradient of some layer is larger. Looked at after every update, which is slower.',
    usual: { kind: 'gradient-above', value: 10 },
  },
  'gradient-below': {
    label: 'gradient below',
    help: 'Pauses when the norm of the gradient of some layer is smaller. Looked at after every update, which is slower.',
    usual: { kind: 'gradient-below', value: 1e-5 },
  },
  'loss-below': {
    label: 'loss below',
    help: 'Pauses when the loss of a batch is smaller.',
    usual: { kind: 'loss-below', value: 0.1 },
  },
  'loss-rises': {
    label: 'loss rises',
    help: 'Pauses when the loss of the batches has risen so many times in a row.',
    usual: { kind: 'loss-rises', value: 5 },
  },
  'accuracy-above': {
    label: 'accuracy above',
    help: 'Pauses at the end of an epoch when the accuracy, 0 to 1, of the validation part is larger.',
    usual: { kind: 'accuracy-above', value: 0.9 },
  },
  'validation-rises': {
    label: 'validation rises',
    help: 'Pauses when the validation loss has risen so many epochs in a row.',
    usual: { kind: 'validation-rises', value: 3 },
  },
  epochs: {
    label: 'epochs done',
    help: 'Pauses after so many epochs, again and again.',
    usual: { kind: 'epochs', value: 5 },
  },
  'sign-change': {
    label: 'sign change',
    help: 'Pauses when a number of this parameter changes its sign. Looked at after every update, which is slower.',
    usual: { kind: 'sign-change', text: '' },
  },
  found: {
    label: 'node where',
    help: 'Pauses when a node is found by this search, as with Ctrl+F: words, and bounds on norm, rms, mean, min, max or zeros, such as fc1 norm > 10. Looked at after every update, which is slower.',
    usual: { kind: 'found', text: 'norm > 10' },
  },
};

/** Those whose number counts something. */
const counted: readonly KindName[] = ['loss-rises', 'validation-rises', 'epochs'];

const change = (label: string, breakpoints: readonly Breakpoint[]) =>
  edit(
    label,
    (document) =>
      setTraining(document, { breakpoints: breakpoints.length === 0 ? undefined : [...breakpoints] }),
    { merge: `training ${label}` },
  );

function useParameters() {
  const checked = useDocument((state) => state.checked);
  return checkedInOrder(checked).flatMap((node) =>
    node.parameters
      .filter(({ name }) => !node.shares.has(name))
      .map(({ name }) => ({
        value: keyOfParameter(node, name),
        label: `${displayName(node.node)} ${name}`,
      })),
  );
}

interface BreakpointFieldProps {
  readonly breakpoint: Breakpoint;
  readonly parameters: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (breakpoint: Breakpoint) => void;
  readonly onRemove: () => void;
}

/** What is wrong with a breakpoint as it stands; it finds nothing then. */
function faultOf(breakpoint: Breakpoint, parameters: BreakpointFieldProps['parameters']): string | undefined {
  if (breakpoint.kind === 'sign-change' && !parameters.some(({ value }) => value === breakpoint.text))
    return 'There is no such parameter; choose another one.';
  if (breakpoint.kind === 'found' && readSearch(breakpoint.text).bounds.length === 0)
    return 'A bound is missing, such as norm > 10.';
  return undefined;
}

function BreakpointField({ breakpoint, parameters, onChange, onRemove }: BreakpointFieldProps) {
  const { label, help } = texts[breakpoint.kind];
  const isCount = counted.includes(breakpoint.kind);
  return (
    <Field label={label} help={help} error={faultOf(breakpoint, parameters)}>
      {(control) => (
        <span className={'text' in breakpoint ? 'with-button wide' : 'with-button'}>
          {'value' in breakpoint ? (
            <NumberField
              {...control}
              value={breakpoint.value}
              integer={isCount}
              minimum={isCount ? 1 : 0}
              onCommit={(value) => value !== null && onChange({ ...breakpoint, value })}
            />
          ) : breakpoint.kind === 'sign-change' ? (
            <Select
              {...control}
              value={breakpoint.text}
              options={parameters}
              onChange={(text) => onChange({ ...breakpoint, text })}
            />
          ) : breakpoint.kind === 'found' ? (
            <TextField
              id={control.id}
              className="in"
              value={breakpoint.text}
              onCommit={(text) => onChange({ ...breakpoint, text })}
            />
          ) : (
            <span className="grow" />
          )}
          {breakpoint.kind === 'sign-change' && parameters.some(({ value }) => value === breakpoint.text) ? (
            <IconButton
              icon="search"
              iconSize={12}
              small
              label={`Show ${keyParts(breakpoint.text).node}`}
              onClick={() => bringIntoSight(keyParts(breakpoint.text).node)}
            />
          ) : null}
          <IconButton icon="close" iconSize={12} small label={`Do not pause: ${label}`} onClick={onRemove} />
        </span>
      )}
    </Field>
  );
}

/** Where training pauses; kept with the document, so that a graph can be given away with them. */
export function BreakpointsForm() {
  const breakpoints = useDocument(({ document }) => document.training.breakpoints) ?? [];
  const parameters = useParameters();
  const add = (kind: KindName) => {
    const { usual } = texts[kind];
    const added = usual.kind === 'sign-change' ? { ...usual, text: parameters[0]?.value ?? '' } : usual;
    change('Add a breakpoint', [...breakpoints, added]);
  };
  return (
    <div className="form">
      {breakpoints.map((breakpoint, index) => (
        <BreakpointField
          // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike, and the place is what tells them apart
          key={`${index} ${breakpoint.kind}`}
          breakpoint={breakpoint}
          parameters={parameters}
          onChange={(next) => change('Change a breakpoint', breakpoints.with(index, next))}
          onRemove={() => change('Take away a breakpoint', breakpoints.toSpliced(index, 1))}
        />
      ))}
      <Field label="pause when" help="Adds a breakpoint: training pauses there and says why.">
        {(control) => (
          <Select
            {...control}
            value=""
            options={[
              { value: '', label: 'add…' },
              ...Object.entries(texts).map(([value, { label }]) => ({ value, label })),
            ]}
            onChange={(kind) => {
              if (Object.hasOwn(texts, kind)) add(kind as KindName);
            }}
          />
        )}
      </Field>
    </div>
  );
}
