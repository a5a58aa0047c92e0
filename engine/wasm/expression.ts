import type { Access } from '../passes/schedule/access.ts';
import { throughView } from '../passes/schedule/access.ts';
import { boundAt } from '../passes/schedule/bound-program.ts';
import { type Layout, wholeVectors } from '../passes/schedule/layout.ts';
import type { Schedule } from '../passes/schedule.ts';
import { type BinaryName, isBinary, isUnary, type UnaryName, type ValueId } from '../program/program.ts';
import { type Base, behind } from './assembler/function-writer.ts';
import type { Factors } from './nest.ts';

/**
 * What is computed at one point of a kernel's loops, down to what is loaded there. Equal expressions are one object; `madeFor`
 * is the first value of the program that it was made for.
 */
export type Expression = { readonly key: number; readonly madeFor: ValueId | undefined } & (
  | { readonly kind: 'constant'; readonly value: number }
  /** What the kernel holds in registers: what its product or reduction has come to, other numbers of its rows. */
  | { readonly kind: 'held'; readonly of: ValueId }
  | { readonly kind: 'load'; readonly base: Base; readonly factors: Factors }
  | { readonly kind: 'unary'; readonly name: UnaryName; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly name: BinaryName;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'select';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  /** A label, or NaN where it is none of so many classes. */
  | { readonly kind: 'class'; readonly label: Expression; readonly classes: number }
  /** 1 where a class is the one whose number the loops' counters give, NaN where it is NaN. */
  | {
      readonly kind: 'oneHot';
      readonly class: Expression;
      readonly factors: Factors;
      readonly offset: number;
    }
  | {
      readonly kind: 'random';
      readonly stream: number;
      readonly factors: Factors;
      readonly offset: number;
    }
);

/** One field of an expression within the key by which equal ones are found. */
function partKey(part: string | number | Factors | Base | Expression | undefined): string {
  if (typeof part !== 'object') return Object.is(part, -0) ? '-0' : String(part);
  if ('key' in part) return `#${part.key}`;
  return 'bytes' in part ? `${part.from?.index} ${part.bytes}` : part.join(' ');
}

type Unkeyed<T> = T extends unknown ? Omit<T, 'key' | 'madeFor'> : never;

/** What an expression is computed from. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'unary':
      return [expression.of];
    case 'binary':
      return [expression.left, expression.right];
    case 'select':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'class':
      return [expression.label];
    case 'oneHot':
      return [expression.class];
    default:
      return [];
  }
}

/** The factors by which an expression itself, not its parts, depends on the loops' counters. */
export function factorsOf(expression: Expression): Factors | undefined {
  switch (expression.kind) {
    case 'load':
    case 'oneHot':
    case 'random':
      return expression.factors;
    default:
      return undefined;
  }
}

/** Where the values and the known numbers of a program lie. */
export interface Addresses {
  readonly ofPlace: (place: ValueId) => Base;
  readonly ofKnown: (id: ValueId) => Base;
}

const bytesPerNumber = 4;

/** Σ over axes of an access times a distance per axis. */
export function combine(
  access: Access,
  distances: readonly number[],
  loops: number,
): { readonly factors: Factors; readonly offset: number } {
  const factors = new Array<number>(loops).fill(0);
  let offset = 0;
  access.forEach((affine, axis) => {
    const distance = distances[axis] as number;
    offset += affine.offset * distance;
    affine.factors.forEach((factor, loop) => {
      factors[loop] = (factors[loop] as number) + factor * distance;
    });
  });
  return { factors, offset };
}

/** Distances between neighbours among the words of a stream, of which each row takes whole vectors. */
function wordDistances(shape: readonly number[]): readonly number[] {
  const distances = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) {
    const size = shape[axis + 1] as number;
    const length = axis === shape.length - 2 ? wholeVectors(size) : size;
    distances[axis] = (distances[axis + 1] as number) * length;
  }
  return distances;
}

/** Writes values as expressions of the loops of one kernel. */
export class Expressions {
  readonly #schedule: Schedule;
  readonly #addresses: Addresses;
  readonly #loops: number;
  readonly #made = new Map<string, Expression>();
  /** Members of the kernel that have been written so far. */
  readonly #members = new Map<ValueId, Expression>();

  constructor(schedule: Schedule, addresses: Addresses, loops: number) {
    this.#schedule = schedule;
    this.#addresses = addresses;
    this.#loops = loops;
  }

  get all(): readonly Expression[] {
    return [...this.#made.values()];
  }

  held(of: ValueId): Expression {
    return this.#make({ kind: 'held', of });
  }

  multiply(left: Expression, right: Expression): Expression {
    return this.#make({ kind: 'binary', name: 'multiply', left, right });
  }

  /** Says what a member of the kernel is from now on. */
  define(id: ValueId, expression: Expression): Expression {
    this.#members.set(id, expression);
    return expression;
  }

  /** A value as its own kernel computes it, from its operands. */
  compute(id: ValueId, access: Access): Expression {
    const { operation, inputs } = boundAt(this.#schedule.program, id);
    if (this.#schedule.roles[id] === 'known') return this.#known(id);
    const operand = (index: number): Expression => this.read(inputs[index] as ValueId, access);
    if (isUnary(operation)) {
      return this.#make({ kind: 'unary', name: operation.primitive, of: operand(0) }, id);
    }
    if (isBinary(operation)) {
      const [left, right] = [operand(0), operand(1)];
      return this.#make({ kind: 'binary', name: operation.primitive, left, right }, id);
    }
    switch (operation.primitive) {
      case 'broadcast':
      case 'reshape':
      case 'transpose':
      case 'slice': {
        const [of] = inputs as readonly [ValueId];
        const value = boundAt(this.#schedule.program, id);
        const { shape } = boundAt(this.#schedule.program, of);
        return this.read(of, throughView(value, shape, access, this.#loops));
      }
      case 'stopGradient':
        return operand(0);
      case 'select':
        return this.#make(
          {
            kind: 'select',
            condition: operand(0),
            whenTrue: operand(1),
            whenFalse: operand(2),
          },
          id,
        );
      case 'oneHot': {
        const { axis, classes } = operation;
        const along = access[axis] ?? { factors: [], offset: 0 };
        const label = this.read(inputs[0] as ValueId, [...access.slice(0, axis), ...access.slice(axis + 1)]);
        const found = this.#make({ kind: 'class', label, classes }, id);
        return this.#make({ kind: 'oneHot', class: found, ...along }, id);
      }
      case 'random': {
        const { shape } = boundAt(this.#schedule.program, id);
        const { factors, offset } = combine(access, wordDistances(shape), this.#loops);
        return this.#make({ kind: 'random', stream: operation.stream, factors, offset }, id);
      }
      default:
        throw new Error(`${operation.primitive} is not computed element by element`);
    }
  }

  /** A value as it is read: from the kernel itself, from memory, or computed on the spot. */
  read(id: ValueId, access: Access): Expression {
    const member = this.#members.get(id);
    if (member !== undefined) return member;
    const { roles, units } = this.#schedule;
    if (roles[id] === 'known' && units[id] !== true) return this.#known(id);
    if (roles[id] === 'leaf' || units[id] === true) return this.#load(id, access);
    return this.compute(id, access);
  }

  /** The element of a value in memory. */
  #load(id: ValueId, access: Access): Expression {
    const { base, factors } = this.place(id, id, access);
    return this.#make({ kind: 'load', base, factors }, id);
  }

  /** Where an element of a value lies; `layout` is that of the value under whose shape it is accessed. */
  place(id: ValueId, layoutOf: ValueId, access: Access): { readonly base: Base; readonly factors: Factors } {
    const layout = this.#schedule.layouts.get(layoutOf) as Layout;
    const distances = layout.strides.map((stride) => bytesPerNumber * stride);
    const { factors, offset } = combine(access, distances, this.#loops);
    const place = this.#schedule.places.get(id) ?? id;
    return { base: behind(this.#addresses.ofPlace(place), offset), factors };
  }

  #known(id: ValueId): Expression {
    const { operation, inputs } = boundAt(this.#schedule.program, id);
    if (operation.primitive === 'constant') return this.#make({ kind: 'constant', value: operation.value });
    if (operation.primitive === 'broadcast' || operation.primitive === 'reshape') {
      return this.#known(inputs[0] as ValueId);
    }
    const factors = new Array<number>(this.#loops).fill(0);
    return this.#make({ kind: 'load', base: this.#addresses.ofKnown(id), factors }, id);
  }

  #make(expression: Unkeyed<Expression>, madeFor?: ValueId): Expression {
    const key = Object.values(expression).map(partKey).join(';');
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = { ...expression, key: this.#made.size, madeFor } as Expression;
    this.#made.set(key, made);
    return made;
  }
}
