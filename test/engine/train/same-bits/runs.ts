import { prepareData } from '../../../../engine/data/prepare.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { GraphDocument, Training } from '../../../../engine/graph/document.ts';
import { createSession } from '../../../../engine/train/running-session.ts';
import type { TrainingSession } from '../../../../engine/train/session.ts';
import { draw } from '../../graph/drawing.ts';

/** Updates of each run. */
export const steps = 1000;

function trained(document: GraphDocument, training: Partial<Training>): GraphDocument {
  return {
    ...document,
    training: { ...document.training, epochs: 1000, batchSize: 16, shuffle: true, seed: 5, ...training },
  };
}

const ends = 'y:Target{classes:3} -> loss.target';

/** Trainings on Iris that together go through every kind of kernel and most functions. */
export const documents: Readonly<Record<string, GraphDocument>> = {
  'MLP, one sample at a time, SGD with momentum': trained(
    draw(
      'x:Input{shape:[4]} -> a:Linear{out_features:8} -> r:ReLU -> b:Linear{out_features:3} -> loss:CrossEntropyLoss',
      ends,
    ),
    { batchSize: 1, optimizer: { name: 'SGD', learningRate: 0.01, settings: { momentum: 0.9 } } },
  ),
  'residual sum and LayerNorm, Adam': trained(
    draw(
      'x:Input{shape:[4]} -> a:Linear{out_features:17} -> t:Tanh -> n:LayerNorm{normalized_shape:[17]} -> b:Linear{out_features:17}',
      'b -> g:GELU -> s:Add -> c:Linear{out_features:3} -> loss:CrossEntropyLoss; t -> s',
      ends,
    ),
    { optimizer: { name: 'Adam', learningRate: 0.01 } },
  ),
  'Dropout and BatchNorm1d, RMSprop, the last batch partial': trained(
    draw(
      'x:Input{shape:[4]} -> a:Linear{out_features:9} -> n:BatchNorm1d -> r:SiLU -> d:Dropout{p:0.3}',
      'd -> b:Linear{out_features:3} -> loss:CrossEntropyLoss',
      ends,
    ),
    { batchSize: 11, optimizer: { name: 'RMSprop', learningRate: 0.003 } },
  ),
  'Embedding and Concat, AdamW, the learning rate moved at every step': trained(
    draw(
      'x:Input{shape:[4]} -> a:Linear{out_features:5} -> c:Concat -> h:Linear{out_features:7} -> m:Mish',
      'y:Target{classes:3} -> e:Embedding{num_embeddings:3,embedding_dim:3} -> c',
      'm -> b:Linear{out_features:3} -> loss:CrossEntropyLoss; y -> loss.target',
    ),
    {
      optimizer: { name: 'AdamW', learningRate: 0.01 },
      schedule: { name: 'ExponentialLR', settings: { gamma: 0.999 }, per: 'step' },
    },
  ),
  'a formula with a parameter of its own, clipped, Adagrad': trained(
    draw(
      'x:Input{shape:[4]} -> a:Linear{out_features:6} -> f:Formula{expression:"x * sigmoid(beta * x) + log(1 + exp(-x))",parameters:"beta = 1"}',
      'f -> b:Linear{out_features:3} -> p:LogSoftmax -> loss:NLLLoss',
      ends,
    ),
    { optimizer: { name: 'Adagrad', learningRate: 0.05 }, clip: { norm: 0.5, value: 0.2 } },
  ),
  'attention over features, gradients of three batches, NAdam': trained(
    draw(
      'x:Input{shape:[4]} -> u:Unflatten{dim:1,unflattened_size:[4,1]} -> q:Linear{out_features:3} -> w.input:MatMul',
      'u -> k:Linear{out_features:3} -> kt:Transpose{dim0:1,dim1:2} -> w.other; w -> p:Softmax{dim:-1} -> z.input:MatMul',
      'u -> v:Linear{out_features:2} -> z.other; z -> flat:Flatten -> b:Linear{out_features:3} -> loss:CrossEntropyLoss',
      ends,
    ),
    { batchSize: 8, accumulate: 3, optimizer: { name: 'NAdam', learningRate: 0.01 } },
  ),
};

function open(document: GraphDocument): TrainingSession {
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const made = createSession(checkGraph(document), prepared.data);
  if (!made.ok) throw new Error(made.message);
  return made.session;
}

/** FNV-1a over the float32 bits of some numbers, twice with different primes, so that 64 bits tell runs apart. */
function digest(numbers: Iterable<ArrayLike<number>>): string {
  let [low, high] = [0x811c9dc5, 0x1000193];
  for (const data of numbers) {
    for (const word of new Uint32Array(Float32Array.from(data).buffer)) {
      low = Math.imul(low ^ word, 0x01000193);
      high = Math.imul(high ^ (word >>> 16) ^ (word << 16), 0x85ebca6b);
    }
  }
  return [low, high].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

export interface Digests {
  /** Of every weight and buffer in the end, and of every loss on the way; step by step, and looked at in between. */
  readonly stepwise: string;
  /** The same in as few calls as can be, unwatched. */
  readonly together: string;
}

/** Trains a document twice. */
export function digestsOf(document: GraphDocument): Digests {
  const whole = (session: TrainingSession, losses: readonly number[]): string => {
    const kept = [...session.parameters().values(), ...session.buffers().values()];
    const numbers = [...kept.map(({ data }) => data), losses];
    if (!numbers.every((data) => Array.from(data).every(Number.isFinite)))
      throw new Error('a number is lost');
    return digest(numbers);
  };
  const [watched, alone] = [open(document), open(document)];
  const [one, many]: [number[], number[]] = [[], []];
  while (watched.progress.step < steps) {
    one.push(watched.step().loss);
    if (watched.progress.step % 97 === 0) watched.look({ kind: 'next-batch' });
    if (watched.progress.step % 311 === 0)
      watched.look({ kind: 'rows', part: 'test', rows: [3, 1, 2], mode: 'evaluate' });
  }
  while (alone.progress.step < steps) many.push(...alone.advance(steps - alone.progress.step).losses);
  return { stepwise: whole(watched, one), together: whole(alone, many) };
}
