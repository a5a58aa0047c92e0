import type { Expression } from '../../../engine/notation/expression.ts';
import { toText } from '../../../engine/notation/text.ts';
import {
  broadcastTensor,
  concatenateTensors,
  oneHotTensor,
  sliceTensor,
  transposeTensor,
} from '../../../engine/program/evaluate/layout.ts';
import { matmulTensor } from '../../../engine/program/evaluate/matmul.ts';
import { reduceTensor } from '../../../engine/program/evaluate/reduce.ts';
import { bindDimension, multiplyDimensions } from '../../../engine/program/shape.ts';
import { elementCount, type Tensor, tensorOf, zeros } from '../../../engine/program/tensor.ts';

/** What names stand for, and the batch size. */
export interface MatrixMeaning {
  readonly batch: number;
  readonly tensorOf: (name: Expression) => Tensor | undefined;
  /** u₁ …, x̂ … as the formula defines them. */
  readonly definitions: readonly Expression[];
  /** How many classes one-hot rows have, which the notation leaves to the reader. */
  readonly classes: number;
  /** Of what the formula stands for; tells how many zeros [0; x] begins with. */
  readonly shape: readonly number[];
}

/** Axes that a bare Σ, mean, max or softmax may go over; of other choices (a slice, a transpose), which comes when. */
export const axisChoices = ['last', 'features', 'all', 'rows', 'second', 'not second'] as const;
export type AxisChoice = (typeof axisChoices)[number];

/**
 * What the notation leaves to the reader. `axes` are asked for at each open place in turn; `rows` says that all axes but
 * the last are laid side by side, as where a sample is several rows.
 */
export interface Reading {
  readonly axes: readonly AxisChoice[];
  readonly rows: boolean;
}

export class NotReadable extends Error {}

const scalar = (value: number): Tensor => tensorOf([], [value]);
const isSingle = ({ data }: Tensor): boolean => data.length === 1;
const elementwise = (of: Tensor, apply: (x: number) => number): Tensor => ({
  shape: of.shape,
  data: of.data.map(apply),
});

/** A shape made as long as another with ones between its axes so that it fits: like sizes together, else from the right. */
export function placed(shape: readonly number[], other: readonly number[]): readonly number[] | undefined {
  const gap = other.length - shape.length;
  const fits = (candidate: readonly number[]): boolean =>
    candidate.every((size, axis) => size === 1 || other[axis] === 1 || size === other[axis]);
  const insert = (at: number, left: number): readonly (readonly number[])[] => {
    if (left === 0) return [shape.slice(at)];
    if (at === shape.length) return [new Array<number>(left).fill(1)];
    return [
      ...insert(at, left - 1).map((rest) => [1, ...rest]),
      ...insert(at + 1, left).map((rest) => [shape[at] as number, ...rest]),
    ];
  };
  const alike = (candidate: readonly number[]): number =>
    candidate.filter((size, axis) => size !== 1 && size === other[axis]).length;
  return gap < 0
    ? undefined
    : insert(0, gap)
        .filter(fits)
        .toSorted((a, b) => alike(b) - alike(a))[0];
}

/** Two tensors of one shape: samples stand with samples and features with features. */
function together(left: Tensor, right: Tensor): readonly [Tensor, Tensor] {
  if (left.shape.length > right.shape.length) {
    const [b, a] = together(right, left);
    return [a, b];
  }
  const shape = placed(left.shape, right.shape);
  if (shape === undefined) throw new NotReadable(`${left.shape} beside ${right.shape}`);
  const whole = shape.map((size, axis) => Math.max(size, right.shape[axis] as number));
  return [broadcastTensor({ ...left, shape }, whole), broadcastTensor(right, whole)];
}

function zip(left: Tensor, right: Tensor, apply: (a: number, b: number) => number): Tensor {
  const [a, b] = together(left, right);
  return { shape: a.shape, data: a.data.map((value, at) => apply(value, b.data[at] as number)) };
}

const times = (left: Tensor, right: Tensor): Tensor =>
  // Iverson's bracket is a strong zero: where it does not hold, the rest need not have a meaning.
  zip(left, right, (a, b) => (a === 0 || b === 0 ? 0 : a * b));

/** A number beside a matrix multiplies it; matrices chain by rows and columns. */
function beside(left: Tensor, right: Tensor): Tensor {
  if (isSingle(left) || isSingle(right)) return times(left, right);
  const rank = Math.max(left.shape.length, right.shape.length, 2);
  const lead = (shape: readonly number[]): readonly number[] => shape.slice(0, -2);
  const asMatrix = (of: Tensor): Tensor => (of.shape.length < 2 ? { ...of, shape: [1, of.data.length] } : of);
  const [a, b] = [asMatrix(left), asMatrix(right)];
  if (a.shape.at(-1) !== b.shape.at(-2)) throw new NotReadable(`${a.shape} times ${b.shape}`);
  const leads = rank === 2 ? [] : a.shape.length >= b.shape.length ? lead(a.shape) : lead(b.shape);
  const stretch = (of: Tensor): Tensor => broadcastTensor(of, [...leads, ...of.shape.slice(-2)]);
  return matmulTensor(stretch(a), stretch(b));
}

const erf = (x: number): number => {
  let [term, total] = [x, x];
  for (let n = 1; n < 80; n += 1) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
};

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));

const functions: Readonly<Record<string, (...x: readonly number[]) => number>> = {
  exp: (x = 0) => Math.exp(x),
  log: (x = 0) => Math.log(x),
  'log σ': (x = 0) => Math.log(sigma(x)),
  tanh: (x = 0) => Math.tanh(x),
  σ: (x = 0) => sigma(x),
  softplus: (x = 0) => Math.log(1 + Math.exp(x)),
  erf: (x = 0) => erf(x),
  Φ: (x = 0) => 0.5 * (1 + erf(x / Math.SQRT2)),
  φ: (x = 0) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI),
  sqrt: (x = 0) => Math.sqrt(x),
  sign: (x = 0) => Math.sign(x),
  max: (...x) => Math.max(...x),
  min: (...x) => Math.min(...x),
  clamp: (x = 0, low = 0, high = 0) => Math.min(Math.max(x, low), high),
};

const relations: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '≥': (a, b) => a >= b,
  '=': (a, b) => a === b,
  '≠': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '≤': (a, b) => a <= b,
};

/**
 * A formula of matrices as numbers, read as mathematics: what stands side by side is a matrix product, or a number
 * times something; ⊙, + and / go element by element, samples with samples; Σ_N adds samples. It knows nothing of
 * programs. Throws where sizes do not fit.
 */
export function matrixValue(expression: Expression, meaning: MatrixMeaning, reading: Reading): Tensor {
  const asked = reading.axes[Symbol.iterator]();
  const flatRows = (of: Tensor): Tensor =>
    reading.rows && of.shape.length > 2
      ? { ...of, shape: [elementCount(of.shape.slice(0, -1)), of.shape.at(-1) ?? 1] }
      : of;
  const turn = (): number => axisChoices.indexOf(asked.next().value ?? 'last');
  const axesOf = ({ shape }: Tensor): readonly number[] => {
    const all = [...shape.keys()];
    switch (asked.next().value ?? 'last') {
      case 'last':
        return all.slice(-1);
      case 'second':
        return all.slice(1, 2);
      case 'not second':
        return all.filter((axis) => axis !== 1);
      case 'features':
        return all.slice(1);
      case 'rows':
        return all.slice(0, 1);
      default:
        return all;
    }
  };
  const reduce = (name: 'sum' | 'max' | 'logSumExp', of: Tensor, axes = axesOf(of)): Tensor =>
    reduceTensor(name, of, axes);
  const meanOf = (of: Tensor, axes: readonly number[]): Tensor => {
    const sum = reduce('sum', of, axes);
    return elementwise(sum, (value) => (value * sum.data.length) / of.data.length);
  };
  const logSoftmax = (of: Tensor): Tensor => zip(of, reduce('logSumExp', of), (a, b) => a - b);

  const named = (name: Expression): Tensor => {
    const definition = meaning.definitions.find(
      (each) => each.kind === 'equation' && toText(each.left) === toText(name),
    );
    const tensor = meaning.tensorOf(name);
    if (tensor !== undefined) return flatRows(tensor);
    if (definition?.kind === 'equation') return at(definition.right);
    throw new NotReadable(`no meaning for ${toText(name)}`);
  };
  /** Whether numbers are rows with a single 1 along the second axis. */
  const isOneHot = ({ shape, data }: Tensor): boolean =>
    shape.length > 1 &&
    data.every((value) => value === 0 || value === 1) &&
    reduceTensor('sum', { shape, data }, [1]).data.every((value) => value === 1);

  /** x_y: of each sample of x the class that y says, as an index or as a row of 0 and 1; of a matrix, the row. */
  const picked = (base: Tensor, index: Tensor): Tensor => {
    const [first = 1, ...others] = base.shape;
    const ofSample = base.shape.length > 1 && first === index.shape[0];
    const classes = ofSample ? (base.shape[1] as number) : first;
    const fromRows = isOneHot(index) && index.shape[1] === classes;
    if (ofSample || fromRows) {
      const rows = fromRows ? index : oneHotTensor(index, classes, 1);
      const chosen = reduceTensor('sum', times(base, rows), [1]);
      return { ...chosen, shape: rows.shape.toSpliced(1, 1) };
    }
    const rows = oneHotTensor(index, first, index.shape.length);
    const table = { ...base, shape: [first, elementCount(others)] };
    const chosen = beside({ ...rows, shape: [index.data.length, first] }, table);
    return { ...chosen, shape: [...index.shape, ...others] };
  };

  const called = (name: string, [first, ...others]: readonly Tensor[]): Tensor => {
    if (first === undefined) throw new NotReadable(`${name} of nothing`);
    const [second] = others;
    // Of each sample all products of an element of one with an element of the other.
    if (name === 'outer' && second !== undefined) {
      const [i, j] = [first.shape.at(-1) ?? 1, second.shape.at(-1) ?? 1];
      const columns = { ...first, shape: [first.data.length / i, i, 1] };
      return times(columns, { ...second, shape: [second.data.length / j, 1, j] });
    }
    if (others.length === 0) {
      switch (name) {
        case 'softmax':
          return elementwise(logSoftmax(first), Math.exp);
        case 'log softmax':
          return logSoftmax(first);
        case 'logsumexp':
          return reduce('logSumExp', first);
        case 'sum':
          return reduce('sum', first);
        case 'var': {
          const axes = axesOf(first);
          const centred = zip(first, meanOf(first, axes), (a, b) => a - b);
          return meanOf(
            elementwise(centred, (x) => x * x),
            axes,
          );
        }
        case 'mean':
          return meanOf(first, axesOf(first));
        case 'max':
          return reduce('max', first);
        case 'flatten':
          return { ...first, shape: [first.shape[0] ?? 1, elementCount(first.shape.slice(1))] };
        // The elements in their order; what they are laid out as is the result's shape.
        case 'reshape':
        case 'unflatten':
          return first;
        // Two axes change places; which, the shapes say.
        case 'transpose': {
          const pairs = [...first.shape.keys()].flatMap((one) =>
            [...first.shape.keys()].filter((other) => other > one).map((other) => [one, other] as const),
          );
          const [one, other] = pairs[turn() % pairs.length] as readonly [number, number];
          const order = [...first.shape.keys()].with(one, other).with(other, one);
          return transposeTensor(first, order);
        }
        case 'onehot':
          return reading.rows
            ? flatRows(oneHotTensor(first, meaning.classes, first.shape.length))
            : oneHotTensor(first, meaning.classes, Math.min(1, first.shape.length));
      }
    }
    // PyTorch's own, with the ε that keeps them from dividing by or differentiating at 0.
    if (name === 'cos' && others[0] !== undefined) {
      const dot = (a: Tensor, b: Tensor): Tensor => reduceTensor('sum', times(a, b), [1]);
      const [a, b] = [first, others[0]];
      const lengths = zip(dot(a, a), dot(b, b), (x, y) => Math.sqrt((x + 1e-12) * (y + 1e-12)));
      return zip(dot(a, b), lengths, (x, y) => x / y);
    }
    if (name === 'd' && others[0] !== undefined) {
      const squares = zip(first, others[0], (a, b) => (a - b + 1e-6) ** 2);
      return elementwise(reduceTensor('sum', squares, [1]), Math.sqrt);
    }
    const apply = functions[name];
    if (apply === undefined) throw new NotReadable(`no function ${name}`);
    const all = others.reduce<readonly Tensor[]>(
      (done, other) => {
        const [base] = done as [Tensor];
        const [, fitted] = together(base, other);
        return [...done.map((each) => together(each, other)[0]), fitted];
      },
      [first],
    );
    const [base] = all as [Tensor];
    return {
      shape: base.shape,
      data: base.data.map((_, place) => apply(...all.map(({ data }) => data[place] as number))),
    };
  };

  /** [0; x; 0]: x with as much before and behind as its shape lacks. */
  const padded = (block: Tensor, at: number, count: number): Tensor => {
    const axis = meaning.shape.findIndex((size, each) => size !== block.shape[each]);
    const gap = (meaning.shape[axis] ?? 0) - (block.shape[axis] ?? 0);
    const before = at === 0 ? 0 : count === 2 ? gap : Math.min(gap, turn() + 1);
    const zerosOf = (size: number): Tensor => zeros(block.shape.with(axis, size));
    const parts = [zerosOf(before), block, zerosOf(gap - before)];
    if (axis < 0 || gap < 0) throw new NotReadable(`${block.shape} in ${meaning.shape}`);
    return concatenateTensors(parts, axis, meaning.shape);
  };

  const joined = (parts: readonly Tensor[]): Tensor => {
    const [first] = parts as [Tensor];
    const blocks = parts.filter(({ shape }) => shape.length > 0);
    const [block] = blocks;
    if (block === undefined)
      return tensorOf(
        [parts.length],
        parts.map(({ data }) => data[0] as number),
      );
    if (blocks.length < parts.length) return padded(block, parts.indexOf(block), parts.length);
    const differing = [...first.shape.keys()].filter((axis) =>
      parts.some(({ shape }) => shape[axis] !== first.shape[axis]),
    );
    const axis = differing[0] ?? first.shape.length - 1;
    const total = parts.reduce((sum, { shape }) => sum + (shape[axis] as number), 0);
    return concatenateTensors(parts, axis, first.shape.with(axis, total));
  };

  const at = (of: Expression): Tensor => {
    switch (of.kind) {
      case 'number':
        return scalar(of.value);
      case 'size':
        return scalar(bindDimension(multiplyDimensions(of.of) ?? 1, meaning.batch));
      case 'symbol':
      case 'derivative':
        return named(of);
      case 'sum':
        return of.terms
          .map(({ minus, of: term }) => (minus ? elementwise(at(term), (x) => -x) : at(term)))
          .reduce((sum, term) => zip(sum, term, (a, b) => a + b));
      case 'product':
        return of.factors.map(at).reduce(beside);
      case 'hadamard':
        return of.factors.map(at).reduce(times);
      case 'fraction':
        return zip(at(of.over), at(of.under), (a, b) => a / b);
      case 'power':
        return zip(at(of.base), at(of.exponent), (a, b) => a ** b);
      case 'absolute':
        return elementwise(at(of.of), Math.abs);
      case 'transpose': {
        const tensor = at(of.of);
        const rank = tensor.shape.length;
        if (rank < 2) return { ...tensor, shape: [tensor.data.length, 1] };
        return transposeTensor(tensor, [...[...tensor.shape.keys()].slice(0, -2), rank - 1, rank - 2]);
      }
      case 'subscript': {
        const [, from, to] = /^(-?\d*):(-?\d*)$/.exec(of.index.kind === 'symbol' ? of.index.name : '') ?? [];
        const base = at(of.base);
        // The first or the second half.
        if (of.index.kind === 'symbol' && /^[12]$/.test(of.index.name)) {
          const [axis] = axesOf(base).slice(-1) as [number];
          const size = (base.shape[axis] as number) / 2;
          return sliceTensor(base, axis, (Number(of.index.name) - 1) * size, Number(of.index.name) * size);
        }
        if (from === undefined) return picked(base, at(of.index));
        const [axis] = axesOf(base).slice(-1) as [number];
        const size = base.shape[axis] as number;
        const end = (text = ''): number => (Number(text) < 0 ? size : 0) + Number(text);
        return sliceTensor(base, axis, end(from), to === '' ? size : end(to));
      }
      case 'call':
        return called(of.name, of.arguments.map(at));
      case 'bigSum': {
        const body = at(of.of);
        return reduce('sum', body, of.over === 'N' ? [0] : axesOf(body));
      }
      case 'indicator': {
        const compare = (relation: string, a: Tensor, b: Tensor): Tensor =>
          zip(a, b, (one, other) => (relations[relation]?.(one, other) === true ? 1 : 0));
        const right = at(of.right);
        const low = compare(of.relation, at(of.left), right);
        return of.within === undefined
          ? low
          : times(low, compare(of.within.relation, right, at(of.within.bound)));
      }
      case 'cases': {
        const condition = at(of.condition);
        const yes = times(condition, at(of.whenTrue));
        return zip(
          yes,
          times(
            elementwise(condition, (x) => 1 - x),
            at(of.whenFalse),
          ),
          (a, b) => a + b,
        );
      }
      case 'joined':
        return joined(of.parts.map(at));
      case 'matrix':
        return joined(
          of.rows.map((row) => {
            const numbers = row.map((cell) => at(cell).data[0] as number);
            return tensorOf([1, numbers.length], numbers);
          }),
        );
      case 'indices':
      case 'equation':
        throw new NotReadable(of.kind);
    }
  };
  return at(expression);
}
