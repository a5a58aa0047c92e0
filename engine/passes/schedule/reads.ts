import type { ValueId } from '../../program/program.ts';
import { type Access, coreShape, ownAccess, throughView } from './access.ts';
import { type BoundProgram, boundAt } from './bound-program.ts';
import type { Role } from './classify.ts';

type Visit = (id: ValueId, access: Access) => void;

/** What computing one value reads from memory or from other units, through everything that is computed where it is read. */
export class Reads {
  readonly #program: BoundProgram;
  readonly #roles: readonly Role[];
  readonly #units: readonly boolean[];

  constructor(program: BoundProgram, roles: readonly Role[], units: readonly boolean[]) {
    this.#program = program;
    this.#roles = roles;
    this.#units = units;
  }

  /** Of an elementwise value or a view, in loops over its core shape. */
  of(id: ValueId, visit: Visit): void {
    const { shape } = boundAt(this.#program, id);
    this.#operands(id, ownAccess(shape), coreShape(shape).length, visit);
  }

  /** Of anything else, in loops over the core shape of each operand. */
  ofOperands(id: ValueId, visit: Visit): void {
    for (const input of boundAt(this.#program, id).inputs) {
      const { shape } = boundAt(this.#program, input);
      this.#read(input, ownAccess(shape), coreShape(shape).length, visit);
    }
  }

  #read(id: ValueId, access: Access, loops: number, visit: Visit): void {
    if (this.#roles[id] === 'known' && this.#units[id] !== true) return;
    if (this.#roles[id] === 'leaf' || this.#units[id] === true) visit(id, access);
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
