import { joinReports, type OracleReport, type Outcome, runCases, skipped } from './report.ts';
import { runActivation } from './slides/activation.ts';
import { runIris, type SlideIris } from './slides/iris.ts';
import type { SlideItem } from './slides/item.ts';
import { runBinaryCrossEntropy, runCrossEntropy } from './slides/loss.ts';
import { runMlpStep } from './slides/mlp.ts';
import { runOneHot } from './slides/one-hot.ts';
import { runSoftmaxStep } from './slides/softmax-step.ts';
import { runTable, type SlideTable } from './slides/table.ts';

export interface SlidesFixture {
  readonly items: readonly SlideItem[];
  readonly tables: readonly SlideTable[];
  readonly iris?: SlideIris;
}

/** Which example an item is, by what it is given. */
function runItem(item: SlideItem, items: readonly SlideItem[]): Outcome {
  const given = (name: string): boolean => name in item.inputs;
  if (given('theta')) return runSoftmaxStep(item);
  if (given('classes')) return runOneHot(item);
  if (given('w1')) return runMlpStep(item);
  if (given('p')) return runBinaryCrossEntropy(item, items);
  if (given('z')) return runCrossEntropy(item);
  if (item.id.startsWith('act_')) return runActivation(item);
  return skipped('an example of a kind that is not known');
}

/** The worked examples, tables and data of the course's slides. */
export const runSlides = (file: SlidesFixture): OracleReport =>
  joinReports([
    runCases(
      {
        name: 'items',
        cases: file.items,
        idOf: ({ id }) => [id],
        needs: ['id', 'inputs', 'printed', 'verdict', 'computed'],
      },
      (item) => runItem(item, file.items),
    ),
    runCases(
      {
        name: 'tables',
        cases: file.tables,
        idOf: ({ id }) => [id],
        needs: ['id', 'modules', 'input_size', 'printed', 'verdict', 'text'],
      },
      runTable,
    ),
    runCases(
      { name: 'iris', cases: file.iris === undefined ? [] : [file.iris], idOf: () => ['iris'] },
      runIris,
    ),
  ]);
