import { fixedTwo, listText, withCommas } from './python-text.ts';

/**
 * The table that `torchsummary.summary` prints, to the byte: the version that `pip install torchsummary` gives
 * (sksq96/pytorch-summary b50f213, "v1.5.1"). Counts and sizes are exact integers until they are turned into
 * megabytes, which happens in float64 as in Python. NumPy would wrap a product above 2^63; this one never does.
 */

/** One shape with the batch in front, or several where a module gives a tuple. */
export type RowShape = readonly number[] | readonly (readonly number[])[];

/** One listed module. */
export interface ModuleRow {
  /** PyTorch's class name. */
  readonly type: string;
  readonly shape: RowShape;
  /** Elements of its weight and bias. */
  readonly parameters: bigint;
  readonly trainable: boolean;
}

/** Parameter counts over all rows; a module called twice counts twice, as in torchsummary. */
export interface ParameterTotals {
  readonly total: bigint;
  readonly trainable: bigint;
  readonly frozen: bigint;
}

/** Sizes in bytes, 4 a number, exact. `passes` is twice the output of every row: forward and backward. */
export interface ByteSizes {
  readonly input: bigint;
  readonly passes: bigint;
  readonly parameters: bigint;
  readonly total: bigint;
}

const bytesPerNumber = 4n;
const bytesPerMegabyte = 1024 ** 2;

const product = (sizes: readonly number[]): bigint => sizes.reduce((total, size) => total * BigInt(size), 1n);
const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

export function parameterTotals(
  rows: readonly Pick<ModuleRow, 'parameters' | 'trainable'>[],
): ParameterTotals {
  let total = 0n;
  let trainable = 0n;
  for (const row of rows) {
    total += row.parameters;
    if (row.trainable) trainable += row.parameters;
  }
  return { total, trainable, frozen: total - trainable };
}

/**
 * torchsummary's sizes, its quirks included: sizes of several inputs are multiplied, a batch of −1 enters the
 * products, and the absolute value is taken last.
 */
export function byteSizes(
  rows: readonly ModuleRow[],
  inputSizes: readonly (readonly number[])[],
  batchSize: number,
): ByteSizes {
  const outputs = rows.reduce((sum, row) => sum + product(row.shape.flat()), 0n);
  const input = absolute(product(inputSizes.flat()) * BigInt(batchSize)) * bytesPerNumber;
  const passes = absolute(2n * outputs) * bytesPerNumber;
  const parameters = parameterTotals(rows).total * bytesPerNumber;
  return { input, passes, parameters, total: input + passes + parameters };
}

const megabytes = (bytes: bigint): number => Number(bytes) / bytesPerMegabyte;

/** `rowNames(rows)[0]` is 'Linear-1': class name and running number over all rows. */
export const rowNames = (rows: readonly Pick<ModuleRow, 'type'>[]): readonly string[] =>
  rows.map((row, index) => `${row.type}-${index + 1}`);

const tableLine = (name: string, shape: string, count: string): string =>
  `${name.padStart(20)}  ${shape.padStart(25)} ${count.padStart(15)}`;

const thinRule = '-'.repeat(64);
const thickRule = '='.repeat(64);

/**
 * The whole printed text, with the newline at its end.
 * @param inputSizes sizes of the inputs, without the batch
 * @param batchSize what stands for the batch, −1 unless asked
 */
export function torchsummaryText(
  rows: readonly ModuleRow[],
  inputSizes: readonly (readonly number[])[],
  batchSize = -1,
): string {
  const totals = parameterTotals(rows);
  const sizes = byteSizes(rows, inputSizes, batchSize);
  const input = megabytes(sizes.input);
  const passes = megabytes(sizes.passes);
  const parameters = megabytes(sizes.parameters);
  const names = rowNames(rows);
  return [
    thinRule,
    tableLine('Layer (type)', 'Output Shape', 'Param #'),
    thickRule,
    ...rows.map((row, index) =>
      tableLine(names[index] ?? '', listText(row.shape), withCommas(row.parameters)),
    ),
    thickRule,
    `Total params: ${withCommas(totals.total)}`,
    `Trainable params: ${withCommas(totals.trainable)}`,
    `Non-trainable params: ${withCommas(totals.frozen)}`,
    thinRule,
    `Input size (MB): ${fixedTwo(input)}`,
    `Forward/backward pass size (MB): ${fixedTwo(passes)}`,
    `Params size (MB): ${fixedTwo(parameters)}`,
    // Python adds the three in this order, before rounding.
    `Estimated Total Size (MB): ${fixedTwo(parameters + passes + input)}`,
    thinRule,
    '',
  ].join('\n');
}
