import { boundAt } from '../passes/schedule/bound-program.ts';
import type { Kernel, Schedule } from '../passes/schedule.ts';
import { attributesOf } from '../program/builder.ts';
import type { ValueId } from '../program/program.ts';

/** What the code of a kernel depends on, and what it is about. Equal layers of a network have kernels of the same shape. */
export interface KernelShape {
  /** Kernels of one key have the same code but for the addresses of what they read and write. */
  readonly key: string;
  /** The values that the code may mean. At one place of this list, all kernels of a shape have what plays the same part in them. */
  readonly values: readonly ValueId[];
  /** Places in memory that it reads or writes, in the same way. */
  readonly places: readonly ValueId[];
  /** Numbers known before the step that it reads, in the same way. */
  readonly known: readonly ValueId[];
}

/** Numbers things in the order in which they are first met. */
class Numbering {
  readonly #numbers = new Map<ValueId, number>();

  get all(): readonly ValueId[] {
    return [...this.#numbers.keys()];
  }

  has(id: ValueId): boolean {
    return this.#numbers.has(id);
  }

  of(id: ValueId): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(id, number);
    return number;
  }
}

/** Reads a kernel as its emitter does, from its members to what lies in memory, and writes down all that matters on the way. */
export function kernelShape(schedule: Schedule, { kind, root, members, stores }: Kernel): KernelShape {
  const { program, roles, units, layouts } = schedule;
  const [values, places, known] = [new Numbering(), new Numbering(), new Numbering()];
  const placeOf = (id: ValueId): number => places.of(schedule.places.get(id) ?? id);
  /** A layout follows from the shape and from whether it is swapped. */
  const laidOut = (id: ValueId): string =>
    `${boundAt(program, id).shape}${layouts.get(id)?.swapped === true ? 'T' : ''}`;
  const number = (id: ValueId): string => {
    const { operation, inputs } = boundAt(program, id);
    if (operation.primitive === 'constant')
      return `=${Object.is(operation.value, -0) ? '-0' : operation.value}`;
    return operation.primitive === 'broadcast' || operation.primitive === 'reshape'
      ? number(inputs[0] as ValueId)
      : `k${known.of(id)}`;
  };
  const computed = (id: ValueId): string => {
    values.of(id);
    if (roles[id] === 'known') return number(id);
    const { operation, inputs, shape } = boundAt(program, id);
    return `${operation.primitive} ${attributesOf(operation)} ${shape}(${inputs.map(read).join(';')})`;
  };
  const read = (id: ValueId): string => {
    if (values.has(id)) return `#${values.of(id)}`;
    if (roles[id] === 'known' && units[id] !== true) {
      values.of(id);
      return number(id);
    }
    if (roles[id] !== 'leaf' && units[id] !== true) return computed(id);
    values.of(id);
    return `@${placeOf(id)} ${laidOut(id)}`;
  };
  const parts = [
    `${kind} ${laidOut(root)}`,
    ...members.map(computed),
    ...stores.map(({ value, place }) => `${read(value)} to @${placeOf(place)} ${laidOut(place)}`),
    `root #${values.of(root)}`,
  ];
  return { key: parts.join('\n'), values: values.all, places: places.all, known: known.all };
}
