import type { ValueId } from '../../program/program.ts';
import { type Access, coreShape, ownAccess, throughView } from './access.ts';
import { type BoundProgram, boundAt } from './bound-program.ts';
import type { Role } from './classify.ts';

/** An element of a value that is read. */
export interface Read {
  readonly id: ValueId;
  readonly access: Access;
}

type Visit = (read: Read) => void;

/** What computing one value reads from memory or from other units, through everything that is computed where it is read. */
export class Reads {
  readonly #program: BoundProgram;
  readonly #roles: readonly Role[];
  readonly #units: readonly boolean[];
  /** What was asked for already: several passes ask the same. */
  readonly #found: (readonly Read[] | undefined)[] = [];

  constructor(program: BoundProgram, roles: readonly Role[], units: readonly boolean[]) {
    this.#program = program;
    this.#roles = roles;
    this.#units = units;
  }

  /** In loops over the core shape of an elementwise value or a view; of anything else, over that of each operand. */
  of(id: ValueId): readonly Read[] {
    const known = this.#found[id];
    if (known !== undefined) return known;
    const found: Read[] = [];
    const visit = (read: Read): void => {
      found.push(read);
    };
    const { shape, inputs } = boundAt(this.#program, id);
    if (this.#roles[id] !== 'structural')
      this.#operands(id, ownAccess(shape), coreShape(shape).length, visit);
    else {
      for (const input of inputs) {
        const operand = boundAt(this.#program, input).shape;
        this.#read(input, ownAccess(operand), coreShape(operand).length, visit);
      }
    }
    this.#found[id] = found;
    return found;
  }

  #read(id: ValueId, access: Access, loops: number, visit: Visit): void {
    if (this.#roles[id] === 'known' && this.#units[id] !== true) return;
    if (this.#roles[id] === 'leaf' || this.#units[id] === true) visit({ id, access });
    else this.#operands(id, access, loops, visit);
  }

  #operands(id: ValueId, access: Access, loops: number, visit: Visit): void {
    const value = boundAt(this.#program, id);
    for (const input of value.inputs) {
      const { shape } = boundAt(this.#program, input);
      if (this.#roles[id] === 'view')
        this.#read(input, throughView(value, shape, access, loops), loops, visit);
      else if (value.operation.primitive === 'oneHot') {
        const { axis } = value.operation;
        this.#read(input, [...access.slice(0, axis), ...access.slice(axis + 1)], loops, visit);
      } else this.#read(input, access, loops, visit);
    }
  }
}
