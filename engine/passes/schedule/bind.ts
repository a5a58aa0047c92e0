import {
  isUpdate,
  markNeeded,
  type Operation,
  type OutputKey,
  type Program,
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
    case 'reshape': {
      const shape = bindShape(operation.shape, batch);
      return shape === operation.shape ? operation : { ...operation, shape };
    }
    default:
      return operation;
  }
}

const isLeaf = ({ operation: { primitive } }: BoundValue): boolean =>
  primitive === 'input' || primitive === 'parameter' || primitive === 'state';

/**
 * The program for one batch size, with what `keys` need and nothing else. Where leaves are updated, an output that is a leaf
 * as it stands is a copy of it, so that writing one leaf never changes what else is given out.
 */
export function bindProgram(program: Program, keys: readonly OutputKey[], batch: number): BoundProgram {
  const wanted = keys.map((key) => {
    const id = program.outputs.get(key);
    if (id === undefined) throw new Error(`the program has no output '${key}'`);
    return [key, id] as const;
  });
  const needed = markNeeded(
    program.values,
    wanted.map(([, id]) => id),
  );
  const rewriter = new Rewriter();
  const { values } = rewriter;
  const renamed: (ValueId | undefined)[] = [];
  const madeFor: ValueId[] = [];
  program.values.forEach((value, id) => {
    if (needed[id] !== 1) {
      renamed.push(undefined);
      return;
    }
    const inputs = value.inputs.map((input) => renamed[input] as ValueId);
    const operation = boundOperation(value.operation, batch);
    renamed.push(rewriter.add(operation, inputs, bindShape(value.shape, batch)));
    while (madeFor.length < values.length) madeFor.push(id);
  });
  const updatesSomething = keys.some(isUpdate);
  const outputs = new Map<OutputKey, ValueId>();
  for (const [key, from] of wanted) {
    const id = renamed[from] as ValueId;
    const value = boundAt({ values }, id);
    if (isLeaf(value) && (isUpdate(key) || updatesSomething)) {
      outputs.set(key, rewriter.copy(id));
    } else outputs.set(key, id);
  }
  return withoutUnneeded({ batch, values, outputs, boundFrom: renamed, madeFor });
}

/** What rewriting left without readers goes. */
function withoutUnneeded(program: BoundProgram): BoundProgram {
  const { outputs, boundFrom, madeFor } = program;
  const needed = markNeeded(program.values, outputs.values());
  if (needed.every((is) => is === 1)) return program;
  const numbers: (ValueId | undefined)[] = [];
  const values: BoundValue[] = [];
  const keptFor: (ValueId | undefined)[] = [];
  program.values.forEach(({ operation, inputs, shape }, id) => {
    numbers.push(needed[id] === 1 ? values.length : undefined);
    if (needed[id] !== 1) return;
    values.push({ operation, inputs: inputs.map((input) => numbers[input] as ValueId), shape });
    keptFor.push(madeFor[id]);
  });
  return {
    batch: program.batch,
    values,
    outputs: new Map(Array.from(outputs, ([key, id]) => [key, numbers[id] as ValueId])),
    boundFrom: boundFrom.map((id) => (id === undefined ? undefined : numbers[id])),
    madeFor: keptFor,
  };
}
