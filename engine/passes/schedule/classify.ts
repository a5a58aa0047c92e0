import { pickedRows } from '../../program/picked-rows.ts';
import { isBinary, type ValueId } from '../../program/program.ts';
import { coreShape, isView } from './access.ts';
import { type BoundProgram, type BoundValue, boundAt } from './bound-program.ts';

/**
 * What a value is to the scheduler: memory that is there already; a number that settings and constants alone decide,
 * computed once a step in float64; another way to read its operand; one number after the other; or an operation with
 * loops of its own.
 */
export type Role = 'leaf' | 'known' | 'view' | 'elementwise' | 'structural';

function isKnown({ operation, inputs, shape }: BoundValue, roles: readonly Role[]): boolean {
  if (operation.primitive === 'constant' || operation.primitive === 'setting') return true;
  if (coreShape(shape).length > 0 || inputs.some((input) => roles[input] !== 'known')) return false;
  switch (operation.primitive) {
    case 'select':
    case 'negate':
    case 'exp':
    case 'log':
    case 'sqrt':
    case 'absolute':
    case 'reshape':
    case 'broadcast':
      return true;
    default:
      return isBinary(operation);
  }
}

function roleOf(value: BoundValue, operand: BoundValue | undefined, roles: readonly Role[]): Role {
  if (isKnown(value, roles)) return 'known';
  if (isView(value, operand?.shape)) return 'view';
  switch (value.operation.primitive) {
    case 'input':
    case 'parameter':
    case 'state':
      return 'leaf';
    case 'matmul':
    case 'sum':
    case 'max':
    case 'concatenate':
    case 'reshape':
      return 'structural';
    default:
      return 'elementwise';
  }
}

export function classify(program: BoundProgram): readonly Role[] {
  const roles: Role[] = [];
  for (const value of program.values) {
    const first = value.inputs[0];
    roles.push(roleOf(value, first === undefined ? undefined : boundAt(program, first), roles));
  }
  return roles;
}

/** A chain of elementwise operations longer than this is cut, so that nothing that walks it runs out of stack. */
const longestExpression = 48;

/**
 * The values that are computed once, in one kernel, rather than anew wherever they are read: outputs, operations with
 * loops of their own, what several values read, what is read at other places than its own, and what a product or reshape needs
 * to find in memory; but not rows of unit matrices, and no masks of what lies in memory.
 */
export function chooseUnits(program: BoundProgram, roles: readonly Role[]): readonly boolean[] {
  const { values, outputs } = program;
  const units = values.map((_, id) => roles[id] === 'structural');
  const readers = new Array<number>(values.length).fill(0);
  const depth = new Array<number>(values.length).fill(0);
  const makeUnit = (id: ValueId): void => {
    if (roles[id] !== 'leaf') units[id] = true;
  };
  /** What a chain of views reads in the end, and whether one of them moves elements. */
  const behindViews = (id: ValueId): ValueId => {
    let at = id;
    while (roles[at] === 'view') at = boundAt(program, at).inputs[0] as ValueId;
    return at;
  };
  for (const id of outputs.values()) makeUnit(id);
  values.forEach((value, id) => {
    if (roles[id] === 'known') return;
    const { inputs } = value;
    const { primitive } = value.operation;
    for (const input of inputs) {
      const base = behindViews(input);
      if (roles[id] === 'view') {
        const movesElements = primitive !== 'reshape';
        const isMade =
          roles[base] === 'elementwise' && boundAt(program, base).operation.primitive !== 'oneHot';
        if (movesElements && isMade) makeUnit(base);
        continue;
      }
      if (roles[base] === 'elementwise') {
        readers[base] = (readers[base] ?? 0) + 1;
        depth[id] = Math.max(depth[id] ?? 0, (depth[base] ?? 0) + 1);
        if ((depth[base] ?? 0) >= longestExpression) {
          makeUnit(base);
          depth[id] = 1;
        }
      }
      const isPicking = input === inputs[0] && pickedRows(values, value) !== undefined;
      if (primitive === 'matmul' && !isPicking) {
        if (roles[base] === 'known') makeUnit(input);
        else makeUnit(base);
      }
      if (primitive === 'reshape' && roles[id] === 'structural' && roles[input] !== 'leaf') makeUnit(input);
    }
  });
  // In memory a mask would be ones and zeros, and NaN for all that is known there: to compare again takes less.
  const isMask = ({ operation: { primitive }, inputs }: BoundValue): boolean =>
    (primitive === 'greater' || primitive === 'greaterEqual' || primitive === 'equal') &&
    inputs.every((input) => {
      const base = behindViews(input);
      return roles[base] !== 'elementwise' || (readers[base] ?? 0) > 1;
    });
  values.forEach((value, id) => {
    const isComputedAnew = value.operation.primitive === 'oneHot' || isMask(value);
    if (roles[id] === 'elementwise' && (readers[id] ?? 0) > 1 && !isComputedAnew) makeUnit(id);
  });
  return units;
}
