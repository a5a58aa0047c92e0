import { describe, expect, test, vi } from 'vitest';
import { iris as irisData } from '../../../../engine/data/iris.ts';
import { writeDocument } from '../../../../engine/formats/json.ts';
import { groupNodes } from '../../../../engine/graph/blocks/group-nodes.ts';
import { setAttribute, setFrozen } from '../../../../engine/graph/edit/edit.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';
import { runRecorded } from '../recorded-terminal.ts';

const text = writeDocument(iris.document);
const train = (file: string, ...options: readonly string[]) =>
  runRecorded(['train', '-', ...options], { '-': file });

test('prints a line per epoch and the test accuracy last: 0.9 for the course', () => {
  const { exitCode, output } = train(text);
  const lines = output.trimEnd().split('\n');
  expect(exitCode).toBe(0);
  expect(lines).toHaveLength(iris.document.training.epochs + 1);
  expect(lines[0]).toMatch(/^epoch {2}1 {2}loss 1\.00956\d {2}train \d+\.\d\d % {2}validation \d+\.\d\d %$/);
  expect(lines.at(-1)).toBe('test accuracy 90.00 % of 30 rows');
});

test('--json gives an object per epoch, then the test part', () => {
  const { output } = train(text, '--epochs', '2', '--json');
  const lines = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  expect(lines.map(({ epoch }) => epoch)).toEqual([1, 2, undefined]);
  expect(lines.at(-1)).toEqual({ test: lines[1]?.['test'] });
});

test('the seed decides the weights, and the same seed gives the same run', () => {
  const run = (seed: string): string => train(text, '--epochs', '1', '--seed', seed).output;
  expect(run('1')).toBe(run('1'));
  expect(run('1')).not.toBe(run('2'));
});

test('a graph without a test part ends with its training accuracy', () => {
  const split = { ...iris.document.data.split, validation: 0, test: 0 };
  const document = { ...iris.document, data: { ...iris.document.data, split } };
  const { output } = train(writeDocument(document), '--epochs', '1');
  expect(output.trimEnd().split('\n').at(-1)).toMatch(/^train accuracy \d+\.\d\d % of 150 rows$/);
});

test.each([
  [
    'an unknown data set',
    { ...iris.document, data: { ...iris.document.data, dataset: 'unheard' } },
    'unheard',
  ],
  [
    'a graph that cannot train',
    { ...iris.document, edges: iris.document.edges.filter(({ to }) => to[0] !== 'fc1') },
    'fc1',
  ],
])('%s is refused in words', (_, document, word) => {
  const { exitCode, output, errors } = train(writeDocument(document));
  expect([exitCode, output]).toEqual([1, '']);
  expect(errors).toContain(word);
});

test.each([[[]], [['--json']], [['--folds', '2']]])(
  'a run whose loss is no number in the end fails: %j',
  (options) => {
    const optimizer = { name: 'SGD', learningRate: 1e30 };
    const document = { ...iris.document, training: { ...iris.document.training, optimizer } };
    const { exitCode, output, errors } = train(writeDocument(document), '--epochs', '2', ...options);
    expect(exitCode).toBe(1);
    expect(output).not.toBe('');
    expect(errors).toMatch(/^The loss of .* is no number any more: .*\n$/);
  },
);

test('a table in the code page of a spreadsheet is read by its names', () => {
  const table = Buffer.from('L\xe4nge,Gr\xf6\xdfe\n1,k\n2,g\n3,k\n4,g\n5,k\n6,g\n', 'latin1');
  const run = (target: string) =>
    runRecorded(['train', '-', '--data', 't.csv', '--target', target, '--epochs', '1'], {
      '-': text,
      't.csv': table,
    });
  expect(run('Größe')).toMatchObject({ exitCode: 0, errors: '' });
  expect(run('Farbe').errors).toContain('it has Länge, Größe');
});

describe('what a document says of learning', () => {
  type Training = typeof iris.document.training;
  const lossesOf = (change: Partial<Training>, graph = iris.document): readonly number[] => {
    const training = { ...graph.training, epochs: 4, ...change };
    const { output } = train(writeDocument({ ...graph, training }), '--json');
    return output
      .trimEnd()
      .split('\n')
      .flatMap((line) => {
        const { train: part } = JSON.parse(line) as { readonly train?: { readonly loss: number } };
        return part === undefined ? [] : [part.loss];
      });
  };
  const usual = lossesOf({});
  const { optimizer } = iris.document.training;
  const isFlat = (losses: readonly number[]): boolean =>
    losses.length === 4 && losses.every((loss) => Math.abs(loss - (losses[0] as number)) < 1e-5);

  test('early stopping ends it before its epochs are over', () => {
    const earlyStopping = { patience: 1, minDelta: 10, restoreBest: false };
    expect(usual).toHaveLength(4);
    // Nothing is better by 10 than the first epoch: one is let pass, the next is the last.
    expect(lossesOf({ earlyStopping })).toEqual(usual.slice(0, 3));
  });

  test('the best weights are restored at the end', () => {
    const earlyStopping = { patience: 1, minDelta: 10, restoreBest: true };
    const { output } = train(
      writeDocument({
        ...iris.document,
        training: { ...iris.document.training, epochs: 4, earlyStopping },
      }),
      '--json',
    );
    const [first, , third, last] = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    // The curve keeps what the last epoch came to; the end is what the first one's weights come to.
    expect(third.test).not.toEqual(first.test);
    expect(third.restored.train).toEqual(first.train);
    expect(last.test).toEqual(first.test);
  });

  test.each([
    ['clipping by norm', { clip: { norm: 1e-12 } }],
    ['clipping by value', { clip: { value: 1e-12 } }],
    ['learning rates of their own', { optimizer: { ...optimizer, learningRates: { weight: 0, bias: 0 } } }],
    ['adding up more batches than there are', { accumulate: 1_000_000 }],
  ] as const)('%s that lets nothing through leaves the loss where it was', (_, change) => {
    expect(isFlat(usual)).toBe(false);
    expect(isFlat(lossesOf(change))).toBe(true);
  });

  test('frozen layers do not learn', () => {
    const frozen = setFrozen(setFrozen(iris.document, 'fc1', true), 'fc2', true);
    expect(isFlat(lossesOf({}, setFrozen(iris.document, 'fc1', true)))).toBe(false);
    expect(isFlat(lossesOf({}, frozen))).toBe(true);
  });

  test('gradients of three batches added up step as those of one batch of all their rows at three times the rate', () => {
    const summed = lossesOf({ batchSize: 10, accumulate: 3, shuffle: false });
    const { learningRate } = optimizer;
    const large = lossesOf({
      batchSize: 30,
      shuffle: false,
      optimizer: { ...optimizer, learningRate: 3 * learningRate },
    });
    summed.forEach((loss, epoch) => {
      expect(loss).toBeCloseTo(large[epoch] as number, 5);
    });
  });
});

test('a graph with a block trains to the same numbers as without', () => {
  const grouped = groupNodes(iris.document, [], ['fc1', 'act1']);
  if (!grouped.ok) throw new Error(grouped.reason);
  const run = (file: string): string => train(file, '--epochs', '2').output;
  expect(run(writeDocument(grouped.document))).toBe(run(text));
});

test('--folds gives a line per fold, then mean and standard deviation', () => {
  const { exitCode, output } = train(text, '--epochs', '1', '--folds', '3');
  expect(exitCode).toBe(0);
  const lines = output.trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^fold 1 {2}loss \d\.\d{6} {2}accuracy \d+\.\d\d % {2}of 50 rows$/);
  expect(lines[3]).toMatch(
    /^mean ± std {2}loss \d\.\d{6} ± \d\.\d{6} {2}accuracy \d+\.\d\d % ± \d+\.\d\d %$/,
  );
  const report = train(text, '--epochs', '1', '--folds', '3', '--report').output;
  expect(report).toMatch(/accuracy .* ± .*\n +precision .* ± .*\n +recall .*\n +F1 \d/);
  const refused = train(text, '--folds', '151');
  expect(refused.exitCode).toBe(1);
});

test('--report ends with every score of the test part', () => {
  const { output } = train(text, '--epochs', '1', '--report');
  expect(output).toContain('test accuracy');
  expect(output).toMatch(/precision +recall +F1 +samples\nclass 0 /);
  expect(output).toContain('true \\ predicted');
});

test('without WebAssembly’s vectors it says so and trains on the reference', () => {
  const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  const { exitCode, output, errors } = train(text, '--epochs', '2');
  validate.mockRestore();
  expect(exitCode).toBe(0);
  expect(errors).toMatch(
    /vectors \(SIMD\) is missing or switched off here: the float64 reference trains instead/,
  );
  expect(output).toBe(train(text, '--epochs', '2').output);
  expect(train(text, '--epochs', '1').errors).toBe('');
});

test('--relaxed where there is no fused multiply-add says so and trains with the plain instructions', () => {
  const { validate } = WebAssembly;
  // What asks for f32x4.relaxed_madd is not valid.
  const mock = vi.spyOn(WebAssembly, 'validate').mockImplementation((bytes) => {
    const all = new Uint8Array(bytes as ArrayBuffer);
    return (
      !all.some((byte, at) => byte === 0xfd && all[at + 1] === 0x85 && all[at + 2] === 2) && validate(bytes)
    );
  });
  const { exitCode, output, errors } = train(text, '--epochs', '1', '--relaxed');
  mock.mockRestore();
  expect(exitCode).toBe(0);
  expect(errors).toMatch(/Relaxed arithmetic is asked for, but WebAssembly has no fused multiply-add here/);
  expect(output).toBe(train(text, '--epochs', '1').output);
});

test('--data trains on a table of one’s own, the input and target following', () => {
  const species = ['setosa', 'versicolor', 'virginica'];
  const rows = irisData.x.map(
    (row, at) => `${row.join(';').replaceAll('.', ',')};${species[irisData.y[at] as number]}`,
  );
  const table = `\uFEFFa;b;c;d;kind\r\n;3,5;1,4;0,2;setosa\r\n1;2\r\n${rows.join('\r\n')}\r\n`;
  const run = (...options: readonly string[]) =>
    runRecorded(['train', '-', '--epochs', '3', ...options], { '-': text, 't.csv': table });
  const { exitCode, output, errors } = run('--data', 't.csv', '--target', 'kind');
  expect(exitCode).toBe(0);
  expect(output.trimEnd().split('\n').at(-1)).toMatch(/^test accuracy \d+\.\d\d % of 31 rows$/);
  expect(errors).toBe('t.csv: 1 row was left out for not having 5 cells: row 3 has 2.\n');
  expect(run('--data', 't.csv', '--target', 'sort')).toMatchObject({
    exitCode: 1,
    errors: "t.csv has no column 'sort'; it has a, b, c, d, kind\n",
  });
  expect(run('--data', 'gone.csv')).toMatchObject({
    exitCode: 1,
    errors: 'cannot read gone.csv: there is no such file\n',
  });
  expect(run('--target', 'kind').exitCode).toBe(2);
});

test('a data set that pages fetch is at hand', () => {
  const wine = setAttribute(iris.document, 'x', 'shape', [13]);
  const document = { ...wine, data: { ...wine.data, dataset: 'wine' } };
  const { output } = train(writeDocument(document), '--epochs', '1');
  expect(output.trimEnd().split('\n').at(-1)).toMatch(/^test accuracy \d+\.\d\d % of 36 rows$/);
});
