import type { Setting, SettingValue, SettingValues } from '../../engine/train/settings.ts';
import { formatNumbers, readNumbers } from '../inspector/sizes.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { Field } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';

interface SettingFieldsProps {
  /** How long what lasts as long as it may does: the whole run, or as one of several that follow one another. */
  readonly lasting?: string;
  readonly settings: readonly Setting[];
  /** Those that differ from their defaults. */
  readonly given: SettingValues;
  readonly onChange: (name: string, given: SettingValues) => void;
}

/** A field for each setting of an optimizer or a schedule; what is at its default is not stored. */
export function SettingFields({ settings, given, lasting = 'whole run', onChange }: SettingFieldsProps) {
  const change = (setting: Setting, value: SettingValue | null) => {
    const { [setting.name]: _, ...others } = given;
    const isUsual = value === null || value === setting.default;
    onChange(setting.name, isUsual ? others : { ...others, [setting.name]: value });
  };
  return settings.map((setting) => (
    <SettingField
      key={setting.name}
      setting={setting}
      lasting={lasting}
      value={given[setting.name]}
      onChange={(value) => change(setting, value)}
    />
  ));
}

interface SettingFieldProps {
  readonly setting: Setting;
  readonly lasting: string;
  readonly value: SettingValue | undefined;
  /** null brings the default back. */
  readonly onChange: (value: SettingValue | null) => void;
}

function SettingField({ setting, lasting, value, onChange }: SettingFieldProps) {
  return (
    <Field label={setting.name} help={setting.help}>
      {(control) => {
        switch (setting.kind) {
          case 'number': {
            const wholeRun = setting.default === 'run';
            const usual = setting.default === 'run' ? null : setting.default;
            return (
              <NumberField
                {...control}
                value={typeof value === 'number' ? value : usual}
                minimum={setting.minimum}
                maximum={setting.maximum}
                integer={setting.integer}
                optional={wholeRun}
                placeholder={wholeRun ? lasting : undefined}
                onCommit={onChange}
              />
            );
          }
          case 'boolean':
            return (
              <Checkbox {...control} checked={(value ?? setting.default) === true} onChange={onChange} />
            );
          case 'choice':
            return (
              <Select
                {...control}
                value={typeof value === 'string' ? value : setting.default}
                options={setting.options.map((option) => ({ value: option, label: option }))}
                onChange={onChange}
              />
            );
          case 'list':
            return (
              <TextField
                id={control.id}
                className="in"
                value={formatNumbers(typeof value === 'object' ? value : setting.default)}
                onCommit={(text) => {
                  const list = readNumbers(text);
                  // A text that is no list leaves the old one standing.
                  if (list !== undefined) onChange(list);
                }}
              />
            );
        }
      }}
    </Field>
  );
}
