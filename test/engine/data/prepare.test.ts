import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { iris } from '../../../engine/data/iris.ts';
import { type PreparedData, type PrepareSettings, prepareData } from '../../../engine/data/prepare.ts';
import { defaultData } from '../../../engine/graph/document.ts';
import { scaledFile, splitsFile } from './fixtures.ts';

type Changes = Partial<Omit<PrepareSettings, 'split'>> & {
  readonly split?: Partial<PrepareSettings['split']>;
};

/** The course's settings, but for what is given. */
const settings = ({ split, ...rest }: Changes = {}): PrepareSettings => ({
  ...defaultData,
  ...rest,
  split: { ...defaultData.split, ...split },
});

function prepared(changes?: Changes): PreparedData {
  const result = prepareData(settings(changes));
  if (!result.ok) throw new Error(result.message);
  return result.data;
}

function refusal(changes: Changes): string {
  const result = prepareData(settings(changes));
  return result.ok ? 'not refused' : result.message;
}

describe("the course's Iris data", () => {
  const data = prepared();
  const [plain] = splitsFile.iris;
  const [scaled] = scaledFile.splits;

  test('has the rows of scikit-learn', () => {
    expect(data.train.indices).toEqual(plain?.train);
    expect(data.validation.indices).toEqual(plain?.valid);
    expect(data.test.indices).toEqual(plain?.test);
    expect([data.train.rows, data.validation.rows, data.test.rows]).toEqual([90, 30, 30]);
    expect([data.features, data.classes]).toEqual([4, 3]);
  });

  test('has its numbers in float32, scaled by the training part', () => {
    const float32 = (numbers: readonly number[] = []): Float64Array =>
      Float64Array.from(Float32Array.from(numbers));
    expect(data.train.x).toEqual(float32(scaled?.X_train.data));
    expect(data.validation.x).toEqual(float32(scaled?.X_valid.data));
    expect(data.test.x).toEqual(float32(scaled?.X_test.data));
    expect(data.train.y).toEqual(float32(scaled?.Y_train.data));
    expect(data.validation.y).toEqual(float32(scaled?.Y_valid.data));
    expect(data.test.y).toEqual(float32(scaled?.Y_test.data));
    expect(data.scaler.offset).toEqual(scaled?.mean.data);
  });

  test('stratified, has thirty of each class to train on', () => {
    const { train } = prepared({ split: { stratify: true } });
    expect(train.indices).toEqual(
      splitsFile.iris.find(({ stratify, random_state }) => stratify && random_state[0] === 7)?.train,
    );
    expect([0, 1, 2].map((label) => train.y.filter((found) => found === label).length)).toEqual([30, 30, 30]);
  });
});

describe('prepareData', () => {
  test('without parts held out trains on every row in order', () => {
    const { train, validation, test: held } = prepared({ split: { validation: 0, test: 0 }, scaler: 'none' });
    expect(train.indices).toEqual(iris.y.map((_, row) => row));
    expect(train.x).toEqual(Float64Array.from(iris.x.flat(), Math.fround));
    expect([validation.rows, held.rows]).toEqual([0, 0]);
  });

  test('takes one part alone by one split', () => {
    const onlyTest = prepared({ split: { validation: 0, test: 0.4 } });
    const onlyValidation = prepared({ split: { validation: 0.4, test: 0 } });
    expect(onlyTest.train.indices).toEqual(splitsFile.iris[0]?.train);
    expect([onlyTest.validation.rows, onlyTest.test.rows]).toEqual([0, 60]);
    expect(onlyValidation.validation.indices).toEqual(onlyTest.test.indices);
  });

  test('does not let binary rounding of the shares move a row', () => {
    // 0.1 + 0.2 is 0.30000000000000004, of 150 rows 45.00000000000001.
    const { train, validation, test: held } = prepared({ split: { validation: 0.1, test: 0.2 } });
    expect([train.rows, validation.rows, held.rows]).toEqual([105, 15, 30]);
  });

  test('every row lands in exactly one part', () => {
    const hundredths = fc.integer({ min: 1, max: 40 }).map((value) => value / 100);
    fc.assert(
      fc.property(
        hundredths,
        hundredths,
        fc.nat(99),
        fc.boolean(),
        (validation, held, randomState, shuffle) => {
          const data = prepared({ split: { validation, test: held, randomState, shuffle } });
          const all = [data.train, data.validation, data.test].flatMap(({ indices }) => indices);
          expect(all.sort((a, b) => a - b)).toEqual(iris.y.map((_, row) => row));
          expect(data.train.x).toHaveLength(data.train.rows * data.features);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('generates data with the settings given, else its own', () => {
    const given = prepared({ dataset: 'moons', samples: 40, noise: 0, generatorSeed: 3 });
    expect(given.train.rows + given.validation.rows + given.test.rows).toBe(40);
    expect(prepared({ dataset: 'moons' }).dataset.y).toHaveLength(200);
  });

  test('refuses in words', () => {
    expect(refusal({ dataset: 'irises' })).toBe("There is no data set 'irises'.");
    expect(refusal({ split: { validation: 0.5, test: 0.5 } })).toContain('must be less than all rows');
    expect(refusal({ split: { validation: -0.1, test: 0.5 } })).toContain('shares of 0 or more');
    expect(refusal({ dataset: 'mlp-sample' })).toBe(
      'Each of training, validation, test needs at least one row; the data set has 1 in all. Take more rows, or set the share of a part to 0.',
    );
  });
});
