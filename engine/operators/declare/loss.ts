import type { Expression } from '../../notation/expression.ts';
import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { formatShape, type Shape, scalarShape, shapesEqual } from '../../program/shape.ts';
import type {
  AttributeDeclaration,
  Attributes,
  FormulaContext,
  Inference,
  InferenceContext,
  InputPort,
  Operator,
  Sample,
} from '../operator.ts';
import { gives, inputPort, only, outputPort, result, targetPort, typeAt } from './ports.ts';

/** PyTorch's `reduction`, as far as it gives the one number that training needs. */
export const reductionAttribute: AttributeDeclaration = {
  name: 'reduction',
  kind: 'choice',
  default: 'mean',
  options: ['mean', 'sum'],
  help: 'How the losses of the samples become one number.',
};

interface LossDeclaration {
  readonly name: string;
  readonly help: string;
  readonly synonyms: readonly string[];
  readonly role: NonNullable<InputPort['role']>;
  readonly accepts: InputPort['accepts'];
  readonly decision?: Operator['decision'];
  readonly infer: (context: InferenceContext) => Inference;
  /** Losses before reduction, one per sample or element. */
  readonly apply: (builder: Builder, input: ValueId, target: ValueId, attributes: Attributes) => ValueId;
  readonly formula: (context: FormulaContext) => Expression;
  readonly samples: readonly Sample[];
}

/** A loss of an `input` against a `target`, reduced to a scalar. */
export const lossOperator = (declaration: LossDeclaration): Operator => ({
  name: declaration.name,
  category: 'loss',
  help: declaration.help,
  source: `https://pytorch.org/docs/stable/generated/torch.nn.${declaration.name}.html`,
  synonyms: ['loss', 'criterion', ...declaration.synonyms],
  inputs: [
    { name: inputPort, help: 'What the network gives', accepts: ['numbers'], role: declaration.role },
    { name: targetPort, help: 'What it should have given', accepts: declaration.accepts, role: 'target' },
  ],
  outputs: [{ name: outputPort, help: 'The loss, a single number' }],
  attributes: [reductionAttribute],
  nodeName: 'loss',
  symbol: 'L',
  isModule: false,
  ...(declaration.decision === undefined ? {} : { decision: declaration.decision }),
  infer: declaration.infer,
  lower: ({ builder, inputs }, attributes) => {
    const losses = declaration.apply(builder, only(inputs, inputPort), only(inputs, targetPort), attributes);
    const total = builder.sumAll(losses);
    return result(
      attributes['reduction'] === 'sum' ? total : builder.divide(total, builder.size(builder.shape(losses))),
    );
  },
  formula: declaration.formula,
  torch: ({ reduction }) => `nn.${declaration.name}(${reduction === 'sum' ? "reduction='sum'" : ''})`,
  samples: declaration.samples,
});

/** Input and target of one shape, as element-wise losses need them. */
export function inferElementwiseLoss(context: InferenceContext): Inference {
  const input = typeAt(context, inputPort);
  const target = typeAt(context, targetPort);
  if (shapesEqual(input.shape, target.shape)) return gives(scalarShape);
  return {
    ok: false,
    code: 'shape-mismatch',
    at: targetPort,
    message: `Input and target must have the same shape; input is ${formatShape(input.shape)}, target is ${formatShape(target.shape)}.`,
  };
}

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
    if (probabilities && shapesEqual(target.shape, input.shape)) return gives(scalarShape);
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
  return gives(scalarShape);
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
