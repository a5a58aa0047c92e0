import type { OutputKey } from '../program/program.ts';
import type { Tensor } from '../program/tensor.ts';
import type { Look, TrainingSession } from './session.ts';

function tensorBy(
  key: string,
  session: TrainingSession,
  states: ReadonlyMap<string, Tensor>,
  look: Look,
): Tensor | undefined {
  const name = key.slice(key.indexOf(' ') + 1);
  if (key.startsWith('state ')) return states.get(name);
  if (!key.startsWith('setting ')) return look.values.get(key as OutputKey);
  const setting = session.settings.get(name);
  return setting === undefined ? undefined : { shape: [], data: Float64Array.of(setting) };
}

/** Numbers by the keys that formulas know them by: outputs of a look, `setting name` and `state node/parameter/name`. */
export function numbersByKey(
  session: TrainingSession,
  look: Look,
  keys: readonly string[],
): ReadonlyMap<string, Tensor> {
  const states = keys.some((key) => key.startsWith('state '))
    ? session.state().states
    : new Map<string, Tensor>();
  return new Map(
    keys.flatMap((key) => {
      const tensor = tensorBy(key, session, states, look);
      return tensor === undefined ? [] : [[key, tensor] as const];
    }),
  );
}
