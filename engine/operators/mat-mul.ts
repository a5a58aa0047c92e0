import { product } from '../notation/expression.ts';
import { formatShape, shapesEqual } from '../program/shape.ts';
import { otherPort } from './declare/pairwise.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Operator } from './operator.ts';

/** The product of the matrices in the last two axes: (…, m, k) times (…, k, n), leading axes equal, or one matrix for all of them. */
export const matMul: Operator = {
  name: 'MatMul',
  category: 'merge',
  help: 'The matrix product over the last two axes of each sample.',
  source: 'https://pytorch.org/docs/stable/generated/torch.matmul.html',
  synonyms: ['matrix product', 'dot', 'bmm', '@', 'attention'],
  inputs: [
    { name: inputPort, help: '(…, m, k)', accepts: ['numbers'] },
    { name: otherPort, help: '(…, k, n)', accepts: ['numbers'] },
  ],
  outputs: [{ name: outputPort, help: '(…, m, n)' }],
  attributes: [],
  nodeName: 'matmul',
  symbol: 'm',
  isModule: false,
  infer: (context) => {
    const [left, right] = [typeAt(context, inputPort).shape, typeAt(context, otherPort).shape];
    const columns = right.at(-1);
    const serves = right.length === 2 || shapesEqual(left.slice(0, -2), right.slice(0, -2));
    const fits =
      left.length >= 2 &&
      right.length <= left.length &&
      right.length >= 2 &&
      serves &&
      left.at(-1) === right.at(-2);
    if (fits && columns !== undefined) return gives([...left.slice(0, -1), columns]);
    return {
      ok: false,
      code: 'shape-mismatch',
      at: otherPort,
      message: `expects (…, m, k) and (…, k, n) with the same leading sizes; gets ${formatShape(left)} and ${formatShape(right)}.`,
    };
  },
  lower: ({ builder, inputs }) => {
    const [left, right] = [only(inputs, inputPort), only(inputs, otherPort)];
    const leading = builder.shape(left).slice(0, -2);
    return result(
      builder.matmul(left, builder.broadcast(right, [...leading, ...builder.shape(right).slice(-2)])),
    );
  },
  formula: (context) => product(symbolAt(context, inputPort), symbolAt(context, otherPort)),
  torch: () => `torch.matmul(${inputPort}, ${otherPort})`,
  samples: [
    sample({}, { input: numbers(['N', 2, 3]), other: numbers(['N', 3, 4]) }),
    sample({}, { input: numbers(['N', 2, 3]), other: numbers([3, 4]) }),
  ],
};
