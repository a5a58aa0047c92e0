import { along, coreShape, nowhere } from '../../passes/schedule/access.ts';
import { boundAt } from '../../passes/schedule/bound-program.ts';
import { vectorLanes, wholeVectors } from '../../passes/schedule/layout.ts';
import type { Kernel, Schedule } from '../../passes/schedule.ts';
import { type PickedRows, pickedRows } from '../../program/picked-rows.ts';
import type { ValueId } from '../../program/program.ts';
import { type Base, behind, type Local } from '../assembler/function-writer.ts';
import { ExpressionEmitter, loadVector } from '../emit-expression.ts';
import { type Expression, Expressions } from '../expression.ts';
import type { Factors } from '../nest.ts';
import { type KernelContext, storeLanes, type Target, targetsOf } from './kernel-context.ts';
import { turnsOf } from './share.ts';

const bytesPerNumber = 4;
/** So many vectors of a row are added up in registers at once. */
const vectorsAtOnce = 8;

/** Loops of both kernels: over the rows of the result and its columns, where it has several, and over rows that are picked among. */
interface Lookup {
  readonly row: number | undefined;
  readonly column: number | undefined;
  readonly picked: number;
  readonly loops: number;
  readonly rows: number;
  readonly columns: number;
  readonly labels: number;
  readonly classes: number;
  /** NaN where a label is no class; read in the loop over labels. */
  readonly class: (expressions: Expressions) => Expression;
}

function lookupOf({ schedule: { program }, kernel }: Pick<KernelContext, 'schedule' | 'kernel'>): Lookup {
  const { unitRows, isTransposed } = pickedRows(program.values, boundAt(program, kernel.root)) as PickedRows;
  const { shape } = boundAt(program, kernel.root);
  const [rows, columns] = shape as readonly [number, number];
  const [labels, classes] = boundAt(program, unitRows).shape as readonly [number, number];
  const row = rows === 1 ? undefined : 0;
  const picked = coreShape(shape).length;
  const column = columns === 1 ? undefined : picked - 1;
  const loops = picked + 1;
  const labelLoop = isTransposed ? picked : row;
  const ofLabels = labels === 1 || labelLoop === undefined ? nowhere(loops) : along(labelLoop, loops);
  return {
    row,
    column,
    picked,
    loops,
    rows,
    columns,
    labels,
    classes,
    class: (expressions) => {
      const unit = expressions.read(unitRows, [ofLabels, nowhere(loops)]);
      if (unit.kind !== 'oneHot') throw new Error('unit rows are made where they are read');
      return unit.class;
    },
  };
}

/** Where the numbers of a row lie that is found by its number: the row's distance is for the code to add. */
interface FoundRow {
  readonly base: Base;
  readonly factors: Factors;
  readonly distance: number;
}

/** One lookup while it is written. */
class Writer {
  readonly lookup: Lookup;
  readonly found: FoundRow;
  readonly emitter: ExpressionEmitter;
  readonly #context: KernelContext;
  readonly #class: Expression;
  readonly #targets: readonly Target[];

  constructor(context: KernelContext) {
    const { schedule, kernel, addresses, code, library } = context;
    this.#context = context;
    this.lookup = lookupOf(context);
    const { row, column, picked, loops } = this.lookup;
    const expressions = new Expressions(schedule, addresses, loops);
    this.#class = this.lookup.class(expressions);
    const [, right] = boundAt(schedule.program, kernel.root).inputs as readonly [ValueId, ValueId];
    const alongRow = column === undefined ? nowhere(loops) : along(column, loops);
    const read = expressions.read(right, [along(picked, loops), alongRow]);
    if (read.kind !== 'load') throw new Error('rows are picked from memory');
    this.found = {
      base: read.base,
      factors: read.factors.map((factor, loop) => (loop === picked ? 0 : factor)),
      distance: read.factors[picked] ?? 0,
    };
    expressions.define(kernel.root, expressions.held(kernel.root));
    const kept = [row, column].filter((loop) => loop !== undefined);
    this.#targets = targetsOf(context, expressions, kept, loops);
    this.emitter = new ExpressionEmitter(code, library, { loops, order: [...kept, picked], lane: column });
    this.emitter.prepare([this.#class, ...this.#targets.map(({ expression }) => expression)]);
    for (const { base, factors } of [this.found, ...this.#targets]) this.emitter.nest.use(factors, base.from);
  }

  /** The number of a label's row times a distance, and 0 for each lane or, where it is no class, NaN. */
  readLabel(distance: number): { readonly at: Local; readonly nothing: Local } {
    const { code } = this.#context;
    const [label, nothing, at] = [code.local('v128'), code.local('v128'), code.local('i32')];
    this.emitter.emit(this.#class);
    code.set(label);
    // What is NaN becomes 0.
    code.get(label).op('i32x4.trunc_sat_f32x4_s').extractI32(0).i32(distance).op('i32.mul').set(at);
    code.get(label).get(label).op('f32x4.sub').set(nothing);
    return { at, nothing };
  }

  /** Runs `body` at one of the vectors of a block. */
  atVector(vector: number, body: () => void): void {
    const { column } = this.lookup;
    if (column === undefined) body();
    else this.emitter.nest.range(column, { start: vector * vectorLanes, trip: 1 }, body);
  }

  /** Leaves a vector of a row that lies so far behind the first on the stack. */
  load(at: Local): void {
    const { code } = this.#context;
    const { base, factors } = this.found;
    const { nest } = this.emitter;
    const step = this.lookup.column === undefined ? 0 : (factors[this.lookup.column] ?? 0);
    loadVector(code, step, (distance) => {
      const offset = nest.address(behind(base, distance), factors);
      code.get(at).op('i32.add');
      return offset;
    });
  }

  /** Runs `body` for a row's vectors, up to so many at once, at the first of them; `store` stores one of them. */
  eachBlock(
    most: number,
    body: (vectors: number, store: (vector: number, sum: Local) => void) => void,
  ): void {
    const { column, columns } = this.lookup;
    const { nest } = this.emitter;
    const step = most * vectorLanes;
    const [turns, left] = [Math.floor(columns / step), columns % step];
    const block = (numbers: number): void =>
      body(Math.ceil(numbers / vectorLanes), (vector, sum) =>
        this.atVector(vector, () => this.#store(sum, Math.min(vectorLanes, numbers - vector * vectorLanes))),
      );
    if (column === undefined) {
      block(1);
      return;
    }
    nest.range(column, { trip: turns, step }, () => block(step));
    if (left > 0) nest.range(column, { start: turns * step, trip: 1 }, () => block(left));
  }

  /** Computes what the kernel makes of the sum, then stores it. */
  #store(sum: Local, lanes: number): void {
    const { code, kernel } = this.#context;
    this.emitter.hold(kernel.root, sum);
    const made = this.#targets.map((target) => {
      const local = code.local('v128');
      this.emitter.emit(target.expression);
      code.set(local);
      return { target, local };
    });
    for (const { target, local } of made)
      storeLanes(code, this.emitter.nest, target, this.lookup.column, lanes, () => code.get(local));
  }
}

/** A row of the right side for each label. */
export function emitGather(context: KernelContext): void {
  const { code } = context;
  const writer = new Writer(context);
  const { row, rows } = writer.lookup;
  const oneRow = (): void => {
    const { at, nothing } = writer.readLabel(writer.found.distance);
    writer.eachBlock(1, (_, store) => {
      const found = code.local('v128');
      writer.load(at);
      code.get(nothing).op('f32x4.add').set(found);
      store(0, found);
    });
  };
  if (row === undefined) oneRow();
  else writer.emitter.nest.range(row, turnsOf(rows, context.share), oneRow);
}

/** For each class a word, then one for each label, which link the labels of a class. */
export function scatterScratch({ program }: Schedule, { root }: Kernel): number {
  const { unitRows } = pickedRows(program.values, boundAt(program, root)) as PickedRows;
  const [labels, classes] = boundAt(program, unitRows).shape as readonly [number, number];
  return bytesPerNumber * (wholeVectors(classes) + labels);
}

/**
 * For each class the sum of the rows of the right side whose label it is. Labels of a class are linked first, so that each row of
 * the result is computed and stored once, with all that the kernel makes of it; of most classes of a large table there is no label.
 */
export function emitScatter(context: KernelContext): void {
  const { code, scratch } = context;
  const writer = new Writer(context);
  const { lookup, found, emitter } = writer;
  const { row, picked, rows, labels, loops } = lookup;
  const { nest } = emitter;
  if (row === undefined) throw new Error('there is more than one class');
  const words = (loop: number): Factors =>
    Array.from({ length: loops }, (_, at) => (at === loop ? bytesPerNumber : 0));
  const [firsts, links] = [scratch, behind(scratch, bytesPerNumber * wholeVectors(rows))];
  for (const loop of [row, picked]) nest.use(words(loop), scratch.from);
  /** Puts on the stack what a place in the scratch is counted from, and so many bytes behind it. */
  const wordAt = (bytes: () => void): void => {
    bytes();
    if (scratch.from !== undefined) code.get(scratch.from).op('i32.add');
  };
  nest.range(row, { trip: wholeVectors(rows) / vectorLanes, step: vectorLanes }, () => {
    const to = nest.address(firsts, words(row));
    code.f32x4(0).store('v128.store', to);
  });
  const [number, anyWrong] = [code.local('i32'), code.local('v128')];
  code.i32(0).set(number).f32x4(0).set(anyWrong);
  // A link is the number of a label, counted from 1.
  nest.range(picked, { trip: labels }, () => {
    const { at, nothing } = writer.readLabel(bytesPerNumber);
    code.get(anyWrong).get(nothing).op('f32x4.add').set(anyWrong);
    const to = nest.address(links, words(picked));
    wordAt(() => code.get(at));
    code.load('i32.load', firsts).store('i32.store', to);
    wordAt(() => code.get(at));
    code.get(number).i32(1).op('i32.add').tee(number).store('i32.store', firsts);
  });
  const [link, at] = [code.local('i32'), code.local('i32')];
  nest.range(row, { trip: rows }, () => {
    writer.eachBlock(vectorsAtOnce, (vectors, store) => {
      const sums = Array.from({ length: vectors }, () => code.local('v128'));
      for (const sum of sums) code.get(anyWrong).set(sum);
      code.load('i32.load', nest.address(firsts, words(row))).tee(link);
      code.if(() =>
        code.loop((again) => {
          code.get(link).i32(1).op('i32.sub').tee(link).i32(found.distance).op('i32.mul').set(at);
          sums.forEach((sum, vector) => {
            writer.atVector(vector, () => {
              code.get(sum);
              writer.load(at);
              code.op('f32x4.add').set(sum);
            });
          });
          wordAt(() => code.get(link).i32(bytesPerNumber).op('i32.mul'));
          code.load('i32.load', links).tee(link).branchIf(again);
        }),
      );
      for (const [vector, sum] of sums.entries()) store(vector, sum);
    });
  });
}
