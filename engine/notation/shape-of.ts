import { broadcastShapes, type Shape, scalarShape } from '../program/shape.ts';
import type { Expression } from './expression.ts';

/** Functions that work element by element, or along an axis that they keep. */
const shapeKeeping: ReadonlySet<string> = new Set([
  'σ',
  'exp',
  'log',
  'log σ',
  'tanh',
  'max',
  'min',
  'clamp',
  'sqrt',
  'sign',
  'softmax',
  'log softmax',
  'softplus',
]);

const broadcastAll = (shapes: readonly (Shape | undefined)[]): Shape | undefined =>
  shapes.reduce<Shape | undefined>(
    (joined, shape) =>
      joined === undefined || shape === undefined ? undefined : broadcastShapes(joined, shape),
    scalarShape,
  );

const swapLast = (shape: Shape): Shape => {
  const [rows, columns] = shape.slice(-2);
  return rows === undefined || columns === undefined ? shape : [...shape.slice(0, -2), columns, rows];
};

/** A scalar in front of a product leaves the shape alone; matrices chain. */
function productShape(factors: readonly (Shape | undefined)[]): Shape | undefined {
  let joined: Shape | undefined = scalarShape;
  for (const shape of factors) {
    if (shape === undefined || joined === undefined) return undefined;
    if (shape.length === 0) continue;
    if (joined.length === 0) joined = shape;
    else if (joined.length < 2 || shape.length < 2) return undefined;
    else joined = joined.at(-1) === shape.at(-2) ? [...joined.slice(0, -1), shape.at(-1) ?? 1] : undefined;
  }
  return joined;
}

/** The shape of what an expression stands for, as far as the shapes of its symbols tell. */
export function shapeOf(expression: Expression): Shape | undefined {
  switch (expression.kind) {
    case 'symbol':
      return expression.shape;
    case 'number':
    case 'size':
      return scalarShape;
    case 'sum':
      return broadcastAll(expression.terms.map((term) => shapeOf(term.of)));
    case 'hadamard':
      return broadcastAll(expression.factors.map(shapeOf));
    case 'product':
      return productShape(expression.factors.map(shapeOf));
    case 'fraction':
      return broadcastAll([shapeOf(expression.over), shapeOf(expression.under)]);
    case 'power':
      return shapeOf(expression.base);
    case 'absolute':
      return shapeOf(expression.of);
    case 'transpose': {
      const shape = shapeOf(expression.of);
      return shape === undefined ? undefined : swapLast(shape);
    }
    case 'call':
      return shapeKeeping.has(expression.name) ? broadcastAll(expression.arguments.map(shapeOf)) : undefined;
    case 'indicator':
      return broadcastAll([shapeOf(expression.left), shapeOf(expression.right)]);
    case 'cases':
      return broadcastAll([expression.condition, expression.whenTrue, expression.whenFalse].map(shapeOf));
    case 'derivative':
      // What is differentiated is a number, the loss; other derivatives are written by component.
      return shapeOf(expression.by);
    case 'subscript':
    case 'indices':
    case 'bigSum':
    case 'joined':
    case 'matrix':
    case 'equation':
      return undefined;
  }
}
