/** Settings that optimizers and schedules declare: PyTorch's arguments with their defaults, limits and help. */

export type SettingValue = number | boolean | string | readonly number[];
export type SettingValues = Readonly<Record<string, SettingValue>>;

interface SettingBase {
  /** PyTorch's argument name. */
  readonly name: string;
  readonly help: string;
}

export type Setting = SettingBase &
  (
    | {
        readonly kind: 'number';
        /** 'run' stands for the number of scheduler steps in the whole run. */
        readonly default: number | 'run';
        readonly minimum?: number;
        readonly maximum?: number;
        readonly integer?: boolean;
      }
    | { readonly kind: 'boolean'; readonly default: boolean }
    | { readonly kind: 'choice'; readonly default: string; readonly options: readonly string[] }
    | { readonly kind: 'list'; readonly default: readonly number[] }
  );

const shown = (value: SettingValue): string =>
  typeof value === 'object' ? `[${value.join(', ')}]` : `${value}`;

function kindFault(setting: Setting, value: SettingValue): string | undefined {
  switch (setting.kind) {
    case 'number':
    case 'boolean':
      return typeof value === setting.kind ? undefined : `a ${setting.kind}`;
    case 'choice':
      return setting.options.some((option) => option === value)
        ? undefined
        : `one of ${setting.options.join(', ')}`;
    case 'list':
      return typeof value === 'object' ? undefined : 'a list of numbers';
  }
}

/** What is wrong with a value given for a setting of `owner`, in a sentence; undefined where nothing is. */
export function settingFault(
  owner: string,
  settings: readonly Setting[],
  name: string,
  value: SettingValue,
): string | undefined {
  const setting = settings.find((candidate) => candidate.name === name);
  if (setting === undefined) return `${owner} has no setting '${name}'.`;
  const wanted = kindFault(setting, value);
  if (wanted !== undefined) return `${name} must be ${wanted}; found ${shown(value)}.`;
  if (setting.kind !== 'number' || typeof value !== 'number') return undefined;
  if (setting.integer === true && !Number.isInteger(value)) {
    return `${name} must be a whole number; found ${value}.`;
  }
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = setting;
  if (value >= minimum && value <= maximum) return undefined;
  return maximum === Number.POSITIVE_INFINITY
    ? `${name} must be at least ${minimum}; found ${value}.`
    : `${name} must lie between ${minimum} and ${maximum}; found ${value}.`;
}
