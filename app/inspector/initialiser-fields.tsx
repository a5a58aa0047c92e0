import { initialiserFault } from '../../engine/graph/check/check-initialisers.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { setInitialiser } from '../../engine/graph/edit/edit.ts';
import type { ParameterInitialiser } from '../../engine/graph/initialiser-schema.ts';
import { edit } from '../document/store.ts';
import { Field } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';

type Kind = ParameterInitialiser['kind'];

const kaiming = { mode: 'fan_in', nonlinearity: 'leaky_relu', a: 0 } as const;

/** Each with PyTorch's default arguments. */
const usual: { readonly [K in Kind]: Extract<ParameterInitialiser, { readonly kind: K }> } = {
  zeros: { kind: 'zeros' },
  ones: { kind: 'ones' },
  constant: { kind: 'constant', value: 0.1 },
  uniform: { kind: 'uniform', from: 0, to: 1 },
  normal: { kind: 'normal', mean: 0, std: 1 },
  xavier_uniform: { kind: 'xavier_uniform', gain: 1 },
  xavier_normal: { kind: 'xavier_normal', gain: 1 },
  kaiming_uniform: { kind: 'kaiming_uniform', ...kaiming },
  kaiming_normal: { kind: 'kaiming_normal', ...kaiming },
  orthogonal: { kind: 'orthogonal', gain: 1 },
};

const byDefault = 'default';

const modes = [
  { value: 'fan_in', label: 'fan_in' },
  { value: 'fan_out', label: 'fan_out' },
] as const;

const nonlinearities = (['linear', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'selu'] as const).map(
  (value) => ({ value, label: value }),
);

interface InitialiserFieldsProps {
  readonly node: GraphNode;
  readonly parameter: string;
  readonly shape: readonly number[];
}

/** How a parameter starts: as PyTorch's constructor draws it, or by a function of torch.nn.init with its arguments. */
export function InitialiserFields({ node, parameter, shape }: InitialiserFieldsProps) {
  const chosen = node.initialisers?.[parameter];
  const change = (initialiser: ParameterInitialiser | undefined, merge?: string) =>
    edit(
      `Initialise ${displayName(node)}’s ${parameter}`,
      (document) => setInitialiser(document, node.id, parameter, initialiser),
      merge === undefined ? {} : { merge: `initialiser ${node.id} ${parameter} ${merge}` },
    );
  const options = Object.values(usual).filter(
    (initialiser) => initialiser.kind === chosen?.kind || initialiserFault(initialiser, shape) === undefined,
  );
  return (
    <div className="form">
      <Field
        label="starts as"
        help="Chosen functions of torch.nn.init run after all layers are made, in the order of the parameters."
        error={chosen === undefined ? undefined : initialiserFault(chosen, shape)}
      >
        {(control) => (
          <Select<Kind | typeof byDefault>
            {...control}
            value={chosen?.kind ?? byDefault}
            options={[
              { value: byDefault, label: 'default' },
              ...options.map(({ kind }) => ({ value: kind, label: kind })),
            ]}
            onChange={(kind) => change(kind === byDefault ? undefined : usual[kind])}
          />
        )}
      </Field>
      {chosen === undefined ? null : <Arguments chosen={chosen} onChange={change} />}
    </div>
  );
}

interface ArgumentsProps {
  readonly chosen: ParameterInitialiser;
  readonly onChange: (initialiser: ParameterInitialiser, argument: string) => void;
}

function Arguments({ chosen, onChange }: ArgumentsProps) {
  const number = (
    name: string,
    value: number,
    set: (value: number) => ParameterInitialiser,
    above?: number,
  ) => (
    <Field key={name} label={name}>
      {(control) => (
        <NumberField
          {...control}
          value={value}
          above={above}
          minimum={name === 'std' ? 0 : undefined}
          onCommit={(next) => next !== null && onChange(set(next), name)}
        />
      )}
    </Field>
  );
  switch (chosen.kind) {
    case 'zeros':
    case 'ones':
      return null;
    case 'constant':
      return number('value', chosen.value, (value) => ({ ...chosen, value }));
    case 'uniform':
      return (
        <>
          {number('from', chosen.from, (from) => ({ ...chosen, from }))}
          {number('to', chosen.to, (to) => ({ ...chosen, to }))}
        </>
      );
    case 'normal':
      return (
        <>
          {number('mean', chosen.mean, (mean) => ({ ...chosen, mean }))}
          {number('std', chosen.std, (std) => ({ ...chosen, std }))}
        </>
      );
    case 'xavier_uniform':
    case 'xavier_normal':
    case 'orthogonal':
      return number('gain', chosen.gain, (gain) => ({ ...chosen, gain }), 0);
    case 'kaiming_uniform':
    case 'kaiming_normal':
      return (
        <>
          <Field label="mode" help="Whether the size of values or of gradients is kept.">
            {(control) => (
              <Select
                {...control}
                value={chosen.mode}
                options={modes}
                onChange={(mode) => onChange({ ...chosen, mode }, 'mode')}
              />
            )}
          </Field>
          <Field label="nonlinearity" help="What follows the layer; it decides the gain.">
            {(control) => (
              <Select
                {...control}
                value={chosen.nonlinearity}
                options={nonlinearities}
                onChange={(nonlinearity) => onChange({ ...chosen, nonlinearity }, 'nonlinearity')}
              />
            )}
          </Field>
          {chosen.nonlinearity === 'leaky_relu' ? number('a', chosen.a, (a) => ({ ...chosen, a })) : null}
        </>
      );
  }
}
