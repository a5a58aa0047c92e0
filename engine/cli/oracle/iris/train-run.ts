import { iris } from '../../../data/iris.ts';
import type { PreparedData } from '../../../data/prepare.ts';
import { fitStandardScaler } from '../../../data/scaler.ts';
import { checkGraph } from '../../../graph/check/check.ts';
import { defaultData, type GraphDocument } from '../../../graph/document.ts';
import { chainDocument, type Link } from '../../../graph/templates/chain.ts';
import { outputKey } from '../../../program/program.ts';
import type { Tensor } from '../../../program/tensor.ts';
import { createSession } from '../../../train/running-session.ts';
import type { Arithmetic, PartReport, TrainingSession } from '../../../train/session.ts';
import { rowsOf, scaledPart, splitTwice, type TwoStages } from './parts.ts';

/** What all runs of a training log have in common. */
export interface TrainingRecipe {
  readonly split: Pick<TwoStages, 'test_size' | 'random_state'> & { readonly stratify?: boolean };
  /** 'Linear(4,8) ReLU Linear(8,3)' */
  readonly model: string;
  readonly loss: string;
  /** 'SGD lr 0.01' */
  readonly optimizer: string;
  readonly epochs: number;
}

export interface RunChoice {
  readonly seed: number;
  /** One update per sample; or, as the slides print it, one per epoch from the last training sample. */
  readonly reading: 'per_sample' | 'per_epoch';
}

/** What training gave, in the fixture's terms. */
export interface Measured {
  readonly firstLogits: Tensor;
  readonly firstLoss: number;
  readonly initialValid: PartReport;
  readonly initialTest: PartReport;
  readonly averageLosses: readonly number[];
  readonly validCorrect: readonly number[];
  readonly finalTest: PartReport;
  readonly initialParameters: ReadonlyMap<string, Tensor>;
  readonly finalParameters: ReadonlyMap<string, Tensor>;
}

/** The modules of the model, each named by its place as in PyTorch's Sequential. */
const moduleLinks = (model: string): readonly Link[] =>
  model.split(' ').map((word, index) => {
    const [, operator = word, , outputs] = /^(\w+)(?:\((\d+),(\d+)\))?$/.exec(word) ?? [];
    const attributes = outputs === undefined ? {} : { out_features: Number(outputs) };
    return { id: String(index), operator, attributes };
  });

function documentOf(recipe: TrainingRecipe, seed: number): GraphDocument {
  const learningRate = Number(/^SGD lr (.*)$/.exec(recipe.optimizer)?.[1]);
  return chainDocument({
    name: 'Iris',
    links: [
      { id: 'x', operator: 'Input', attributes: { shape: [iris.features.length] } },
      ...moduleLinks(recipe.model),
      { id: 'loss', operator: recipe.loss },
    ],
    target: { id: 'y', operator: 'Target', attributes: { kind: 'class', classes: 3 } },
    training: {
      optimizer: { name: 'SGD', learningRate },
      batchSize: 1,
      epochs: recipe.epochs,
      shuffle: false,
      seed,
    },
    data: defaultData,
  });
}

function preparedData({ split }: TrainingRecipe): PreparedData {
  const parts = splitTwice({ ...split, stratify: split.stratify === true });
  const scaler = fitStandardScaler(rowsOf(parts.train));
  return {
    dataset: iris,
    features: iris.features.length,
    classes: 3,
    train: scaledPart(parts.train, scaler),
    validation: scaledPart(parts.valid, scaler),
    test: scaledPart(parts.test, scaler),
    scaler,
  };
}

function sessionFor(document: GraphDocument, data: PreparedData, arithmetic: Arithmetic): TrainingSession {
  const result = createSession(checkGraph(document), data, arithmetic);
  if (!result.ok) throw new Error(result.message);
  return result.session;
}

/** Makes all updates of one epoch and gives the mean loss of the training samples, each before its update. */
type Epoch = () => number;

function samplewise(session: TrainingSession): Epoch {
  return () => {
    for (;;) {
      const { epoch } = session.advance(Number.POSITIVE_INFINITY);
      if (epoch !== undefined) return epoch.averageLoss;
    }
  };
}

/** One update per epoch, by the gradient of the last training sample; all losses are from before it. */
function lastSampleOnly(
  session: TrainingSession,
  document: GraphDocument,
  data: PreparedData,
  arithmetic: Arithmetic,
): Epoch {
  const last = data.train.indices.slice(-1);
  const stepper = sessionFor(document, { ...data, train: scaledPart(last, data.scaler) }, arithmetic);
  return () => {
    const { loss } = required(session.evaluate('train'));
    stepper.step();
    for (const [key, tensor] of stepper.parameters()) session.setParameter(key, tensor);
    return loss;
  };
}

function required(part: PartReport | undefined): PartReport {
  if (part === undefined) throw new Error('a part has no rows');
  return part;
}

export const correct = ({ accuracy, samples }: PartReport): number =>
  Math.round((accuracy ?? Number.NaN) * samples);

/** Trains Iris from a seed, measuring before, after every epoch and at the end. */
export function train(
  recipe: TrainingRecipe,
  { seed, reading }: RunChoice,
  arithmetic: Arithmetic = 'reference',
): Measured {
  const document = documentOf(recipe, seed);
  const data = preparedData(recipe);
  const session = sessionFor(document, data, arithmetic);
  const first = session.look({ kind: 'rows', part: 'train', rows: [0], mode: 'evaluate' });
  const logits = first.values.get(outputKey('value', 'loss', 'input'));
  if (logits === undefined) throw new Error('the loss has no input');
  const initialParameters = session.parameters();
  const initialValid = required(session.evaluate('validation'));
  const initialTest = required(session.evaluate('test'));
  const epoch =
    reading === 'per_sample' ? samplewise(session) : lastSampleOnly(session, document, data, arithmetic);
  const averageLosses: number[] = [];
  const validCorrect: number[] = [];
  for (let done = 0; done < recipe.epochs; done += 1) {
    averageLosses.push(epoch());
    validCorrect.push(correct(required(session.evaluate('validation'))));
  }
  return {
    firstLogits: { shape: logits.shape.slice(1), data: logits.data },
    firstLoss: first.loss,
    initialValid,
    initialTest,
    averageLosses,
    validCorrect,
    finalTest: required(session.evaluate('test')),
    initialParameters,
    finalParameters: session.parameters(),
  };
}
