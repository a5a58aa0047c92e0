import type { Tensor } from '../program/tensor.ts';
import type { Arithmetic, TrainingSession } from './session.ts';
import type { SessionState } from './session-state.ts';

/** A tensor in as many bytes as its numbers need. */
interface Packed {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

type PackedTensors = ReadonlyMap<string, Packed>;

/** A session's state at one step, kept to come back to. */
export interface Checkpoint {
  readonly step: number;
  /** How many of the timeline's changes had been made. */
  readonly changes: number;
  /** Of the batch of the last update, before that update. */
  readonly loss: number | undefined;
  readonly parameters: PackedTensors;
  readonly states: PackedTensors;
  readonly rest: Omit<SessionState, 'parameters' | 'states'>;
  /** Memory that it holds, about. */
  readonly bytes: number;
}

/** What compiled code holds are float32, exactly. */
const pack = (tensors: ReadonlyMap<string, Tensor>, arithmetic: Arithmetic): PackedTensors =>
  new Map(
    [...tensors].map(([key, { shape, data }]) => [
      key,
      { shape, data: arithmetic === 'reference' ? data.slice() : Float32Array.from(data) },
    ]),
  );

const unpack = (tensors: PackedTensors): ReadonlyMap<string, Tensor> =>
  new Map([...tensors].map(([key, { shape, data }]) => [key, { shape, data: Float64Array.from(data) }]));

const bytesOf = (tensors: PackedTensors): number =>
  [...tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);

/** The words of a Mersenne Twister, and what else does not grow with the network. */
const fixedBytes = 4 * 624 + 1000;

function bytesOfRest({ order, stopping }: Checkpoint['rest']): number {
  const best = stopping?.bestWeights;
  const kept = best === undefined ? [] : [...best.parameters.values(), ...best.buffers.values()];
  return kept.reduce((sum, { data }) => sum + data.byteLength, fixedBytes + 8 * order.rows.length);
}

export function checkpointOf(
  session: TrainingSession,
  changes: number,
  loss: number | undefined,
): Checkpoint {
  const { parameters, states, ...rest } = session.state();
  const [learned, kept] = [pack(parameters, session.arithmetic), pack(states, session.arithmetic)];
  const bytes = bytesOf(learned) + bytesOf(kept) + bytesOfRest(rest);
  return { step: rest.step, changes, loss, parameters: learned, states: kept, rest, bytes };
}

export const stateOf = ({ parameters, states, rest }: Checkpoint): SessionState => ({
  ...rest,
  parameters: unpack(parameters),
  states: unpack(states),
});
