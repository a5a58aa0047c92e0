import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classificationScores } from '../../../../engine/train/metrics/classification.ts';
import { confusionMatrix } from '../../../../engine/train/metrics/confusion-matrix.ts';

const classes = 4;
const label = fc.integer({ min: 0, max: classes - 1 });
const pairs = fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 60 });
type Pairs = readonly (readonly [number, number])[];

const matrixOf = (samples: Pairs) =>
  confusionMatrix(
    samples.map(([is]) => is),
    samples.map(([, said]) => said),
    classes,
  );
const shareOf = (part: Pairs, whole: Pairs): number => (whole.length === 0 ? 0 : part.length / whole.length);

test('the matrix counts every sample once, at its true and its predicted class', () => {
  fc.assert(
    fc.property(pairs, (samples) => {
      const { counts } = matrixOf(samples);
      counts.forEach((count, index) => {
        const [is, said] = [Math.floor(index / classes), index % classes];
        expect(count).toBe(samples.filter((pair) => pair[0] === is && pair[1] === said).length);
      });
    }),
  );
});

test('precision and recall are shares of samples, F1 their harmonic mean, and accuracy of all samples', () => {
  fc.assert(
    fc.property(pairs, (samples) => {
      const { perClass, macro, accuracy } = classificationScores(matrixOf(samples));
      perClass.forEach(({ precision, recall, f1, support }, index) => {
        const right = samples.filter(([is, said]) => is === index && said === index);
        const said = samples.filter((pair) => pair[1] === index);
        const are = samples.filter((pair) => pair[0] === index);
        expect(support).toBe(are.length);
        expect(precision).toBe(shareOf(right, said));
        expect(recall).toBe(shareOf(right, are));
        const both = precision + recall;
        expect(f1).toBeCloseTo(both === 0 ? 0 : (2 * precision * recall) / both, 12);
      });
      const right = samples.filter(([is, said]) => is === said);
      expect(accuracy).toBe(shareOf(right, samples));
      const occurring = new Set(samples.flat());
      const recalls = perClass.filter((_, index) => occurring.has(index)).map(({ recall }) => recall);
      expect(macro.recall).toBeCloseTo(recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length, 12);
    }),
  );
});

test('neither the order of the samples nor the names of the classes matter to the means', () => {
  fc.assert(
    fc.property(pairs, (samples) => {
      const { macro } = classificationScores(matrixOf(samples));
      const renamed = [...samples]
        .reverse()
        .map(([is, said]) => [classes - 1 - is, classes - 1 - said] as const);
      const other = classificationScores(matrixOf(renamed)).macro;
      expect(other.precision).toBeCloseTo(macro.precision, 12);
      expect(other.recall).toBeCloseTo(macro.recall, 12);
      expect(other.f1).toBeCloseTo(macro.f1, 12);
    }),
  );
});

test('with truth and prediction exchanged precision and recall exchange', () => {
  fc.assert(
    fc.property(pairs, (samples) => {
      const { perClass } = classificationScores(matrixOf(samples));
      const exchanged = classificationScores(matrixOf(samples.map(([is, said]) => [said, is] as const)));
      expect(exchanged.perClass.map(({ precision }) => precision)).toEqual(
        perClass.map(({ recall }) => recall),
      );
    }),
  );
});

test('an ignored index is left out, unequal lengths are refused', () => {
  expect(confusionMatrix([-100, 1], [0, 1], 2).counts).toEqual(confusionMatrix([1], [1], 2).counts);
  expect(() => confusionMatrix([0], [], 2)).toThrow('1 true classes, but 0 predicted ones');
});
