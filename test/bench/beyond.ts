import { checkGraph } from '../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { totalLossKey } from '../../engine/program/program.ts';
import { CallSize } from '../../engine/train/call-size.ts';
import { startingPoint } from '../../engine/train/starting-weights.ts';
import { draw } from '../engine/graph/drawing.ts';
import { openProducts } from './products.ts';
import { openTrained, stepProgramOf } from './training.ts';

// Graphs that are no plain stack of layers: how long a step of training takes as against its products alone.

/** Most that a step may take, as a multiple of its products. */
const goal = 1.5;
const rows = 4096;
/** So small that nothing is learned: what was learned by heart has gradients that leave float32's range, which take processors long. */
const learningRate = 1e-6;

interface Graph {
  readonly document: GraphDocument;
  readonly batch: number;
  readonly features: number;
  readonly classes: number;
  /** Features are class indices. */
  readonly isIndexed?: boolean;
}

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

/** From `from` through `stages` into a loss over classes. */
const classified = (input: string, stages: readonly string[], classes: number): GraphDocument =>
  draw(
    `x:Input{${input}}`,
    ...stages,
    `h -> out:Linear{out_features:${classes}} -> loss:CrossEntropyLoss; y:Target{classes:${classes}} -> loss.target`,
  );

/** Four residual sums around what `block` writes of a number and a width. */
function residual(width: number, block: (at: number) => string): Graph {
  const blocks = range(4).map((at) => {
    const from = at === 0 ? 'x' : `s${at - 1}`;
    const to = at === 3 ? 'h' : `s${at}`;
    return `${from} -> ${block(at)} -> ${to}:Add; ${from} -> ${to}`;
  });
  return { document: classified(`shape:[${width}]`, blocks, 10), batch: 32, features: width, classes: 10 };
}

const perceptron = (width: number) =>
  residual(
    width,
    (at) =>
      `n${at}:LayerNorm -> a${at}:Linear{out_features:${width}} -> g${at}:GELU -> b${at}:Linear{out_features:${width}}`,
  );
const normalised = (width: number) =>
  residual(width, (at) => `a${at}:Linear{out_features:${width}} -> n${at}:LayerNorm -> g${at}:GELU`);

function chain(width: number, batch: number, block: (at: number) => string, blocks = 3): Graph {
  const stages = range(blocks).map((at) => block(at));
  const document = classified(`shape:[${width}]`, [`x -> ${stages.join(' -> ')} -> h:Identity`], 10);
  return { document, batch, features: width, classes: 10 };
}

function branches(): Graph {
  const stage = (from: string, at: string, to: string): string =>
    `${from} -> a${at}:Linear{out_features:32} -> p${at}:ReLU -> ${to}:Concat; ${from} -> b${at}:Linear{out_features:48} -> q${at}:Tanh -> ${to}; ${from} -> c${at}:Linear{out_features:20} -> r${at}:SiLU -> ${to}`;
  return {
    document: classified('shape:[64]', [stage('x', '1', 'k'), stage('k', '2', 'h')], 10),
    batch: 32,
    features: 64,
    classes: 10,
  };
}

function shared(): Graph {
  const graph = chain(64, 32, (at) => `l${at}:Linear{out_features:64} -> t${at}:Tanh`, 4);
  const nodes = graph.document.nodes.map((node) =>
    /^l[1-3]$/.test(node.id) ? { ...node, shares: { weight: 'l0/weight', bias: 'l0/bias' } } : node,
  );
  return { ...graph, document: { ...graph.document, nodes } };
}

const embedded: Graph = {
  document: classified(
    'shape:[3],kind:"classes",classes:27',
    [
      'x -> e:Embedding{num_embeddings:27,embedding_dim:10} -> f:Flatten -> a:Linear{out_features:200} -> h:Tanh',
    ],
    27,
  ),
  batch: 32,
  features: 3,
  classes: 27,
  isIndexed: true,
};

const graphs: Readonly<Record<string, Graph>> = {
  'residual: LayerNorm, 2 Linear, GELU, 32 wide': perceptron(32),
  'residual: LayerNorm, 2 Linear, GELU, 128 wide': perceptron(128),
  'residual: LayerNorm, 2 Linear, GELU, 512 wide': perceptron(512),
  'residual: Linear, LayerNorm, GELU, 32 wide': normalised(32),
  'residual: Linear, LayerNorm, GELU, 128 wide': normalised(128),
  'branches of 32, 48 and 20 joined, twice': branches(),
  'one layer of 64 used four times': shared(),
  'BatchNorm1d, 64 wide': chain(
    64,
    32,
    (at) => `l${at}:Linear{out_features:64} -> n${at}:BatchNorm1d -> r${at}:ReLU`,
  ),
  'Softmax between layers, 64 wide': chain(
    64,
    32,
    (at) => `l${at}:Linear{out_features:64} -> s${at}:Softmax`,
  ),
  'ReLU and Dropout, 64 wide': chain(
    64,
    32,
    (at) => `l${at}:Linear{out_features:64} -> r${at}:ReLU -> d${at}:Dropout`,
  ),
  'Embedding of 3 letters, 200 wide': embedded,
};

/** One of the two that are set beside each other, and the microseconds per step of its fastest call. */
interface Measured {
  readonly run: (steps: number) => void;
  readonly size: CallSize;
  fastest: number;
}

/** A call of about 10 ms. */
function call(measured: Measured): void {
  const { run, size } = measured;
  const count = size.within(10);
  const start = performance.now();
  run(count);
  const spent = performance.now() - start;
  size.took(count, spent);
  measured.fastest = Math.min(measured.fastest, (1000 * spent) / count);
}

/** What runs so many steps of a graph's training, and so many of its products alone. */
function open({ document, batch, features, classes, isIndexed }: Graph) {
  const optimizer = { name: 'SGD', learningRate } as const;
  const graph = checkGraph({ ...document, training: { ...document.training, batchSize: batch, optimizer } });
  const step = stepProgramOf(graph, Math.floor(rows / batch));
  const whole = openTrained(
    graph,
    {
      rows,
      features,
      classes,
      x: range(rows * features).map((at) => (isIndexed ? (at * 7 + (at >> 3)) % classes : Math.sin(at))),
      y: range(rows).map((at) => (at * 5) % classes),
    },
    { step, result: totalLossKey, parameters: startingPoint(graph).parameters, fused: false },
  );
  return { whole: (count: number) => void whole.steps(count), products: openProducts(step, batch) };
}

/** Prints microseconds per step, whole and of its products alone, the ratio, and SHORT where that is above the goal. */
export function benchBeyond(quick: boolean): void {
  const calls = quick ? 30 : 200;
  console.log('\nA step of training beside its products alone, microseconds');
  for (const [name, graph] of Object.entries(graphs)) {
    const { whole, products } = open(graph);
    const both = [whole, products].map((run): Measured => ({ run, size: new CallSize(), fastest: Infinity }));
    // What else the machine does only ever makes a call slower, and falls on both when they take turns.
    for (let turn = 0; turn < calls; turn += 1) both.forEach(call);
    const [ours = Number.NaN, alone = Number.NaN] = both.map(({ fastest }) => fastest);
    const ratio = ours / alone;
    const figures = [ours, alone].map((time) => time.toFixed(1).padStart(8)).join(' ');
    const verdict = ratio > goal ? '  SHORT' : '';
    console.log(`${name.padEnd(46)} ${figures}  ${ratio.toFixed(2)} × (goal ≤ ${goal})${verdict}`);
  }
}
