import type { Value, ValueId } from '../program/program.ts';

/** Up to here a bound under a fraction only keeps it from division by zero (PyTorch's BCELoss has 1e−12). */
const largestGuard = 1e-12;

/**
 * What a denominator is without the tiny bound that guards it, which no textbook writes. `open` gives the value behind
 * an id that is written out where it stands, not by a name.
 */
export function unguarded(open: (id: ValueId) => Value | undefined, id: ValueId): ValueId {
  const value = open(id);
  if (value?.operation.primitive !== 'maximum') return id;
  const [a, b] = value.inputs as readonly [ValueId, ValueId];
  const isGuard = (bound: ValueId): boolean => {
    const under = open(bound);
    if (under?.operation.primitive === 'broadcast') return isGuard(under.inputs[0] as ValueId);
    const operation = under?.operation;
    return operation?.primitive === 'constant' && operation.value > 0 && operation.value <= largestGuard;
  };
  if (isGuard(b)) return a;
  return isGuard(a) ? b : id;
}
