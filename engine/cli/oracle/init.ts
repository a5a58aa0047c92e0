import { MersenneTwister } from '../../random/mersenne-twister.ts';
import { createTorchGenerator } from '../../random/torch-generator.ts';
import { differences, exactly, lastBits, type Tolerance } from './compare.ts';
import { type FixtureTensor, fixtureNumbers } from './fixture-tensor.ts';
import { canDraw, type Drawn, type DrawStep, draw } from './init/draw.ts';
import { joinReports, type OracleReport, type Outcome, outcomeOf, runCases, skipped } from './report.ts';

/** Raw words of the generator: the first ones, and from two later positions. */
interface WordCase {
  readonly seed: number;
  readonly first: readonly number[];
  readonly from_620: readonly number[];
  readonly from_1245: readonly number[];
}

interface DrawCase {
  readonly id: string;
  readonly seed: number;
  /** Run in order on one generator. */
  readonly steps: readonly (DrawStep & { readonly out: ExpectedDraw })[];
}

type ExpectedDraw =
  | FixtureTensor
  | string
  | readonly (readonly number[])[]
  | { readonly [name: string]: FixtureTensor };

export interface InitFixture {
  readonly mt19937: readonly WordCase[];
  readonly cases: readonly DrawCase[];
}

const isTensor = (expected: object): expected is FixtureTensor => 'shape' in expected && 'data' in expected;

function drawDifferences(
  name: string,
  drawn: Drawn,
  expected: ExpectedDraw,
  tolerance: Tolerance,
): readonly string[] {
  if (typeof expected === 'string')
    return drawn === expected ? [] : [`${name} is ${String(drawn)}, not ${expected}`];
  if (Array.isArray(expected)) {
    const [is, should] = [JSON.stringify(drawn), JSON.stringify(expected)];
    return is === should ? [] : [`${name} is ${is}, not ${should}`];
  }
  const record = isTensor(expected)
    ? { '': expected }
    : (expected as Readonly<Record<string, FixtureTensor>>);
  const found = isTensor(expected)
    ? { '': drawn as ArrayLike<number> }
    : (drawn as Readonly<Record<string, ArrayLike<number>>>);
  return Object.entries(record).flatMap(([part, tensor]) =>
    differences(
      `${name}${part === '' ? '' : ` ${part}`}`,
      found[part] ?? [],
      fixtureNumbers(tensor),
      tolerance,
    ),
  );
}

function wordDifferences({ seed, first, from_620, from_1245 }: WordCase): readonly string[] {
  const twister = new MersenneTwister(seed);
  const words = Array.from({ length: 1245 + from_1245.length }, () => twister.next());
  return [[0, first] as const, [620, from_620] as const, [1245, from_1245] as const].flatMap(
    ([at, expected]) =>
      differences(`words from ${at}`, words.slice(at, at + expected.length), expected, exactly),
  );
}

/**
 * Normal numbers in float64 go through the C library's log, sin and cos, whose last bits differ from one build of
 * PyTorch to the next (init.md); nothing in Nodegrad draws them.
 */
const variesInLastBits = ({ op }: DrawStep): boolean => op === 'randn_float64';

function runDraws({ seed, steps }: DrawCase): Outcome {
  const unknown = steps.find(({ op }) => !canDraw(op));
  if (unknown !== undefined) return skipped(`the call ${unknown.op} is not known`);
  const generator = createTorchGenerator(seed);
  let lastBitsDiffer = false;
  const found = steps.flatMap((step, index) => {
    const drawn = draw(generator, step);
    const name = `step ${index} ${step.op}`;
    const exact = drawDifferences(name, drawn, step.out, exactly);
    if (exact.length === 0 || !variesInLastBits(step)) return exact;
    lastBitsDiffer = true;
    return drawDifferences(name, drawn, step.out, lastBits);
  });
  return found.length === 0 && lastBitsDiffer
    ? skipped('float64 normal numbers agree but for their last bits, as between builds of PyTorch')
    : outcomeOf(found);
}

/** PyTorch's random numbers and starting weights, to the bit. */
export const runInit = (file: InitFixture): OracleReport =>
  joinReports([
    runCases(
      {
        name: 'mt19937',
        cases: file.mt19937,
        idOf: ({ seed }) => ['mt19937', seed],
        needs: ['seed', 'first', 'from_620', 'from_1245'],
      },
      (item) => outcomeOf(wordDifferences(item)),
    ),
    runCases(
      { name: 'cases', cases: file.cases, idOf: ({ id, seed }) => [id, seed], needs: ['seed', 'steps'] },
      runDraws,
    ),
  ]);
