import { boundAt } from '../passes/schedule/bound-program.ts';
import type { KernelKind } from '../passes/schedule/group-units.ts';
import type { Kernel, Schedule } from '../passes/schedule.ts';
import type { ValueId } from '../program/program.ts';
import type { Base, FunctionReference, FunctionWriter, Purpose } from './assembler/function-writer.ts';
import type { ModuleWriter } from './assembler/module-writer.ts';
import type { Addresses } from './expression.ts';
import type { FunctionLibrary } from './functions/library.ts';
import type { KernelShape } from './kernel-shape.ts';
import { emitConcatenate } from './kernels/concatenate.ts';
import type { KernelContext } from './kernels/kernel-context.ts';
import { emitLoop } from './kernels/loop.ts';
import { emitMatmul } from './kernels/matmul.ts';
import { emitGather, emitScatter } from './kernels/picked-rows.ts';
import { emitReduce } from './kernels/reduce.ts';
import { emitReshape } from './kernels/reshape.ts';
import { emitRows } from './kernels/rows.ts';
import { canShare, halves, type Share, whole, worthSharing } from './kernels/share.ts';
import { purposesFor, SharedAddresses } from './shared-kernels.ts';
import type { Together } from './together.ts';

/** Where a kernel of the schedule went: a function, its own or that of its shape, or, where it is small, a part of the step. */
export interface KernelCode {
  readonly name: string;
  /** The function's number in the module. */
  readonly function: number;
  /** Its bytes there, counted from the function's first instruction. */
  readonly from: number;
  readonly to: number;
  /** Of the whole function, in this kernel's values. */
  readonly purposes: () => readonly Purpose[];
  /** The addresses that its call gives for the function's parameters. */
  readonly arguments: readonly number[];
  /** By the first byte of a load or store, the parameter that its address is counted from, if it is from any. */
  readonly bases: ReadonlyMap<number, number>;
  /** Kernels that the function serves. */
  readonly kernels: number;
}

/** Where things are in memory, in bytes. */
export interface Places {
  readonly ofPlace: (place: ValueId) => number;
  readonly ofKnown: (id: ValueId) => number;
  /** The scratch of a kernel, by its index, for one of those who share it; anything for a kernel without one. */
  readonly ofScratch: (kernel: number, part: number) => number;
}

const emitters: Readonly<Record<KernelKind, (context: KernelContext) => void>> = {
  loop: emitLoop,
  reduce: emitReduce,
  rows: emitRows,
  matmul: emitMatmul,
  gather: emitGather,
  scatter: emitScatter,
  concatenate: emitConcatenate,
  reshape: emitReshape,
};

/**
 * A kernel that computes so few numbers is written into the step itself, since a call would cost as much as it does; not in a
 * step of many kernels, which would become one function too large to optimise.
 */
const inlineWork = 256;
const mostInline = 64;

const countOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Numbers that a kernel computes or adds up, over all its members. */
function workOf({ program }: Schedule, { kind, root, members }: Kernel): number {
  const { inputs, shape } = boundAt(program, root);
  if (kind === 'gather' || kind === 'scatter') return countOf(shape) * members.length;
  const elements = inputs.reduce((most, id) => Math.max(most, countOf(boundAt(program, id).shape)), 0);
  const terms = kind === 'matmul' ? (boundAt(program, inputs[0] ?? root).shape.at(-1) ?? 1) : 1;
  return Math.max(countOf(shape) * Math.max(terms, members.length), elements);
}

/** Whether two workers share a kernel, if there are two and kernels of so much work are worth it. */
export const isForTwo = (schedule: Schedule, kernel: Kernel, worth = worthSharing): boolean =>
  canShare(schedule, kernel) && workOf(schedule, kernel) >= worth;

/**
 * A step of less shared work starts no second worker. Measured: with 13 million products two are 1.5 to 1.8 times as fast as one, with
 * 1.5 to 3 million 0.9 to 1.4 times; whether they are here and now, the run finds out (`train/worker-choice.ts`).
 */
const worthHelp = 2_000_000;

/** Whether a second worker makes a step faster. */
export const isWorthHelp = (schedule: Schedule): boolean =>
  schedule.kernels
    .filter((kernel) => isForTwo(schedule, kernel))
    .reduce((work, kernel) => work + workOf(schedule, kernel), 0) >= worthHelp;

const isPartOfStep = (schedule: Schedule, kernel: Kernel): boolean =>
  schedule.kernels.length <= mostInline && workOf(schedule, kernel) <= inlineWork;

/** Where kernels are written: functions of a module and the step that calls them; and whether products may be fused there. */
interface Target {
  readonly module: ModuleWriter;
  readonly library: FunctionLibrary;
  readonly step: { readonly writer: FunctionWriter; readonly reference: FunctionReference };
  readonly fused: boolean;
  /** The step of two workers, where one is written. */
  readonly together: Together | undefined;
  readonly isShared: (kernel: Kernel) => boolean;
}

/** A function that serves kernels of one shape. */
interface SharedFunction {
  readonly writer: FunctionWriter;
  readonly reference: FunctionReference;
  readonly from: number;
  readonly to: number;
  /** By kernel, the addresses that its call gives. */
  readonly arguments: ReadonlyMap<number, readonly number[]>;
}

/** Kernels of one shape, by their index. */
interface Alike {
  readonly first: number;
  readonly indices: number[];
}

/** By kernel, those of its shape; undefined for what is written into the step itself. */
function findAlike(
  schedule: Schedule,
  shapes: readonly KernelShape[],
  isInStep: (kernel: Kernel) => boolean,
): readonly (Alike | undefined)[] {
  const found = new Map<string, Alike>();
  return schedule.kernels.map((kernel, index) => {
    if (isInStep(kernel)) return undefined;
    const { key } = shapes[index] as KernelShape;
    const alike = found.get(key) ?? { first: index, indices: [] };
    alike.indices.push(index);
    found.set(key, alike);
    return alike;
  });
}

const fixed = (bytes: number): Base => ({ from: undefined, bytes });

/**
 * Writes the kernels of a schedule, each with its call into the step. Those of one shape call one function, with the addresses in
 * which they differ; what they have in common, which is everything where a kernel is the only one of its shape, the code knows.
 */
export function writeKernels(
  schedule: Schedule,
  shapes: readonly KernelShape[],
  places: Places,
  { module, library, step, fused, together, isShared }: Target,
): readonly KernelCode[] {
  const emit = (
    kernel: Kernel,
    code: FunctionWriter,
    addresses: Addresses,
    scratch: Base,
    share: Share = whole,
  ) => {
    const from = code.length;
    code.writeFor(kernel.kind === 'loop' ? undefined : kernel.root, () =>
      emitters[kernel.kind]({ schedule, kernel, addresses, library, code, scratch, fused, share }),
    );
    return { from, to: code.length };
  };
  const primitiveOf = ({ root }: Kernel): string => boundAt(schedule.program, root).operation.primitive;
  const nameOf = (kernel: Kernel): string => `${kernel.kind} ${kernel.root} ${primitiveOf(kernel)}`;
  const constants: Addresses = {
    ofPlace: (place) => fixed(places.ofPlace(place)),
    ofKnown: (id) => fixed(places.ofKnown(id)),
  };
  const writeShared = ({ first, indices }: Alike, share: Share): SharedFunction => {
    const [kernel, shape] = [schedule.kernels[first] as Kernel, shapes[first] as KernelShape];
    const addresses = new SharedAddresses(
      indices.map((index) => {
        const own = shapes[index] as KernelShape;
        return [
          places.ofScratch(index, share.part),
          ...own.places.map(places.ofPlace),
          ...own.known.map(places.ofKnown),
        ];
      }),
    );
    const count = indices.length;
    const name = count === 1 ? nameOf(kernel) : `${kernel.kind} ${primitiveOf(kernel)} of ${count} kernels`;
    const takes = Array.from({ length: addresses.count }, () => 'i32' as const);
    const { writer, reference } = module.function(name, { takes, gives: [] });
    const [scratch, ...bases] = addresses.bases(writer.parameters) as [Base, ...Base[]];
    const ofPlace = new Map(shape.places.map((place, at) => [place, bases[at] as Base]));
    const ofKnown = new Map(shape.known.map((id, at) => [id, bases[shape.places.length + at] as Base]));
    const written = emit(
      kernel,
      writer,
      { ofPlace: (place) => ofPlace.get(place) as Base, ofKnown: (id) => ofKnown.get(id) as Base },
      scratch,
      share,
    );
    const given = new Map(indices.map((index, at) => [index, addresses.arguments[at] ?? []]));
    return { writer, reference, ...written, arguments: given };
  };
  const shared = new Map<Alike, readonly SharedFunction[]>();
  const isInStep = (kernel: Kernel): boolean => together === undefined && isPartOfStep(schedule, kernel);
  const alike = findAlike(schedule, shapes, isInStep);
  return schedule.kernels.map((kernel, index): KernelCode => {
    const name = nameOf(kernel);
    const like = alike[index];
    if (like === undefined) {
      const { writer, reference } = step;
      const range = emit(kernel, writer, constants, fixed(places.ofScratch(index, 0)));
      const purposes = (): readonly Purpose[] => writer.purposes;
      return {
        name,
        function: reference.index,
        ...range,
        purposes,
        arguments: [],
        bases: writer.bases,
        kernels: 1,
      };
    }
    const shares = isShared(kernel) ? halves : [whole];
    const written = shared.get(like) ?? shares.map((share) => writeShared(like, share));
    shared.set(like, written);
    const call = (code: FunctionWriter, part: number): void => {
      const { reference: called, arguments: givenTo } = written[part] as SharedFunction;
      for (const address of givenTo.get(index) ?? []) code.i32(address);
      code.call(called);
    };
    for (const part of written.keys()) call(step.writer, part);
    if (written.length > 1) together?.shared(call);
    else together?.alone((code) => call(code, 0));
    const [{ writer, reference, from, to, arguments: ofKernels }] = written as [SharedFunction];
    const given = ofKernels.get(index) ?? [];
    const purposes = (): readonly Purpose[] =>
      purposesFor(writer.purposes, shapes[like.first] as KernelShape, shapes[index] as KernelShape);
    return {
      name,
      function: reference.index,
      from,
      to,
      purposes,
      arguments: given,
      bases: writer.bases,
      kernels: like.indices.length,
    };
  });
}
