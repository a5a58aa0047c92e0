import {
  type Operation,
  type OutputKey,
  type Program,
  parseOutputKey,
  type ValueId,
} from '../../program/program.ts';
import {
  bindDimension,
  bindShape,
  multiplyDimensions,
  type Shape,
  shapesEqual,
} from '../../program/shape.ts';

/** A value whose shape has no symbol left. */
export interface BoundValue {
  readonly operation: Operation;
  readonly inputs: readonly ValueId[];
  readonly shape: readonly number[];
}

/** The values that some outputs need, for one batch size. Marks and reshapes that change nothing are gone. */
export interface BoundProgram {
  readonly batch: number;
  readonly values: readonly BoundValue[];
  readonly outputs: ReadonlyMap<OutputKey, ValueId>;
  /** What stands for each needed value of the program it was made from. */
  readonly boundFrom: ReadonlyMap<ValueId, ValueId>;
}

export function boundAt({ values }: Pick<BoundProgram, 'values'>, id: ValueId): BoundValue {
  const value = values[id];
  if (value === undefined) throw new Error(`the bound program has no value ${id}`);
  return value;
}

function boundOperation(operation: Operation, batch: number): Operation {
  switch (operation.primitive) {
    case 'size':
      return { primitive: 'constant', value: bindDimension(multiplyDimensions(operation.of) ?? 1, batch) };
    case 'input':
    case 'parameter':
    case 'state':
    case 'random':
    case 'broadcast':
    case 'reshape':
      return { ...operation, shape: bindShape(operation.shape, batch) };
    default:
      return operation;
  }
}

const isLeaf = ({ operation: { primitive } }: BoundValue): boolean =>
  primitive === 'input' || primitive === 'parameter' || primitive === 'state';

const isUpdate = (key: OutputKey): boolean => {
  const { role } = parseOutputKey(key);
  return role === 'update' || role === 'stateUpdate';
};

/**
 * The program for one batch size, with what `keys` need and nothing else. Where leaves are updated, an output that is a leaf
 * as it stands is a copy of it, so that writing one leaf never changes what else is given out.
 */
export function bindProgram(program: Program, keys: readonly OutputKey[], batch: number): BoundProgram {
  const needed = new Uint8Array(program.values.length);
  for (const key of keys) {
    const id = program.outputs.get(key);
    if (id === undefined) throw new Error(`the program has no output '${key}'`);
    needed[id] = 1;
  }
  for (let id = program.values.length - 1; id >= 0; id -= 1) {
    if (needed[id] === 1) for (const input of program.values[id]?.inputs ?? []) needed[input] = 1;
  }
  const values: BoundValue[] = [];
  const renamed = new Map<ValueId, ValueId>();
  program.values.forEach((value, id) => {
    if (needed[id] !== 1) return;
    const inputs = value.inputs.map((input) => renamed.get(input) as ValueId);
    const shape = bindShape(value.shape, batch);
    const { primitive } = value.operation;
    const [first] = inputs;
    const changesNothing =
      primitive === 'port' ||
      primitive === 'stopGradient' ||
      ((primitive === 'reshape' || primitive === 'broadcast') &&
        first !== undefined &&
        shapesEqual(values[first]?.shape as Shape, shape));
    if (changesNothing && first !== undefined) {
      renamed.set(id, first);
      return;
    }
    renamed.set(id, values.length);
    values.push({ operation: boundOperation(value.operation, batch), inputs, shape });
  });
  const updatesSomething = keys.some(isUpdate);
  const outputs = new Map<OutputKey, ValueId>();
  for (const key of keys) {
    const id = renamed.get(program.outputs.get(key) as ValueId) as ValueId;
    const value = boundAt({ values }, id);
    if (isLeaf(value) && (isUpdate(key) || updatesSomething)) {
      outputs.set(key, values.length);
      values.push({ operation: { primitive: 'stopGradient' }, inputs: [id], shape: value.shape });
    } else outputs.set(key, id);
  }
  return { batch, values, outputs, boundFrom: renamed };
}
