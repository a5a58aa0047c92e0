import { z } from 'zod/mini';
import { breakpointsSchema } from './breakpoint-schema.ts';
import { initialiserSchema } from './initialiser-schema.ts';
import { keptRunSchema, mostKeptRuns } from './kept-run-schema.ts';

/**
 * The document a person draws, as it is saved: plain JSON, versioned. The zod schema is the source of the types
 * and of the published JSON Schema.
 */

export const documentFormat = 'nodegrad';
export const documentVersion = 1;

/** Most nodes a document may hold. */
export const maximumNodes = 50_000;
/** Most edges a document may hold. */
export const maximumEdges = 200_000;

/** Ids are short words, so that `node/parameter` and `node port` can be told apart. */
const id = z.string().check(z.regex(/^[A-Za-z0-9_][A-Za-z0-9_.:-]*$/), z.maxLength(100));
const portName = z.string().check(z.regex(/^[A-Za-z0-9_.-]+$/), z.maxLength(60));

/** Pixels: room for every node in one row; beyond, float32 transforms are off by more than a pixel. */
export const farthestPosition = 10_000_000;
const coordinate = z.number().check(z.gte(-farthestPosition), z.lte(farthestPosition));

const attributeValue = z.union([
  z.number(),
  z.boolean(),
  z.string().check(z.maxLength(10_000)),
  z.array(z.number()).check(z.maxLength(10_000)),
  z.null(),
]);

/**
 * How a node is left out of what is computed, as if it were not drawn. Bypassed, it passes its first input on. Muted,
 * nothing goes on from it: a port that takes several wires (Add, Concat) goes on with the others, a loss does not count
 * in the total, and what then has nothing to read, or is read by nothing, is left out with it.
 */
const skips = ['bypass', 'mute'] as const;
export type Skip = (typeof skips)[number];

export const nodeSchema = z.strictObject({
  id,
  operator: z.string().check(z.minLength(1), z.maxLength(100)),
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  attributes: z.record(z.string().check(z.maxLength(100)), attributeValue),
  position: z.strictObject({ x: coordinate, y: coordinate }),
  frozen: z.optional(z.boolean()),
  skip: z.optional(z.enum(skips)),
  /** Its card is folded to a chip. */
  collapsed: z.optional(z.boolean()),
  /** It stays where it is: neither hands nor tidying move it. */
  pinned: z.optional(z.boolean()),
  /** How its parameters start, by name, where not as PyTorch's constructor draws them. */
  initialisers: z.optional(z.record(z.string().check(z.maxLength(100)), initialiserSchema)),
  /**
   * Parameters of another node that this one uses in place of its own: all of that node's, or by name the
   * `node/parameter` of each.
   */
  shares: z.optional(
    z.union([id, z.record(z.string().check(z.maxLength(100)), z.string().check(z.maxLength(200)))]),
  ),
});

/** Most notes and frames of a document, and of each block. */
const maximumAnnotations = 2_000;

/** Colours of notes and frames; without one they are as paper. */
export const tints = ['yellow', 'green', 'blue', 'red'] as const;

const length = z.number().check(z.gte(1), z.lte(farthestPosition));

/** What is drawn beside the graph and computes nothing: a note, or a frame with a title that lies behind nodes. */
export const annotationSchema = z.strictObject({
  id,
  kind: z.enum(['note', 'frame']),
  /** A note's text, a frame's title. */
  text: z.string().check(z.maxLength(10_000)),
  position: nodeSchema.shape.position,
  size: z.strictObject({ width: length, height: length }),
  tint: z.optional(z.enum(tints)),
});

const annotations = z.optional(z.array(annotationSchema).check(z.maxLength(maximumAnnotations)));

/** An endpoint is [node id, port name]; a port that takes several wires keeps them in the order of `edges`. */
const endpoint = z.tuple([id, portName]);
export const edgeSchema = z.strictObject({ from: endpoint, to: endpoint });

/** Most blocks a document may define. */
export const maximumBlocks = 1_000;

/** Inside a block these stand for its own ports, in place of a node's id; no node can be called so. */
export const blockInputs = ':in';
export const blockOutputs = ':out';

const blockPort = z.strictObject({ name: portName });
const position = nodeSchema.shape.position;

/**
 * A part of a graph that is drawn once and used as a node, with ports of its own. A node whose operator is
 * `block:` and the block's id is one use of it. Inside, a wire from `[':in', port]` carries what comes to the
 * block, one to `[':out', port]` what it gives.
 */
export const blockSchema = z.strictObject({
  id: z.string().check(z.regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/), z.maxLength(80)),
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  inputs: z.array(blockPort).check(z.maxLength(100)),
  outputs: z.array(blockPort).check(z.maxLength(100)),
  nodes: z.array(nodeSchema).check(z.maxLength(maximumNodes)),
  edges: z
    .array(
      z.strictObject({
        from: z.tuple([z.union([id, z.literal(blockInputs)]), portName]),
        to: z.tuple([z.union([id, z.literal(blockOutputs)]), portName]),
      }),
    )
    .check(z.maxLength(maximumEdges)),
  annotations,
  /** Where the cards of its ports lie inside; beside the nodes unless told. */
  inputsAt: z.optional(position),
  outputsAt: z.optional(position),
});

const wholeNumber = (minimum: number, maximum: number) =>
  z.number().check(z.int(), z.gte(minimum), z.lte(maximum));

/** Keys such as `node/parameter`, and through blocks `block/node/parameter`. */
const parameterPath = z.string().check(z.maxLength(2_000));

const scheduleName = z.string().check(z.minLength(1), z.maxLength(100));
const scheduleSettings = z.record(
  z.string().check(z.maxLength(100)),
  z.union([
    z.number(),
    z.boolean(),
    z.string().check(z.maxLength(100)),
    z.array(z.number()).check(z.maxLength(10_000)),
  ]),
);

export const trainingSchema = z.strictObject({
  optimizer: z.strictObject({
    /** PyTorch's name, such as SGD or Adam. */
    name: z.string().check(z.minLength(1), z.maxLength(100)),
    learningRate: z.number().check(z.gte(0)),
    /** PyTorch's other arguments where they differ from its defaults. */
    settings: z.optional(z.record(z.string().check(z.maxLength(100)), z.union([z.number(), z.boolean()]))),
    /** Learning rates of their own by `node/parameter`, or by a parameter's name such as bias; 0 freezes. */
    learningRates: z.optional(z.record(parameterPath, z.number().check(z.gte(0)))),
  }),
  /** Moves the learning rate while training, as a scheduler of torch.optim.lr_scheduler. */
  schedule: z.optional(
    z.strictObject({
      /** PyTorch's name, such as StepLR. */
      name: scheduleName,
      /** PyTorch's arguments where they differ from the defaults. */
      settings: z.optional(scheduleSettings),
      /** How often the scheduler steps. */
      per: z.enum(['epoch', 'step']),
      /** Schedules that take over one after another, as in SequentialLR. */
      followedBy: z.optional(
        z
          .array(
            z.strictObject({
              /** Scheduler steps done when it takes over: PyTorch's milestone. */
              from: wholeNumber(1, 1_000_000_000),
              name: scheduleName,
              settings: z.optional(scheduleSettings),
            }),
          )
          .check(z.maxLength(5)),
      ),
    }),
  ),
  /** Bounds on the gradient before the optimizer sees it: its norm over all parameters, then each element. */
  clip: z.optional(
    z.strictObject({
      norm: z.optional(z.number().check(z.gt(0))),
      value: z.optional(z.number().check(z.gt(0))),
    }),
  ),
  /** Batches whose gradients are added up before each update. */
  accumulate: z.optional(wholeNumber(1, 1_000_000)),
  /** Stops when the validation part (or without one the training part) no longer gets better. */
  earlyStopping: z.optional(
    z.strictObject({
      /** What should get better; the loss unless told. */
      watches: z.optional(z.enum(['loss', 'accuracy'])),
      /** Epochs without a better value that are let pass. */
      patience: wholeNumber(0, 1_000_000),
      /** By how much a loss must be lower, or an accuracy (0 to 1) higher, to be better. */
      minDelta: z.number().check(z.gte(0)),
      /** Whether training ends with the weights of the best epoch. */
      restoreBest: z.boolean(),
    }),
  ),
  /** Where training pauses; kept with the document, and none of its results' business. */
  breakpoints: z.optional(breakpointsSchema),
  /** Samples per update. */
  batchSize: wholeNumber(1, 1_000_000),
  epochs: wholeNumber(1, 1_000_000),
  shuffle: z.boolean(),
  /** Whether fused multiply-adds may be used where there are some: faster, but no longer the same bits everywhere. */
  relaxed: z.optional(z.boolean()),
  /** PyTorch's manual_seed: draws the weights, then the order of the samples. */
  seed: wholeNumber(0, 2 ** 32 - 1),
});

/** Most cells, rows times columns, of a document's own table: some 3 MB of text, saved in a few hundredths of a second. */
export const maximumCells = 400_000;
/** Most columns of a document's own table. */
export const maximumColumns = 2_000;
/** Most characters of one of its cells. */
export const maximumCellLength = 1_000;

/** A number, a text, or null where it is missing. */
const cell = z.union([z.number(), z.string().check(z.maxLength(maximumCellLength)), z.null()]);

export const columnSchema = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Of a category each value is a column of zeros and ones, or as the target a class. */
  kind: z.enum(['number', 'category']),
  use: z.enum(['feature', 'target', 'unused']),
  /** What classes are called in place of their values. */
  classNames: z.optional(
    z.record(z.string().check(z.maxLength(maximumCellLength)), z.string().check(z.maxLength(200))),
  ),
});

/** A person's own table, and what its columns are for. */
export const tableSchema = z.strictObject({
  /** Such as the name of the file it came from. */
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  columns: z.array(columnSchema).check(z.minLength(1), z.maxLength(maximumColumns)),
  /** What stands in for missing features: nothing, so that the row is left out, or a figure of the training part. */
  missing: z.enum(['drop', 'mean', 'median', 'most-frequent']),
  rows: z.array(z.array(cell).check(z.maxLength(maximumColumns))).check(
    z.maxLength(maximumCells),
    z.refine((rows) => rows.reduce((cells, row) => cells + row.length, 0) <= maximumCells, {
      error: `a table of at most ${maximumCells} cells`,
    }),
  ),
});

/** `data.dataset` where the document's own table is used. */
export const ownDataset = 'own';

export const dataSchema = z.strictObject({
  /** Id of a built-in data set, or `own`. */
  dataset: z.string().check(z.maxLength(100)),
  table: z.optional(tableSchema),
  /** Settings of generated data. */
  samples: z.optional(wholeNumber(4, 100_000)),
  noise: z.optional(z.number().check(z.gte(0), z.lte(10))),
  generatorSeed: z.optional(wholeNumber(0, 2 ** 32 - 1)),
  split: z.strictObject({
    /** Shares of all rows, from 0 to below 1 together. */
    validation: z.number().check(z.gte(0), z.lt(1)),
    test: z.number().check(z.gte(0), z.lt(1)),
    /** scikit-learn's random_state. */
    randomState: wholeNumber(0, 2 ** 32 - 1),
    shuffle: z.boolean(),
    stratify: z.boolean(),
  }),
  scaler: z.enum(['none', 'standard', 'minmax']),
});

/** Little-endian float32 in base64, row-major. */
export const tensorSchema = z.strictObject({
  shape: z.array(wholeNumber(0, Number.MAX_SAFE_INTEGER)).check(z.maxLength(16)),
  data: z.string(),
});

export const documentSchema = z.strictObject({
  format: z.literal(documentFormat),
  version: z.literal(documentVersion),
  name: z.string().check(z.maxLength(200)),
  nodes: z.array(nodeSchema).check(z.maxLength(maximumNodes)),
  edges: z.array(edgeSchema).check(z.maxLength(maximumEdges)),
  /** Notes and frames; in no way part of what is computed. */
  annotations,
  /** What nodes of this document and of its blocks may be uses of. */
  blocks: z.optional(z.array(blockSchema).check(z.maxLength(maximumBlocks))),
  training: trainingSchema,
  data: dataSchema,
  /** Training runs to compare others with. */
  runs: z.optional(z.array(keptRunSchema).check(z.maxLength(mostKeptRuns))),
  /** Where training starts, by `node/parameter`; what is not here is drawn from the seed. */
  weights: z.optional(z.record(parameterPath, tensorSchema)),
});

type Deep<T> = T extends readonly [infer A, infer B]
  ? readonly [A, B]
  : T extends readonly (infer E)[]
    ? readonly Deep<E>[]
    : T extends object
      ? { readonly [K in keyof T]: Deep<T[K]> }
      : T;

export type GraphNode = Deep<z.infer<typeof nodeSchema>>;
export type GraphEdge = Deep<z.infer<typeof edgeSchema>>;
export type BlockDefinition = Deep<z.infer<typeof blockSchema>>;
export type Annotation = Deep<z.infer<typeof annotationSchema>>;
export type Training = Deep<z.infer<typeof trainingSchema>>;
export type OwnTable = Deep<z.infer<typeof tableSchema>>;
export type TableColumn = OwnTable['columns'][number];
export type Cell = OwnTable['rows'][number][number];
export type Breakpoint = NonNullable<Training['breakpoints']>[number];
export type KeptRun = Deep<z.infer<typeof keptRunSchema>>;
export type DataSettings = Deep<z.infer<typeof dataSchema>>;
export type StoredTensor = Deep<z.infer<typeof tensorSchema>>;
export type GraphDocument = Deep<z.infer<typeof documentSchema>>;
export type Endpoint = GraphEdge['from'];

export const defaultTraining: Training = {
  optimizer: { name: 'SGD', learningRate: 0.01 },
  batchSize: 1,
  epochs: 20,
  shuffle: true,
  seed: 42,
};

export const defaultData: DataSettings = {
  dataset: 'iris',
  split: { validation: 0.2, test: 0.2, randomState: 7, shuffle: true, stratify: false },
  scaler: 'standard',
};

export const emptyDocument = (name = 'Untitled'): GraphDocument => ({
  format: documentFormat,
  version: documentVersion,
  name,
  nodes: [],
  edges: [],
  training: defaultTraining,
  data: defaultData,
});
