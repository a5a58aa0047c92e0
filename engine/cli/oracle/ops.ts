import { findOperator } from '../../operators/catalogue.ts';
import type { Inference } from '../../operators/operator.ts';
import type { Tensor } from '../../program/tensor.ts';
import type { Arithmetic } from '../../train/session.ts';
import { agrees, singleOperation } from './compare.ts';
import { type FixtureTensor, fixtureNumbers } from './fixture-tensor.ts';
import { type Difference, meantDifferences } from './ops/departures.ts';
import { inferOperation, type Operation, type OperationResult, runOperation } from './ops/operation.ts';
import { type OracleReport, type Outcome, outcomeOf, passed, runCases, skipped } from './report.ts';
import { attributesOf, type TorchArguments } from './torch-arguments.ts';

type Tensors = Readonly<Record<string, FixtureTensor | null>>;

interface Gradients {
  readonly input_grads?: Tensors;
  readonly parameter_grads?: Tensors;
}

interface OperationCase extends Gradients {
  readonly id: string;
  readonly op: string;
  readonly args: TorchArguments;
  readonly mode: 'train' | 'eval';
  readonly inputs: Readonly<Record<string, FixtureTensor>>;
  readonly parameters?: Readonly<Record<string, FixtureTensor>>;
  /** Running statistics and the like, before and after. */
  readonly buffers?: Readonly<Record<string, FixtureTensor>>;
  readonly buffers_after?: Readonly<Record<string, FixtureTensor>>;
  readonly upstream?: FixtureTensor;
  readonly output?: FixtureTensor;
  /** The same in float64. */
  readonly f64?: Gradients & {
    readonly output?: FixtureTensor;
    readonly buffers_after?: Readonly<Record<string, FixtureTensor>>;
  };
  /** How PyTorch refused. */
  readonly error?: string;
}

/** A place where PyTorch's own two code paths differ. */
interface Ambiguity {
  readonly id: string;
  readonly index: number;
  readonly what: 'output' | 'grad';
  readonly vector_path: FixtureTensor;
  readonly scalar_path: FixtureTensor;
}

export interface OpsFixture {
  readonly ambiguous?: readonly Ambiguity[];
  readonly cases: readonly OperationCase[];
}

/** Nodegrad's layers take a batch; a single sample is a batch of one. */
const asBatch = (tensors: OperationCase['inputs']): OperationCase['inputs'] =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, { ...tensor, shape: [1, ...tensor.shape] }]),
  );

/** Numbers that agree with neither of PyTorch's precisions. */
function partDifferences(
  part: Difference['part'],
  name: string,
  found: Tensor | undefined,
  accepted: readonly FixtureTensor[],
  { inputs }: OperationCase,
  either: readonly Ambiguity[],
): readonly Difference[] {
  const [first = [], ...others] = accepted.map((tensor) => fixtureNumbers(tensor));
  const input = Object.values(inputs)[0];
  const from = input?.data.length === first.length ? fixtureNumbers(input) : [];
  const size = found?.data.length ?? 0;
  if (found === undefined || size !== first.length) {
    const text =
      found === undefined ? `${name} has no value` : `${name} has ${size} numbers, not ${first.length}`;
    return [{ part, text, found: Number.NaN, expected: Number.NaN, input: Number.NaN }];
  }
  return [...first].flatMap((expected, index) => {
    const is = found.data[index] as number;
    const right = [expected, ...others.map((numbers) => numbers[index] as number)];
    for (const { index: at, vector_path, scalar_path } of either) {
      if (at === index) right.push(...fixtureNumbers(vector_path), ...fixtureNumbers(scalar_path));
    }
    if (right.some((should) => agrees(is, should, singleOperation))) return [];
    const text = `${name}[${index}] is ${is}, not ${expected}`;
    return [{ part, text, found: is, expected, input: from[index] ?? Number.NaN }];
  });
}

function allDifferences(
  item: OperationCase,
  result: OperationResult,
  ambiguous: readonly Ambiguity[],
): readonly Difference[] {
  const { output, f64 } = item;
  const either = (what: Ambiguity['what']): readonly Ambiguity[] =>
    ambiguous.filter((place) => place.id === item.id && place.what === what);
  const both = (single: FixtureTensor, double: FixtureTensor | null | undefined): readonly FixtureTensor[] =>
    double === undefined || double === null ? [single] : [single, double];
  const gradients = (
    part: Difference['part'],
    field: keyof Gradients,
    found: ReadonlyMap<string, Tensor>,
    places: readonly Ambiguity[],
  ): readonly Difference[] =>
    Object.entries(item[field] ?? {}).flatMap(([name, tensor]) =>
      tensor === null
        ? []
        : partDifferences(
            part,
            `gradient of ${name}`,
            found.get(name),
            both(tensor, f64?.[field]?.[name]),
            item,
            places,
          ),
    );
  return [
    ...(output === undefined
      ? []
      : partDifferences(
          'output',
          'output',
          result.output,
          both(output, f64?.output),
          item,
          either('output'),
        )),
    ...gradients('input gradient', 'input_grads', result.inputGradients, either('grad')),
    ...gradients('parameter gradient', 'parameter_grads', result.parameterGradients, []),
    ...Object.entries(item.buffers_after ?? {}).flatMap(([name, tensor]) =>
      partDifferences(
        'buffer',
        name,
        result.buffers.get(name),
        both(tensor, f64?.buffers_after?.[name]),
        item,
        [],
      ),
    ),
  ];
}

/** Whether train mode takes statistics over fewer than two values, which PyTorch refuses. */
const hasTooFewValues = (mode: Operation['mode'], inference: Inference): boolean =>
  mode === 'train' &&
  inference.ok &&
  typeof inference.valuesPerStatistic === 'number' &&
  inference.valuesPerStatistic < 2;

function runCase(item: OperationCase, ambiguous: readonly Ambiguity[], arithmetic: Arithmetic): Outcome {
  const operator = findOperator(item.op);
  if (operator === undefined) return skipped(`there is no operator ${item.op} yet`);
  const arriving = attributesOf(operator, item.args);
  if (!arriving.ok) {
    return item.error !== undefined && arriving.refused ? passed : skipped(arriving.why);
  }
  const mode = item.mode === 'train' ? 'train' : 'evaluate';
  const asGiven: Operation = { operator, mode, attributes: arriving.attributes, inputs: item.inputs };
  const first = inferOperation(asGiven);
  if (item.error !== undefined) {
    return first.ok && !hasTooFewValues(mode, first)
      ? skipped(`PyTorch refuses (${item.error}) where Nodegrad does not`)
      : passed;
  }
  const operation = first.ok ? asGiven : { ...asGiven, inputs: asBatch(item.inputs) };
  const inference = first.ok ? first : inferOperation(operation);
  if (!inference.ok) return skipped(first.ok ? inference.message : first.message);
  if (item.upstream === undefined) return skipped('there is no upstream gradient');
  const result = runOperation(
    operation,
    inference,
    { parameters: item.parameters ?? {}, buffers: item.buffers ?? {} },
    item.upstream,
    arithmetic,
  );
  if (result.draws) return skipped('what it drops at random is drawn by another generator in PyTorch');
  const found = allDifferences(item, result, ambiguous);
  const meant = found.length === 0 ? undefined : meantDifferences(item.op, found);
  return meant === undefined ? outcomeOf(found.map(({ text }) => text)) : skipped(meant);
}

/** Single operations and their gradients, within rtol 1e-5 + atol 1e-6 of PyTorch's float32 or float64. */
export const runOps = (
  { cases, ambiguous = [] }: OpsFixture,
  arithmetic: Arithmetic = 'reference',
): OracleReport =>
  runCases({ name: 'cases', cases, idOf: ({ id }) => [id], needs: ['op', 'args', 'inputs'] }, (item) =>
    runCase(item, ambiguous, arithmetic),
  );
