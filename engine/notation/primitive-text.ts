import { type Operation, type Program, type Value, type ValueId, valueAt } from '../program/program.ts';
import { number } from './expression.ts';
import { realMinus } from './letters.ts';
import { toText } from './text.ts';

/** How values are called where a primitive is written. */
export interface PrimitiveNames {
  /** A name that is written instead of what it stands for, at any depth. */
  readonly named: (id: ValueId) => string | undefined;
  /** The name of a value that is not written out. */
  readonly called: (id: ValueId) => string;
}

/** Text and how tightly it holds together: 0 a comparison, 1 a sum, 2 a product, 3 anything closed. */
interface Piece {
  readonly text: string;
  readonly level: 0 | 1 | 2 | 3;
}

const infix: Partial<Record<Operation['primitive'], readonly [sign: string, level: 0 | 1 | 2]>> = {
  add: ['+', 1],
  subtract: [realMinus, 1],
  multiply: ['·', 2],
  divide: ['/', 2],
  greater: ['>', 0],
  greaterEqual: ['≥', 0],
  equal: ['=', 0],
};

const closed = (text: string): Piece => ({ text, level: 3 });
const atLeast = ({ text, level }: Piece, wanted: number): string => (level < wanted ? `(${text})` : text);

const sizes = (shape: Value['shape']): string => `[${shape.join(', ')}]`;

/** What a primitive takes besides its operands. */
function settingsOf(operation: Operation): readonly string[] {
  switch (operation.primitive) {
    case 'sum':
    case 'max':
    case 'logSumExp':
      return [`axes ${operation.axes.join(' ')}`];
    case 'broadcast':
    case 'reshape':
      return [sizes(operation.shape)];
    case 'transpose':
      return [`axes ${operation.permutation.join(' ')}`];
    case 'concatenate':
      return [`axis ${operation.axis}`];
    case 'slice':
      return [`axis ${operation.axis}`, `${operation.start}:${operation.end}`];
    case 'oneHot':
      return [`${operation.classes} classes`];
    default:
      return [];
  }
}

/** The text of a leaf: `fc1.weight`, `0.5`, `N`; undefined for anything that is computed. */
export function leafText({ operation }: Pick<Value, 'operation'>): string | undefined {
  switch (operation.primitive) {
    case 'input':
      return operation.key;
    case 'parameter':
    case 'state':
      return operation.key.replaceAll('/', '.');
    case 'setting':
      return operation.key === 'learningRate' ? 'η' : operation.key;
    case 'constant':
      return toText(number(operation.value));
    case 'size':
      return toText({ kind: 'size', of: operation.of });
    case 'random':
      return `uniform#${operation.stream}`;
    default:
      return undefined;
  }
}

/**
 * One value as its primitive with names for operands: `matmul(x, v4)`, `z1 · v7`. With more `levels`, operands without a
 * name are written out in turn, so deep. What `program-text.ts` reads as a mean or a softmax is spelled out here.
 */
export function primitiveText(
  program: Pick<Program, 'values'>,
  root: ValueId,
  { named, called }: PrimitiveNames,
  levels = 1,
): string {
  const open = (id: ValueId, left: number): Piece => {
    const value = valueAt(program, id);
    const leaf = leafText(value);
    if (leaf !== undefined) return { text: leaf, level: /^[-−]/.test(leaf) ? 1 : 3 };
    const { operation, inputs } = value;
    const operands = inputs.map((input) => write(input, left - 1));
    const [first, second] = operands;
    const sign = infix[operation.primitive];
    if (sign !== undefined && first !== undefined && second !== undefined) {
      const [text, level] = sign;
      return {
        text: `${atLeast(first, level === 0 ? 1 : level)} ${text} ${atLeast(second, level + 1)}`,
        level,
      };
    }
    if (operation.primitive === 'negate' && first !== undefined)
      return { text: `${realMinus}${atLeast(first, 2)}`, level: 1 };
    const given = [...operands.map(({ text }) => text), ...settingsOf(operation)];
    return closed(`${operation.primitive}(${given.join(', ')})`);
  };
  const write = (id: ValueId, left: number): Piece => {
    const name = named(id) ?? leafText(valueAt(program, id));
    if (name !== undefined) return { text: name, level: /^[-−]/.test(name) ? 1 : 3 };
    return left > 0 ? open(id, left) : closed(called(id));
  };
  return open(root, levels).text;
}
