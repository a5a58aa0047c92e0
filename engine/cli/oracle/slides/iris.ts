import { type DataPart, prepareData } from '../../../data/prepare.ts';
import { transform } from '../../../data/scaler.ts';
import { iris as template } from '../../../graph/templates/iris.ts';
import { differences, exactly, printedDifferences, tensorDifferences } from '../compare.ts';
import type { FixtureTensor } from '../fixture-tensor.ts';
import { failed, type Outcome, outcomeOf } from '../report.ts';

/** What the slides say of the Iris data: its split, its scaler and its first training row. */
export interface SlideIris {
  readonly data_shape: readonly number[];
  readonly target_shape: readonly number[];
  /** Of the three parts. */
  readonly shapes: readonly (readonly number[])[];
  readonly printed_X_train_0: readonly number[];
  readonly X_train_0_raw: FixtureTensor;
  readonly X_train_0: FixtureTensor;
  readonly X_train_0_f32: FixtureTensor;
  readonly Y_train_0: number;
  readonly scaler_mean: FixtureTensor;
  readonly scaler_scale: FixtureTensor;
  readonly found_seed: { readonly seed: number };
  readonly class_counts: Readonly<Record<'train' | 'valid' | 'test', readonly number[]>>;
}

/** The course's settings are those of the Iris template. */
export function runIris(expected: SlideIris): Outcome {
  const prepared = prepareData(template.document.data);
  if (!prepared.ok) return failed(prepared.message);
  const { dataset, features, classes = 0, train, validation, test, scaler } = prepared.data;
  const parts = [train, validation, test];
  const raw = dataset.x[train.indices[0] as number] as readonly number[];
  const scaled = transform(scaler, [raw])[0] as readonly number[];
  const counts = (part: DataPart): readonly number[] =>
    Array.from({ length: classes }, (_, label) => part.y.filter((found) => found === label).length);
  const exact = (name: string, data: ArrayLike<number>, tensor: FixtureTensor) =>
    tensorDifferences(name, { data }, tensor, exactly);
  return outcomeOf([
    ...differences('data shape', [dataset.x.length, features], expected.data_shape, exactly),
    ...differences('target shape', [dataset.y.length], expected.target_shape, exactly),
    ...differences(
      'shapes of the parts',
      parts.flatMap(({ rows }) => [rows, features]),
      expected.shapes.flat(),
      exactly,
    ),
    ...exact('first row, raw', raw, expected.X_train_0_raw),
    ...exact('first row', scaled, expected.X_train_0),
    ...exact('first row in float32', train.x.subarray(0, features), expected.X_train_0_f32),
    ...printedDifferences('first row', scaled, expected.printed_X_train_0),
    ...differences('first class', train.y.subarray(0, 1), [expected.Y_train_0], exactly),
    ...exact('mean', scaler.offset, expected.scaler_mean),
    ...exact('scale', scaler.scale, expected.scaler_scale),
    ...differences('seed', [template.document.training.seed], [expected.found_seed.seed], exactly),
    ...differences('classes of the training part', counts(train), expected.class_counts.train, exactly),
    ...differences(
      'classes of the validation part',
      counts(validation),
      expected.class_counts.valid,
      exactly,
    ),
    ...differences('classes of the test part', counts(test), expected.class_counts.test, exactly),
  ]);
}
