import {
  type Operation,
  type OutputKey,
  type Program,
  parseOutputKey,
  type ValueId,
} from '../../program/program.ts';
import { bindDimension, bindShape, multiplyDimensions } from '../../program/shape.ts';
import { type BoundProgram, type BoundValue, boundAt } from './bound-program.ts';
import { Rewriter } from './rewrite.ts';

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
  const rewriter = new Rewriter();
  const { values } = rewriter;
  const renamed = new Map<ValueId, ValueId>();
  const madeFor: ValueId[] = [];
  program.values.forEach((value, id) => {
    if (needed[id] !== 1) return;
    const inputs = value.inputs.map((input) => renamed.get(input) as ValueId);
    const operation = boundOperation(value.operation, batch);
    renamed.set(id, rewriter.add(operation, inputs, bindShape(value.shape, batch)));
    while (madeFor.length < values.length) madeFor.push(id);
  });
  const updatesSomething = keys.some(isUpdate);
  const outputs = new Map<OutputKey, ValueId>();
  for (const key of keys) {
    const id = renamed.get(program.outputs.get(key) as ValueId) as ValueId;
    const value = boundAt({ values }, id);
    if (isLeaf(value) && (isUpdate(key) || updatesSomething)) {
      outputs.set(key, rewriter.copy(id));
    } else outputs.set(key, id);
  }
  return withoutUnneeded({ batch, values, outputs, boundFrom: renamed, madeFor });
}

/** What rewriting left without readers goes. */
function withoutUnneeded(program: BoundProgram): BoundProgram {
  const { values, outputs, boundFrom, madeFor } = program;
  const isNeeded = new Uint8Array(values.length);
  for (const id of outputs.values()) isNeeded[id] = 1;
  for (let id = values.length - 1; id >= 0; id -= 1) {
    if (isNeeded[id] === 1) for (const input of boundAt(program, id).inputs) isNeeded[input] = 1;
  }
  let next = 0;
  const numbers = values.map((_, id) => (isNeeded[id] === 1 ? next++ : undefined));
  const renumbered = <K>(from: ReadonlyMap<K, ValueId>): ReadonlyMap<K, ValueId> =>
    new Map(
      [...from].flatMap(([key, id]) => {
        const number = numbers[id];
        return number === undefined ? [] : [[key, number] as const];
      }),
    );
  return {
    batch: program.batch,
    values: values
      .filter((_, id) => isNeeded[id] === 1)
      .map((value) => ({ ...value, inputs: value.inputs.map((input) => numbers[input] as ValueId) })),
    outputs: renumbered(outputs),
    boundFrom: renumbered(boundFrom),
    madeFor: values.map((_, id) => madeFor[id]).filter((_, id) => isNeeded[id] === 1),
  };
}
