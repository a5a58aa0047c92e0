import type { Training } from '../graph/document.ts';
import { findOptimizer } from './optimizers/catalogue.ts';
import type { ChosenOptimizer } from './optimizers/optimizer.ts';
import { settingFault } from './settings.ts';

export type OptimizerChoice =
  | { readonly ok: true; readonly chosen: ChosenOptimizer }
  | { readonly ok: false; readonly message: string };

/** The document's optimizer with its settings filled in, or what is wrong with them. */
export function chooseOptimizer(training: Training): OptimizerChoice {
  const optimizer = findOptimizer(training.optimizer.name);
  if (optimizer === undefined)
    return { ok: false, message: `There is no optimizer '${training.optimizer.name}'.` };
  const given = Object.entries(training.optimizer.settings ?? {});
  for (const [name, value] of given) {
    const message = settingFault(optimizer.name, optimizer.settings, name, value);
    if (message !== undefined) return { ok: false, message };
  }
  const usual = optimizer.settings.map(({ name, default: value }) => [name, value] as const);
  return { ok: true, chosen: { optimizer, values: Object.fromEntries([...usual, ...given]) } };
}
