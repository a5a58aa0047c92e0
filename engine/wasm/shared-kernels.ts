import type { ValueId } from '../program/program.ts';
import type { Base, Local, Purpose } from './assembler/function-writer.ts';
import type { KernelShape } from './kernel-shape.ts';

/**
 * What the kernels of one shape differ in: lists of addresses, one list per kernel. Addresses that keep their distance from one
 * kernel to the next take one parameter together; what is the same for all takes none.
 */
export class SharedAddresses {
  /** By kernel, what its call gives. */
  readonly arguments: readonly (readonly number[])[];
  /** By address, the parameter that it is counted from and the distance from there. */
  readonly #from: readonly { readonly parameter: number | undefined; readonly distance: number }[];

  constructor(addresses: readonly (readonly number[])[]) {
    const [first = [], ...others] = addresses;
    const lowest = new Map<string, number>();
    const movements = first.map((address, at) => {
      const movement = others.map((other) => (other[at] as number) - address).join(' ');
      lowest.set(movement, Math.min(address, lowest.get(movement) ?? address));
      return movement;
    });
    const still = others.map(() => 0).join(' ');
    const moving = [...lowest.keys()].filter((movement) => movement !== still);
    this.#from = first.map((address, at) => {
      const movement = movements[at] as string;
      const parameter = moving.indexOf(movement);
      return parameter < 0
        ? { parameter: undefined, distance: address }
        : { parameter, distance: address - (lowest.get(movement) as number) };
    });
    const leads = moving.map((movement) =>
      movements.findIndex((other, at) => other === movement && first[at] === lowest.get(movement)),
    );
    this.arguments = addresses.map((own) => leads.map((at) => own[at] as number));
  }

  get count(): number {
    return this.arguments[0]?.length ?? 0;
  }

  /** Where each address is in a function that takes the arguments. */
  bases(parameters: readonly Local[]): readonly Base[] {
    return this.#from.map(({ parameter, distance }) => ({
      from: parameter === undefined ? undefined : parameters[parameter],
      bytes: distance,
    }));
  }
}

/** What the code of the first kernel of a shape was written for, as it is for another one. */
export function purposesFor(
  purposes: readonly Purpose[],
  first: KernelShape,
  own: KernelShape,
): readonly Purpose[] {
  if (first === own) return purposes;
  const standsFor = new Map<ValueId, ValueId | undefined>(first.values.map((id, at) => [id, own.values[at]]));
  return purposes.map(({ from, value }) => ({
    from,
    value: value === undefined ? undefined : standsFor.get(value),
  }));
}
