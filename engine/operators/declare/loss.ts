import type { Expression } from '../../notation/expression.ts';
import type { LoweringContext } from '../../passes/lower.ts';
import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { formatShape, scalarShape, shapesEqual } from '../../program/shape.ts';
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

/** Not PyTorch's: there one writes `0.3 * loss1 + loss2`. */
export const totalWeightAttribute: AttributeDeclaration = {
  name: 'total_weight',
  kind: 'number',
  default: 1,
  help: 'Its share in the total that training lowers, where a graph has several losses: Σ total_weight · loss.',
};

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
  readonly likelihood?: Operator['likelihood'];
  /** The shape of the losses before reduction. */
  readonly infer: (context: InferenceContext) => Inference;
  /** Losses before reduction, one per sample or element. */
  readonly apply: (
    builder: Builder,
    input: (port: string) => ValueId,
    attributes: Attributes,
    part: LoweringContext['part'],
  ) => ValueId;
  readonly parts?: Operator['parts'];
  /** What the mean divides by; undefined for the number of losses. */
  readonly counted?: (
    builder: Builder,
    input: (port: string) => ValueId,
    attributes: Attributes,
  ) => ValueId | undefined;
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

function reduce(
  builder: Builder,
  losses: ValueId,
  reduction: Attributes[string] | undefined,
  counted: () => ValueId | undefined,
): ValueId {
  if (reduction === 'none') return losses;
  const total = builder.sumAll(losses);
  if (reduction === 'sum') return total;
  const count = reduction === 'mean' ? counted() : undefined;
  if (count !== undefined) return builder.divide(total, count);
  const shape = builder.shape(losses);
  return builder.divide(total, builder.size(reduction === 'batchmean' ? shape.slice(0, 1) : shape));
}

/** Arguments that differ from their defaults, as Python writes them. */
const pythonArguments = (declarations: readonly AttributeDeclaration[], attributes: Attributes): string =>
  declarations
    .filter(({ name, default: usual }) => attributes[name] !== usual)
    .map(({ name }) => `${name}=${pythonValue(attributes[name] ?? null)}`)
    .join(', ');

/** With a point, so that a list of whole numbers is a tensor of floats. */
const decimal = (value: number): string => (Number.isInteger(value) ? `${value}.` : String(value));

function pythonValue(value: AttributeValue): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `torch.tensor([${value.map(decimal).join(', ')}])`;
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
    attributes: [...attributes, totalWeightAttribute],
    nodeName: 'loss',
    symbol: 'L',
    isModule: false,
    ...(declaration.parts === undefined ? {} : { parts: declaration.parts }),
    ...(declaration.decision === undefined ? {} : { decision: declaration.decision }),
    ...(declaration.likelihood === undefined ? {} : { likelihood: declaration.likelihood }),
    infer: (context) => {
      const inference = declaration.infer(context);
      return inference.ok && context.attributes['reduction'] !== 'none' ? gives(scalarShape) : inference;
    },
    lower: ({ builder, inputs, part }, values) => {
      const at = (port: string): ValueId => only(inputs, port);
      const losses = declaration.apply(builder, at, values, part);
      return result(
        reduce(builder, losses, values['reduction'], () => declaration.counted?.(builder, at, values)),
      );
    },
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
