import type { BinaryName, UnaryName, ValueId } from '../program/program.ts';
import { type Base, behind, type FunctionWriter, type Local } from './assembler/function-writer.ts';
import type { InstructionName } from './assembler/instructions.ts';
import { type Expression, factorsOf, partsOf } from './expression.ts';
import { erf } from './functions/erf.ts';
import { exp } from './functions/exp.ts';
import type { FunctionLibrary } from './functions/library.ts';
import { log } from './functions/log.ts';
import { logistic } from './functions/logistic.ts';
import { writeUniform, writeWordOf } from './functions/random.ts';
import { softplus } from './functions/softplus.ts';
import { tanh } from './functions/tanh.ts';
import type { VectorFunction } from './functions/vector-function.ts';
import { type Factors, Nest } from './nest.ts';

const comparisons: Partial<Record<BinaryName, InstructionName>> = {
  greater: 'f32x4.gt',
  greaterEqual: 'f32x4.ge',
  equal: 'f32x4.eq',
};

const arithmetic: Partial<Record<BinaryName, InstructionName>> = {
  add: 'f32x4.add',
  subtract: 'f32x4.sub',
  multiply: 'f32x4.mul',
  divide: 'f32x4.div',
  maximum: 'f32x4.max',
  minimum: 'f32x4.min',
};

const instructionsOf: Partial<Record<UnaryName, InstructionName>> = {
  negate: 'f32x4.neg',
  sqrt: 'f32x4.sqrt',
  absolute: 'f32x4.abs',
};

const functionsOf: Partial<Record<UnaryName, VectorFunction>> = { exp, log, tanh, logistic, softplus, erf };

const bytesPerNumber = 4;
const wordsPerCounter = 4;

/** How the loops of a kernel are nested, and which of them runs over the lanes of vectors. */
export interface Frame {
  readonly loops: number;
  /** Loops from the outermost to the innermost. */
  readonly order: readonly number[];
  /** The loop whose counter moves by four; undefined where one element at a time fills all lanes. */
  readonly lane: number | undefined;
  /** Whether functions such as exp are written out where they are used: a call makes all that is held leave its register. */
  readonly isWrittenOut?: boolean;
}

/** Leaves four numbers on the stack that lie `step` bytes apart; `address` leaves that of what lies so far behind the first there. */
export function loadVector(code: FunctionWriter, step: number, address: (distance: number) => Base): void {
  if (step === bytesPerNumber) code.load('v128.load', address(0));
  else if (step === 0) code.load('v128.load32_splat', address(0));
  else {
    const gathered = code.local('v128');
    code.load('v128.load32_zero', address(0)).set(gathered);
    for (let at = 1; at < 4; at += 1) {
      const offset = address(at * step);
      code.get(gathered).lane('v128.load32_lane', at, offset).set(gathered);
    }
    code.get(gathered);
  }
}

/**
 * Writes expressions as vector code inside a nest of loops. What a turn of an outer loop decides is computed there, once; what is
 * needed several times is kept in a local.
 */
export class ExpressionEmitter {
  readonly nest: Nest;
  readonly #code: FunctionWriter;
  readonly #library: FunctionLibrary;
  readonly #frame: Frame;
  readonly #locals = new Map<number, Local>();
  /** Expressions whose local holds them now, by how deep in the loops they are decided. */
  readonly #valid: Set<number>[];
  readonly #uses = new Map<number, number>();
  readonly #depths = new Map<number, number>();
  readonly #held = new Map<ValueId, Local>();

  constructor(code: FunctionWriter, library: FunctionLibrary, frame: Frame) {
    this.#code = code;
    this.#library = library;
    this.#frame = frame;
    this.#valid = Array.from({ length: frame.loops + 1 }, () => new Set<number>());
    this.nest = new Nest(code, frame.loops, (loop) => {
      const depth = frame.order.indexOf(loop) + 1;
      for (const valid of this.#valid.slice(depth)) valid.clear();
    });
  }

  /** Says which expressions will be written: their addresses need pointers, what is used twice a local. */
  prepare(roots: readonly Expression[]): void {
    const seen = new Set<number>();
    const visit = (expression: Expression): void => {
      this.#uses.set(expression.key, (this.#uses.get(expression.key) ?? 0) + 1);
      if (seen.has(expression.key)) return;
      seen.add(expression.key);
      const factors = factorsOf(expression);
      const base = expression.kind === 'load' ? expression.base.from : undefined;
      if (factors !== undefined) this.nest.use(factors, base);
      const parts = partsOf(expression);
      for (const part of parts) visit(part);
      const own = expression.kind === 'held' ? this.#frame.loops : this.#depthOf(factors);
      this.#depths.set(expression.key, Math.max(own, ...parts.map(({ key }) => this.#depths.get(key) ?? 0)));
    };
    for (const root of roots) visit(root);
  }

  /** Says which local holds a value of the kernel at this point. */
  hold(of: ValueId, local: Local): void {
    this.#held.set(of, local);
  }

  /** Computes what is decided at this depth of the loops and needed further inside. */
  hoist(roots: readonly Expression[], depth: number): void {
    const seen = new Set<number>();
    const visit = (expression: Expression, outer: number): void => {
      const own = this.#depths.get(expression.key) ?? 0;
      if (seen.has(expression.key) || own < depth) return;
      if (own === depth && outer > depth && expression.kind !== 'constant') {
        seen.add(expression.key);
        this.emit(expression, true);
        this.#code.set(this.#localOf(expression));
        this.#valid[own]?.add(expression.key);
        return;
      }
      if (own === depth) return;
      seen.add(expression.key);
      for (const part of partsOf(expression)) visit(part, own);
    };
    for (const root of roots) visit(root, this.#frame.loops + 1);
  }

  /** Leaves the value on the stack. */
  emit(expression: Expression, keepsNothing = false): void {
    if (expression.kind === 'constant') {
      this.#code.f32x4(expression.value);
      return;
    }
    if (expression.kind === 'held') {
      const local = this.#held.get(expression.of);
      if (local === undefined) throw new Error(`value ${expression.of} is not held yet`);
      this.#code.get(local);
      return;
    }
    const depth = this.#depths.get(expression.key) ?? this.#frame.loops;
    if (this.#valid[depth]?.has(expression.key) === true) {
      this.#code.get(this.#localOf(expression));
      return;
    }
    if (expression.madeFor === undefined) this.#write(expression);
    else this.#code.writeFor(expression.madeFor, () => this.#write(expression));
    if (keepsNothing || (this.#uses.get(expression.key) ?? 0) < 2) return;
    this.#code.tee(this.#localOf(expression));
    this.#valid[depth]?.add(expression.key);
  }

  #localOf({ key }: Expression): Local {
    const known = this.#locals.get(key);
    if (known !== undefined) return known;
    const local = this.#code.local('v128');
    this.#locals.set(key, local);
    return local;
  }

  #depthOf(factors: Factors | undefined): number {
    if (factors === undefined) return 0;
    return this.#frame.order.reduce(
      (depth, loop, at) => ((factors[loop] ?? 0) === 0 ? depth : Math.max(depth, at + 1)),
      0,
    );
  }

  #write(expression: Expression): void {
    const code = this.#code;
    switch (expression.kind) {
      case 'load':
        this.#load(expression.base, expression.factors);
        return;
      case 'unary':
        this.#unary(expression.name, expression.of);
        return;
      case 'binary':
        this.#binary(expression.name, expression.left, expression.right);
        return;
      case 'select':
        this.#select(expression);
        return;
      case 'class':
        this.#class(expression);
        return;
      case 'oneHot':
        this.#isClass(expression);
        code.f32x4(1).op('v128.and');
        this.#orNaN(expression.class);
        return;
      case 'random':
        this.#random(expression);
        return;
      default:
        throw new Error(`${expression.kind} needs no code`);
    }
  }

  #load(base: Base, factors: Factors): void {
    const { lane } = this.#frame;
    const step = lane === undefined ? 0 : (factors[lane] ?? 0);
    const code = this.#code;
    loadVector(code, step, (distance) => this.nest.address(behind(base, distance), factors));
  }

  /** Four 32-bit indices: one after the other along the lanes' loop. */
  #indices(offset: number, factors: Factors): void {
    const { lane } = this.#frame;
    const step = lane === undefined ? 0 : (factors[lane] ?? 0);
    const first = this.nest.constant(offset, factors);
    if (first !== undefined) {
      this.#code.i32x4([first, first + step, first + 2 * step, first + 3 * step]);
      return;
    }
    this.nest.index(offset, factors);
    this.#code.op('i32x4.splat');
    if (step !== 0) this.#code.i32x4([0, step, 2 * step, 3 * step]).op('i32x4.add');
  }

  /** Four neighbours of a row are the four words of one counter; numbers that lie apart take a counter each. */
  #random({ stream, offset, factors }: Extract<Expression, { kind: 'random' }>): void {
    const code = this.#code;
    const { lane } = this.#frame;
    const step = lane === undefined ? 0 : (factors[lane] ?? 0);
    const isWhole = (distance: number): boolean => distance % wordsPerCounter === 0;
    if (step === 1 && isWhole(offset) && factors.every((factor, loop) => loop === lane || isWhole(factor))) {
      this.nest.index(offset, factors);
      code.i32(2).op('i32.shr_u');
      if (this.#frame.isWrittenOut === true) this.#library.writeOutRandomWords(stream, code);
      else code.i32(stream).call(this.#library.randomWords());
      writeUniform(code);
      return;
    }
    const lanes = [0, 1, 2, 3];
    const groups = step === 0 ? [lanes] : lanes.map((at) => [at]);
    groups.forEach((group, at) => {
      const place = (): void => this.nest.index(offset + at * step, factors);
      place();
      code.i32(2).op('i32.shr_u').i32(stream).call(this.#library.randomWords());
      writeWordOf(code, place, group);
      if (at > 0) code.op('v128.or');
    });
    writeUniform(code);
  }

  #unary(name: UnaryName, of: Expression): void {
    const code = this.#code;
    const instruction = instructionsOf[name];
    const written = functionsOf[name];
    this.emit(of);
    if (instruction !== undefined) code.op(instruction);
    else if (written !== undefined) this.#apply(written);
    else if (name === 'clampedLog') {
      this.#apply(log);
      code.f32x4(-100).op('f32x4.pmax');
    } else {
      const x = code.local('v128');
      code.set(x).f32x4(1).get(x).f32x4(0).op('f32x4.gt').op('v128.and');
      code.f32x4(1).get(x).f32x4(0).op('f32x4.lt').op('v128.and').op('f32x4.sub');
    }
  }

  #apply(written: VectorFunction): void {
    if (this.#frame.isWrittenOut === true) this.#library.writeOut(written, this.#code);
    else this.#code.call(this.#library.vector(written));
  }

  #binary(name: BinaryName, left: Expression, right: Expression): void {
    const code = this.#code;
    if (comparisons[name] !== undefined) {
      this.#mask(name, left, right);
      code.f32x4(1).op('v128.and');
      return;
    }
    // One instruction where one side is a number: pmax(x, c) is x where x is NaN.
    const bounds = name === 'maximum' ? 'f32x4.pmax' : name === 'minimum' ? 'f32x4.pmin' : undefined;
    const isNumber = (side: Expression): boolean => side.kind === 'constant' && !Number.isNaN(side.value);
    if (bounds !== undefined && (isNumber(left) || isNumber(right))) {
      this.emit(isNumber(right) ? left : right);
      this.emit(isNumber(right) ? right : left);
      code.op(bounds);
      return;
    }
    this.emit(left);
    this.emit(right);
    code.op(arithmetic[name] as InstructionName);
  }

  #mask(name: BinaryName, left: Expression, right: Expression): void {
    this.emit(left);
    this.emit(right);
    this.#code.op(comparisons[name] as InstructionName);
  }

  #select({ condition, whenTrue, whenFalse }: Extract<Expression, { kind: 'select' }>): void {
    const code = this.#code;
    if (condition.kind === 'binary' && comparisons[condition.name] !== undefined) {
      // A comparison is never NaN, so its mask can be used as it is.
      const isZero = (side: Expression): boolean => side.kind === 'constant' && Object.is(side.value, 0);
      if (isZero(whenTrue)) {
        this.emit(whenFalse);
        this.#mask(condition.name, condition.left, condition.right);
        code.op('v128.andnot');
      } else {
        this.emit(whenTrue);
        if (!isZero(whenFalse)) this.emit(whenFalse);
        this.#mask(condition.name, condition.left, condition.right);
        code.op(isZero(whenFalse) ? 'v128.and' : 'v128.bitselect');
      }
      return;
    }
    if (condition.kind === 'oneHot') {
      this.emit(whenTrue);
      this.emit(whenFalse);
      this.#isClass(condition);
      code.op('v128.bitselect');
      this.#orNaN(condition.class);
      return;
    }
    const holds = code.local('v128');
    this.emit(condition);
    code.set(holds);
    this.emit(whenFalse);
    this.emit(whenTrue);
    code.get(holds).f32x4(0).op('f32x4.eq').op('v128.bitselect');
    const chosen = code.local('v128');
    code.set(chosen).get(holds).get(chosen).get(holds).get(holds).op('f32x4.ne').op('v128.bitselect');
  }

  #class({ label, classes }: Extract<Expression, { kind: 'class' }>): void {
    const code = this.#code;
    const found = code.local('v128');
    this.emit(label);
    code.tee(found).f32x4(Number.NaN);
    code.get(found).get(found).op('f32x4.trunc').op('f32x4.eq');
    code.get(found).f32x4(0).op('f32x4.ge').op('v128.and');
    code.get(found).f32x4(classes).op('f32x4.lt').op('v128.and').op('v128.bitselect');
  }

  /** All bits where a class is the one whose number the counters give. */
  #isClass({ class: found, factors, offset }: Extract<Expression, { kind: 'oneHot' }>): void {
    this.emit(found);
    this.#indices(offset, factors);
    this.#code.op('f32x4.convert_i32x4_s').op('f32x4.eq');
  }

  /** NaN where a class is NaN, instead of what is on the stack. */
  #orNaN(found: Expression): void {
    this.emit(found);
    this.emit(found);
    this.#code.op('f32x4.ne').op('v128.or');
  }
}
