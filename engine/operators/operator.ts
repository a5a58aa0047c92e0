import type { Expression } from '../notation/expression.ts';
import type { LoweringContext, Mode } from '../passes/lower.ts';
import type { ValueId } from '../program/program.ts';
import type { Dimension, Shape } from '../program/shape.ts';

/**
 * What one operator declares. Everything else (the palette, the inspector's form, checks, counts, formulas,
 * gradients, the generic tests) reads this record; no other file names an operator.
 */

export const categories = ['block', 'data', 'layer', 'activation', 'normalise', 'merge', 'loss'] as const;
/** Operators of the catalogue are of any but 'block', which is what a document's own blocks are. */
export type Category = (typeof categories)[number];

/** What a wire carries: numbers, or class indices (whole numbers from 0 to classes − 1). */
export type Carries = 'numbers' | 'classes';

/** The type of a port: its shape with the batch as N, and what its elements are. */
export interface PortType {
  readonly shape: Shape;
  readonly carries: Carries;
  /** Number of classes, where class indices are carried and it is known. */
  readonly classes?: number;
}

export interface InputPort {
  readonly name: string;
  readonly help: string;
  /** What the port accepts. */
  readonly accepts: readonly Carries[];
  /** Takes any number of wires from 1, kept in their order (Add, Concat). */
  readonly several?: boolean;
  /** What the values mean to a loss, from which formulas take ŷ and y. */
  readonly role?: 'logits' | 'log-probabilities' | 'probabilities' | 'prediction' | 'target';
}

/**
 * What an output means whatever comes in: each number by itself a probability or its logarithm, or all numbers along
 * the class axis together.
 */
export type Meaning = 'probability' | 'log-probability' | 'class-probabilities' | 'class-log-probabilities';

export interface OutputPort {
  readonly name: string;
  readonly help: string;
}

export type AttributeValue = number | boolean | string | readonly number[] | null;

interface AttributeBase {
  /** PyTorch's argument name where PyTorch has one. */
  readonly name: string;
  readonly help: string;
}

export type AttributeDeclaration = AttributeBase &
  (
    | {
        readonly kind: 'integer';
        readonly default: number | null;
        readonly minimum: number;
        readonly maximum: number;
        /** With null as its value it is taken from what is connected (in_features). */
        readonly inferred?: boolean;
        /** null is allowed and means PyTorch's None. */
        readonly optional?: boolean;
      }
    | {
        readonly kind: 'number';
        readonly default: number;
        readonly minimum?: number;
        readonly maximum?: number;
        /** null is allowed and means PyTorch's None. */
        readonly optional?: boolean;
      }
    | { readonly kind: 'boolean'; readonly default: boolean }
    | { readonly kind: 'choice'; readonly default: string; readonly options: readonly string[] }
    /** Sizes of axes, without the batch. */
    | { readonly kind: 'shape'; readonly default: readonly number[] }
    /** Words in a language of their own; `fault` says what is wrong with them, and at which character from 0. */
    | {
        readonly kind: 'text';
        readonly default: string;
        readonly maximumLength: number;
        readonly fault: (text: string) => TextFault | undefined;
      }
    /** A list of numbers, such as one weight per class; null means PyTorch's None. */
    | {
        readonly kind: 'numbers';
        readonly default: readonly number[] | null;
        readonly minimum?: number;
        /** The letter that formulas use for the list. */
        readonly symbol: string;
      }
  );

export interface TextFault {
  readonly message: string;
  readonly position: number;
}

/** Every declared attribute with its value; an inferred one stays null until the shapes are known. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Axis by axis the port along whose features, or over whose classes, it goes; left out where it goes along none. */
  readonly along?: readonly string[];
}

/** Its shape is without the batch; a layer's weight is PyTorch's, (out_features, in_features) for Linear. */
export interface ParameterDeclaration extends StoredTensor {
  /**
   * Drawn by PyTorch's generator in the order of declaration: uniform between ±bound, or normal with the row `zeroRow`
   * set to 0 afterwards; or a constant.
   */
  readonly initial:
    | { readonly kind: 'uniform'; readonly bound: number }
    | {
        readonly kind: 'normal';
        readonly mean: number;
        readonly std: number;
        readonly zeroRow: number | undefined;
      }
    | { readonly kind: 'constant'; readonly value: number };
  /** The letter that formulas use: W, b. */
  readonly symbol: string;
}

/** A tensor that is kept and stored with the weights but not learned: it is updated by what train mode computes. */
export interface BufferDeclaration extends StoredTensor {
  /** What every element starts from. */
  readonly initial: number;
  /** The letter that formulas use. */
  readonly symbol: string;
}

/** A value on the way from inputs to outputs that textbooks name; `lower` says which it is. */
export interface PartDeclaration {
  readonly name: string;
  /** The letter that formulas use, with a hat or without. */
  readonly symbol: string;
  readonly hat?: boolean;
}

/** What the operator makes of the types at its inputs, or what does not fit. */
export type Inference =
  | {
      readonly ok: true;
      readonly outputs: ReadonlyMap<string, PortType>;
      readonly parameters: readonly ParameterDeclaration[];
      readonly buffers?: readonly BufferDeclaration[];
      /**
       * How many values there are for each of the statistics that train mode takes over the batch; PyTorch refuses to
       * train with fewer than two. Left out where none are taken.
       */
      readonly valuesPerStatistic?: Dimension;
      /** Values found for inferred attributes. */
      readonly inferred?: Attributes;
    }
  | {
      readonly ok: false;
      readonly code: 'shape-mismatch' | 'wrong-kind' | 'bad-attribute';
      /** The input port or attribute at fault. */
      readonly at: string;
      /** One sentence: what was expected and what was found, both shapes in it where shapes differ. */
      readonly message: string;
      /** The character of a text at fault, from 0. */
      readonly position?: number;
      /** An attribute value that would mend it, with what the button says. */
      readonly fix?: { readonly attribute: string; readonly value: AttributeValue; readonly label: string };
    };

export interface InferenceContext {
  readonly attributes: Attributes;
  /** Types at each connected input port, in the order of the wires. */
  readonly inputs: ReadonlyMap<string, readonly PortType[]>;
}

/** What a formula is made from: the symbols of what flows in and of the parameters. */
export interface FormulaContext {
  readonly mode: Mode;
  readonly attributes: Attributes;
  readonly inputs: ReadonlyMap<string, readonly Expression[]>;
  readonly parameters: ReadonlyMap<string, Expression>;
  readonly buffers: ReadonlyMap<string, Expression>;
  /** The mask m that the node draws at random in train mode. */
  readonly mask: Expression;
  /** Types at the inputs and outputs, for formulas that depend on them. */
  readonly inputTypes: ReadonlyMap<string, readonly PortType[]>;
  readonly output: PortType;
}

/** A case for the generic tests: attributes, input shapes with a batch of 3, and the range inputs are drawn from. */
export interface Sample {
  readonly attributes: Attributes;
  readonly inputs: ReadonlyMap<string, readonly SampleInput[]>;
}

export interface SampleInput {
  readonly shape: Shape;
  /** Numbers drawn uniformly from a range, 1 or −1, or class indices below `classes`. */
  readonly values:
    | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
    | { readonly kind: 'signs' }
    | { readonly kind: 'classes'; readonly classes: number };
}

export interface Operator {
  /** PyTorch's class name where it has one; unique in the catalogue. */
  readonly name: string;
  readonly category: Category;
  /** One sentence for the palette and the inspector. */
  readonly help: string;
  /** Page that defines it. */
  readonly source: string;
  /** Words by which the palette finds it. */
  readonly synonyms: readonly string[];
  /** Ports with the default attributes. */
  readonly inputs: readonly InputPort[];
  readonly outputs: readonly OutputPort[];
  /** Where attributes decide over the declaration itself: what they change of it, for any that fit one by one. */
  readonly adapt?: (
    attributes: Attributes,
  ) => Partial<Pick<Operator, 'inputs' | 'outputs' | 'category' | 'symbol'>>;
  readonly attributes: readonly AttributeDeclaration[];
  /** Stem of the name a new node gets: fc, act, loss. */
  readonly nodeName: string;
  /** Letter of its output in formulas: z, a, p, L. */
  readonly symbol: string;
  /** Values within it that formulas write by a letter of their own, such as the normalised x̂ of LayerNorm. */
  readonly parts?: readonly PartDeclaration[];
  /** Data nodes: which columns of the data set feed them. */
  readonly feed?: 'features' | 'target';
  /**
   * Losses of a classification: how its `input` port becomes a class. 'largest' takes the largest along axis 1;
   * a threshold makes each element 1 above it, else 0.
   */
  readonly decision?: { readonly kind: 'largest' } | { readonly kind: 'threshold'; readonly above: number };
  /** What its output means, where that is known; losses say in a port's role what they take. */
  readonly gives?: (attributes: Attributes) => Meaning | undefined;
  /**
   * In evaluation the output holds numbers of the only input as they are: moved, left out or set to 0. What they mean
   * stays true.
   */
  readonly keepsValues?: true;
  /** A weighted sum of its inputs plus a constant: two in a row come to one. */
  readonly affine?: true;
  /** An activation that passes a share of the gradient back whatever comes in: its units cannot die. */
  readonly neverDies?: true;
  /** Lets no gradient back. */
  readonly stopsGradient?: true;
  /**
   * A loss that is the negative log-likelihood of this distribution; those of one distribution differ in the role of
   * what they take, and one can stand in for the other.
   */
  readonly likelihood?: 'bernoulli' | 'categorical';
  /** torchsummary lists modules: layers, activations; not inputs, targets, functions or losses. */
  readonly isModule: boolean;
  readonly infer: (context: InferenceContext) => Inference;
  /** Writes the node as primitives; gives one value per output port. */
  readonly lower: (context: LoweringContext, attributes: Attributes) => ReadonlyMap<string, ValueId>;
  /** The right-hand side of its formula, as on the card. */
  readonly formula: (context: FormulaContext) => Expression;
  /**
   * A PyTorch module, such as `nn.Linear(4, 8)`, which is called with the input ports in their order; or an expression of
   * the ports by name, in which a port that takes several wires is a list, and of parameters as `self.name`:
   * `torch.cat(input, dim=1)`. Several outputs are a tuple. Undefined for data nodes.
   */
  readonly torch?: (attributes: Attributes) => string;
  /** The first PyTorch that has it, where that is later than 1.13. */
  readonly torchSince?: string;
  readonly samples: readonly Sample[];
}

/** The operator as these attributes make it. */
export const adapted = (operator: Operator, attributes: Attributes): Operator =>
  operator.adapt === undefined ? operator : { ...operator, ...operator.adapt(attributes) };
