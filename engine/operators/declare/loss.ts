import type { Expression } from '../../notation/expression.ts';
import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { formatShape, type Shape, scalarShape, shapesEqual } from '../../program/shape.ts';
import type {
  AttributeDeclaration,
  Attributes,
  AttributeValue,
  FormulaContext,
  Inference,
  InferenceContext,
  InputPort,
  Operator,
  Sample,
} from '../operator.ts';
import { gives, inputPort, only, outputPort, result, targetPort, typeAt } from './ports.ts';

/** PyTorch's `reduction`; some losses know one more way. */
const reductionAttribute = (options: readonly string[]): AttributeDeclaration => ({
  name: 'reduction',
  kind: 'choice',
  default: 'mean',
  options,
  help: 'How the losses become one number; none keeps them apart.',
});

interface LossDeclaration {
  readonly name: string;
  readonly help: string;
  readonly synonyms: readonly string[];
  /** What each input means, in the order of PyTorch's arguments. */
  readonly ports: readonly InputPort[];
  /** Besides `reduction`. */
  readonly attributes?: readonly AttributeDeclaration[];
  /** Besides mean, sum and none: the mean over axis 0 (KLDivLoss). */
  readonly hasBatchMean?: boolean;
  readonly decision?: Operator['decision'];
  /** The shape of the losses before reduction. */
  readonly infer: (context: InferenceContext) => Inference;
  /** Losses before reduction, one per sample or element. */
  readonly apply: (builder: Builder, input: (port: string) => ValueId, attributes: Attributes) => ValueId;
  readonly formula: (context: FormulaContext) => Expression;
  readonly samples: readonly Sample[];
}

/** The ports `input` and `target` of most losses. */
export const inputAndTarget = (
  role: NonNullable<InputPort['role']>,
  accepts: InputPort['accepts'] = ['numbers'],
): readonly InputPort[] => [
  { name: inputPort, help: 'What the network gives', accepts: ['numbers'], role },
  { name: targetPort, help: 'What it should have given', accepts, role: 'target' },
];

function reduce(builder: Builder, losses: ValueId, reduction: Attributes[string] | undefined): ValueId {
  if (reduction === 'none') return losses;
  const total = builder.sumAll(losses);
  if (reduction === 'sum') return total;
  const shape = builder.shape(losses);
  return builder.divide(total, builder.size(reduction === 'batchmean' ? shape.slice(0, 1) : shape));
}

/** Arguments that differ from their defaults, as Python writes them. */
const pythonArguments = (declarations: readonly AttributeDeclaration[], attributes: Attributes): string =>
  declarations
    .filter(({ name, default: usual }) => attributes[name] !== usual)
    .map(({ name }) => `${name}=${pythonValue(attributes[name] ?? null)}`)
    .join(', ');

function pythonValue(value: AttributeValue): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  return value === null ? 'None' : String(value);
}

/** A loss of some inputs, reduced to a scalar unless the person wants the losses apart. */
export function lossOperator(declaration: LossDeclaration): Operator {
  const attributes = [
    ...(declaration.attributes ?? []),
    reductionAttribute(
      declaration.hasBatchMean === true ? ['mean', 'sum', 'batchmean', 'none'] : ['mean', 'sum', 'none'],
    ),
  ];
  return {
    name: declaration.name,
    category: 'loss',
    help: declaration.help,
    source: `https://pytorch.org/docs/stable/generated/torch.nn.${declaration.name}.html`,
    synonyms: ['loss', 'criterion', ...declaration.synonyms],
    inputs: declaration.ports,
    outputs: [{ name: outputPort, help: 'The loss: one number, or one per sample or element' }],
    attributes,
    nodeName: 'loss',
    symbol: 'L',
    isModule: false,
    ...(declaration.decision === undefined ? {} : { decision: declaration.decision }),
    infer: (context) => {
      const inference = declaration.infer(context);
      return inference.ok && context.attributes['reduction'] !== 'none' ? gives(scalarShape) : inference;
    },
    lower: ({ builder, inputs }, values) =>
      result(
        reduce(
          builder,
          declaration.apply(builder, (port) => only(inputs, port), values),
          values['reduction'],
        ),
      ),
    formula: declaration.formula,
    torch: (values) => `nn.${declaration.name}(${pythonArguments(attributes, values)})`,
    samples: declaration.samples,
  };
}

/** Ports of one shape: one loss per element. */
export function inferSameShapes(context: InferenceContext, ports: readonly string[]): Inference {
  const shapes = ports.map((port) => typeAt(context, port).shape);
  const [first = []] = shapes;
  const differs = shapes.findIndex((shape) => !shapesEqual(shape, first));
  if (differs === -1) return gives(first);
  const list = ports.map((port, index) => `${port} is ${formatShape(shapes[index] ?? [])}`).join(', ');
  return {
    ok: false,
    code: 'shape-mismatch',
    at: ports[differs] ?? '',
    message: `${ports.join(', ').replace(/, ([^,]*)$/, ' and $1')} must have the same shape; ${list}.`,
  };
}

/** Input and target of one shape, as most losses need them. */
export const inferElementwiseLoss = (context: InferenceContext): Inference =>
  inferSameShapes(context, [inputPort, targetPort]);

/** The shape of class indices for scores whose classes lie along axis 1. */
const withoutClasses = (scores: Shape): Shape => [...scores.slice(0, 1), ...scores.slice(2)];

/**
 * Scores with classes along axis 1 against class indices, or (`probabilities`) against a target of the scores' own
 * shape.
 */
export function inferClassLoss(context: InferenceContext, probabilities: boolean): Inference {
  const input = typeAt(context, inputPort);
  const target = typeAt(context, targetPort);
  const classes = input.shape[1];
  if (input.shape.length < 2 || typeof classes !== 'number') {
    return {
      ok: false,
      code: 'shape-mismatch',
      at: inputPort,
      message: `Input needs classes along axis 1, such as N×3; it is ${formatShape(input.shape)}.`,
    };
  }
  if (target.carries === 'numbers') {
    if (probabilities && shapesEqual(target.shape, input.shape)) return gives(withoutClasses(input.shape));
    return {
      ok: false,
      code: 'shape-mismatch',
      at: targetPort,
      message: `Target must be class indices of ${formatShape(withoutClasses(input.shape))} or probabilities of ${formatShape(input.shape)}, as the input; it is ${formatShape(target.shape)}.`,
    };
  }
  if (!shapesEqual(target.shape, withoutClasses(input.shape))) {
    return {
      ok: false,
      code: 'shape-mismatch',
      at: targetPort,
      message: `Class indices must be ${formatShape(withoutClasses(input.shape))} for an input of ${formatShape(input.shape)}; they are ${formatShape(target.shape)}.`,
    };
  }
  if (target.classes !== undefined && target.classes > classes) {
    return {
      ok: false,
      code: 'shape-mismatch',
      at: inputPort,
      message: `The target has ${target.classes} classes, so the input needs at least ${target.classes} columns; it is ${formatShape(input.shape)}.`,
    };
  }
  return gives(withoutClasses(input.shape));
}

/**
 * Σ over axis 1 of target ⊙ values: for class indices the value of the true class alone, so that an infinite value
 * of another class stays out; for a target of the values' own shape their weighted sum.
 */
export function pickTarget(builder: Builder, values: ValueId, target: ValueId): ValueId {
  const shape = builder.shape(values);
  const picked =
    builder.shape(target).length === shape.length
      ? builder.multiply(target, values)
      : builder.select(builder.oneHot(target, shape[1] as number, 1), values, builder.constant(0));
  return builder.reshape(builder.sum(picked, [1]), [...shape.slice(0, 1), ...shape.slice(2)]);
}
