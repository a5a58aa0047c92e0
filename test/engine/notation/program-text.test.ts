import { describe, expect, test } from 'vitest';
import { type Expression, symbol } from '../../../engine/notation/expression.ts';
import { programLines } from '../../../engine/notation/program-text.ts';
import { Builder } from '../../../engine/program/builder.ts';
import { outputKey, totalLossKey, type ValueId } from '../../../engine/program/program.ts';

/** Linear, ReLU and a softmax cross-entropy by hand, with gradients and one update, as simplify leaves them. */
function network() {
  const b = new Builder();
  const names = new Map<ValueId, Expression>();
  const give = (key: ReturnType<typeof outputKey>, id: ValueId, name?: Expression): ValueId => {
    b.output(key, id);
    if (name !== undefined) names.set(id, name);
    return id;
  };
  b.origin = { node: 'fc1', stage: 'forward' };
  const x = give(outputKey('value', 'x', 'output'), b.input('x', ['N', 4]));
  const y = b.input('y', ['N']);
  const weight = b.parameter('fc1/weight', [3, 4]);
  const bias = b.parameter('fc1/bias', [3]);
  give(outputKey('parameter', 'fc1', 'weight'), weight, symbol('W', { index: 1 }));
  const z = b.add(b.matmul(x, b.transposeMatrix(weight)), bias);
  give(outputKey('value', 'fc1', 'output'), z, symbol('z', { index: 1 }));
  b.output(outputKey('value', 'act1', 'input'), z);
  const a = give(
    outputKey('value', 'act1', 'output'),
    b.maximum(z, b.constant(0)),
    symbol('a', { index: 1 }),
  );
  const rows = b.oneHot(y, 3, 1);
  const sum = b.reduce('logSumExp', a, [1]);
  const losses = b.subtract(b.reshape(sum, ['N']), b.reshape(b.sum(b.multiply(a, rows), [1]), ['N']));
  const loss = b.divide(b.sumAll(losses), b.size(['N']));
  give(outputKey('value', 'loss', 'output'), loss, symbol('L'));
  b.output(outputKey('loss', 'loss', 'output'), loss);
  b.output(totalLossKey, loss);
  b.origin = { node: 'fc1', stage: 'backward' };
  const da = b.divide(b.subtract(b.exp(b.subtract(a, sum)), rows), b.size(['N']));
  b.output(outputKey('gradient', 'act1', 'output'), da);
  const dz = b.select(b.greater(z, b.constant(0)), da, b.constant(0));
  b.output(outputKey('gradient', 'act1', 'input'), dz);
  b.output(outputKey('gradient', 'fc1', 'output'), dz);
  const dW = b.matmul(b.transposeMatrix(dz), x);
  b.output(outputKey('parameterGradient', 'fc1', 'weight'), dW);
  b.output(outputKey('parameterGradient', 'fc1', 'bias'), b.reshape(b.sum(dz, [0]), [3]));
  b.output(
    outputKey('update', 'fc1', 'weight'),
    b.subtract(weight, b.multiply(b.setting('learningRate'), dW)),
  );
  return { program: b.finish(), names };
}

describe('programLines', () => {
  test('reads like the panel', () => {
    const { program, names } = network();
    const lines = programLines(program, names);
    expect(lines.map(({ stage, name, text, shape }) => [stage, name, text, shape.join('×')])).toEqual([
      ['forward', 'z1', 'matmul(x, transpose(fc1.weight)) + fc1.bias', 'N×3'],
      ['forward', 'a1', 'max(z1, 0)', 'N×3'],
      ['forward', 'L', 'mean(logSumExp(a1) − sum(a1 · oneHot(y)))', ''],
      ['backward', 'da1', '(softmax(a1) − oneHot(y)) / N', 'N×3'],
      ['backward', 'dz1', 'select(z1 > 0, da1, 0)', 'N×3'],
      ['backward', 'dW1', 'matmul(transpose(dz1), x)', '3×4'],
      ['backward', 'dfc1.bias', 'sum(dz1, N)', '1×3'],
      ['update', 'W1', 'fc1.weight − η · dW1', '3×4'],
    ]);
    expect(lines.find(({ name }) => name === 'dz1')?.node).toBe('act1');
  });

  test('values without a name have that of their node', () => {
    const { program } = network();
    expect(programLines(program, new Map()).map(({ name }) => name)).toEqual([
      'fc1',
      'act1',
      'loss',
      'dact1',
      'dfc1',
      'dfc1.weight',
      'dfc1.bias',
      'fc1.weight',
    ]);
  });

  test('two gradients of one value have different names, the total the plain one', () => {
    const b = new Builder();
    const g = b.input('g', ['N', 2]);
    const x = b.input('x', ['N', 2]);
    for (const node of ['p', 'q', 'x']) b.output(outputKey('value', node, 'output'), x);
    const [p, q] = [b.exp(g), b.unary('tanh', g)];
    b.output(outputKey('gradient', 'p', 'output'), p);
    b.output(outputKey('gradient', 'q', 'output'), q);
    b.output(outputKey('gradient', 'x', 'output'), b.add(p, q));
    const lines = programLines(b.finish(), new Map());
    expect(lines.map(({ name, text }) => `${name} = ${text}`)).toEqual([
      'dx.p = exp(g)',
      'dx.q = tanh(g)',
      'dx = dx.p + dx.q',
    ]);
  });

  test('what several lines share has a line of its own', () => {
    const b = new Builder();
    const x = b.input('x', ['N', 2]);
    const part = b.multiply(b.exp(x), b.add(x, b.negate(b.unary('tanh', x))));
    const uses: ValueId[] = [b.exp(part), b.log(part), b.unary('sqrt', part)];
    uses.forEach((id, index) => {
      b.output(outputKey('value', `n${index}`, 'output'), id);
    });
    const lines = programLines(b.finish(), new Map());
    expect(lines.map(({ name, text }) => `${name} = ${text}`)).toEqual([
      'u1 = exp(x) · (x + (−tanh(x)))',
      'n0 = exp(u1)',
      'n1 = log(u1)',
      'n2 = sqrt(u1)',
    ]);
  });

  test('brackets follow the operators', () => {
    const b = new Builder();
    const [x, y] = [b.input('x', ['N', 2]), b.input('y', ['N', 2])];
    const sum = b.subtract(x, b.subtract(y, b.constant(-0.5)));
    b.output(outputKey('value', 'n', 'output'), b.divide(x, b.multiply(sum, b.divide(x, y))));
    b.output(outputKey('value', 'm', 'output'), b.sumAll(b.divide(x, b.size(['N', 2]))));
    expect(programLines(b.finish(), new Map()).map(({ text }) => text)).toEqual([
      'x / ((x − (y − (−0.5))) · (x / y))',
      'sum(x / (2N), all)',
    ]);
  });
});
