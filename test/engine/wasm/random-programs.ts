import { Builder } from '../../../engine/program/builder.ts';
import type { Feeds } from '../../../engine/program/evaluate/evaluate.ts';
import { outputKey, type Program, type ValueId } from '../../../engine/program/program.ts';
import { bindShape, broadcastShapes, type Shape } from '../../../engine/program/shape.ts';
import { elementCount, type Tensor } from '../../../engine/program/tensor.ts';
import { uniformNumbers } from '../operators/sample-network.ts';

export interface RandomCase {
  readonly program: Program;
  readonly feeds: Feeds;
}

const unaries = ['negate', 'exp', 'tanh', 'logistic', 'softplus', 'erf', 'absolute'] as const;
const binaries = ['add', 'subtract', 'multiply', 'maximum', 'minimum'] as const;

/**
 * A program of some 10 to 40 values over any of the primitives, with odd shapes from 1 to 17, several outputs and parameters that are
 * updated; and numbers for its leaves. Operations that are steep somewhere are fed with what keeps them tame, so that float32 and
 * float64 can be compared.
 */
export function randomCase(seed: number): RandomCase {
  const random = uniformNumbers(seed);
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const batch = pick([1, 2, 3, 5, 8, 17]);
  const builder = new Builder();
  const pool: ValueId[] = [];
  const labels = builder.input('labels', ['N']);
  const classes = whole(1, 9);
  const shapes: Shape[] = [['N', whole(1, 17)], [whole(1, 17), whole(1, 17)], [whole(1, 17)], []];
  shapes.push(
    ['N', whole(1, 5), whole(1, 6)],
    ['N', 1],
    [1, whole(1, 17)],
    [whole(1, 4), whole(1, 5), whole(1, 7)],
  );
  shapes.forEach((shape, index) => {
    const isBatched = shape.includes('N');
    pool.push(isBatched ? builder.input(`x${index}`, shape) : builder.parameter(`p/w${index}`, shape));
  });
  pool.push(builder.state('p/s', [3, 6]), builder.setting('rate'), builder.random(1, ['N', whole(1, 7)]));
  const units = builder.oneHot(labels, classes, 1);
  pool.push(random() < 0.5 ? units : builder.oneHot(labels, classes, 0));
  const tame = (id: ValueId): ValueId => builder.unary('tanh', id);
  const matrixFor = (inner: Shape[number], key: string): ValueId =>
    random() < 0.5
      ? builder.parameter(key, [inner, whole(1, 17)])
      : builder.transpose(builder.parameter(`${key}t`, [whole(1, 17), inner]), [1, 0]);
  const makers: (() => ValueId | undefined)[] = [
    () => {
      const of = pick(pool);
      const name = pick(unaries);
      return builder.unary(name, name === 'exp' ? tame(of) : of);
    },
    () =>
      builder.unary(
        pick(['log', 'clampedLog', 'sqrt']),
        builder.add(builder.unary('absolute', pick(pool)), builder.constant(0.5)),
      ),
    () => builder.unary('sign', pick(pool.slice(0, 8))),
    () => {
      const [a, b] = [pick(pool), pick(pool)];
      if (broadcastShapes(builder.shape(a), builder.shape(b)) === undefined) return undefined;
      return builder.binary(pick(binaries), tame(a), b);
    },
    () => {
      const [a, b] = [pick(pool), pick(pool)];
      if (broadcastShapes(builder.shape(a), builder.shape(b)) === undefined) return undefined;
      return builder.divide(a, builder.add(builder.unary('absolute', b), builder.constant(0.5)));
    },
    () => {
      const [a, b, c] = [pick(pool.slice(0, 8)), pick(pool), pick(pool)];
      const shape = broadcastShapes(builder.shape(b), builder.shape(c));
      if (shape === undefined || broadcastShapes(shape, builder.shape(a)) === undefined) return undefined;
      const mask = builder.binary(pick(['greater', 'greaterEqual', 'equal']), a, builder.constant(0.25));
      return builder.select(random() < 0.5 ? mask : builder.subtract(builder.constant(1), mask), b, c);
    },
    () => {
      const of = pick(pool);
      const axes = builder.shape(of).flatMap((_, axis) => (random() < 0.6 ? [axis] : []));
      if (axes.length === 0) return undefined;
      return tame(builder.reduce(pick(['sum', 'max', 'logSumExp']), builder.unary('tanh', of), axes));
    },
    () => {
      const left = pick(pool);
      const shape = builder.shape(left);
      if (shape.length !== 2 || typeof shape[1] !== 'number') return undefined;
      return tame(builder.matmul(left, matrixFor(shape[1] as number, `m${pool.length}`)));
    },
    () => {
      const unitRows = random() < 0.5 ? units : builder.oneHot(labels, classes, 1);
      const of = pick(pool);
      if (random() < 0.5) return builder.matmul(unitRows, matrixFor(classes, `table${pool.length}`));
      const isOfLabels = builder.shape(of).length === 2 && builder.shape(of)[0] === 'N';
      return isOfLabels ? tame(builder.matmul(builder.transposeMatrix(unitRows), of)) : undefined;
    },
    () => {
      const left = pick(pool);
      const shape = builder.shape(left);
      if (shape.length !== 2 || shape.every((size) => size === 'N')) return undefined;
      return tame(builder.matmul(builder.transposeMatrix(left), left));
    },
    () => {
      const left = pick(pool);
      return builder.shape(left).length !== 3
        ? undefined
        : tame(builder.matmul(left, builder.transposeMatrix(builder.unary('tanh', left))));
    },
    () => {
      const of = pick(pool);
      const rank = builder.shape(of).length;
      const axes = Array.from({ length: rank }, (_, axis) => axis).sort(() => random() - 0.5);
      return rank < 2 ? undefined : builder.transpose(of, axes);
    },
    () => {
      const of = pick(pool);
      const shape = builder.shape(of);
      const axis = whole(0, shape.length - 1);
      const size = shape[axis];
      if (typeof size !== 'number') return undefined;
      const start = whole(0, size - 1);
      return builder.slice(of, axis, start, whole(start + 1, size));
    },
    () => {
      const of = pick(pool);
      const shape = builder.shape(of);
      const axis = whole(0, shape.length - 1);
      if (typeof shape[axis] !== 'number') return undefined;
      return builder.concatenate([of, builder.negate(of), ...(random() < 0.5 ? [of] : [])], axis);
    },
    () => {
      const of = pick(pool);
      const shape = builder.shape(of);
      if (shape.length !== 3 || typeof shape[1] !== 'number' || typeof shape[2] !== 'number')
        return undefined;
      return builder.reshape(of, [shape[0] as number, shape[1] * shape[2]]);
    },
    () => {
      const of = pick(pool);
      const shape = builder.shape(of);
      const size = shape[1];
      if (shape.length !== 2 || typeof size !== 'number' || size % 2 !== 0) return undefined;
      return builder.reshape(of, [shape[0] as number, 2, size / 2]);
    },
    () => builder.add(pick(pool), builder.size(['N', 2])),
  ];
  const count = whole(4, 24);
  for (let made = 0; made < count; made += 1) {
    const id = pick(makers)();
    if (id !== undefined) pool.push(id);
  }
  for (let index = 0; index < 4; index += 1)
    builder.output(outputKey('value', `n${index}`, 'y'), pick(pool.slice(8)));
  builder.output(outputKey('value', 'last', 'y'), pool.at(-1) as ValueId);
  pool.slice(0, 8).forEach((leaf, index) => {
    if (builder.shape(leaf).includes('N') || random() < 0.3) return;
    const same = pool.filter((id) => builder.shape(id).join() === builder.shape(leaf).join());
    builder.output(
      outputKey('update', 'p', `w${index}`),
      builder.subtract(pick(same), builder.multiply(builder.constant(0.1), pick(same))),
    );
  });
  const program = builder.finish();
  return { program, feeds: randomFeeds(program, batch, classes, random) };
}

function randomFeeds(program: Program, batch: number, classes: number, random: () => number): Feeds {
  const inputs = new Map<string, Tensor>();
  const parameters = new Map<string, Tensor>();
  const states = new Map<string, Tensor>();
  const settings = new Map<string, number>();
  for (const { operation } of program.values) {
    if (operation.primitive === 'setting') settings.set(operation.key, random());
    if (
      operation.primitive !== 'input' &&
      operation.primitive !== 'parameter' &&
      operation.primitive !== 'state'
    )
      continue;
    const shape = bindShape(operation.shape, batch);
    const isLabels = operation.key === 'labels';
    const draw = (): number => (isLabels ? Math.floor(random() * classes) : Math.fround(4 * random() - 2));
    const tensor = { shape, data: Float64Array.from({ length: elementCount(shape) }, draw) };
    ({ input: inputs, parameter: parameters, state: states })[operation.primitive].set(operation.key, tensor);
  }
  return { batch, inputs, parameters, states, settings, draw: { seed: 7, step: 3 } };
}
