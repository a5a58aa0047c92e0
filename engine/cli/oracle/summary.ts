import { checkGraph } from '../../graph/check/check.ts';
import type { CheckedGraph } from '../../graph/check/checked-graph.ts';
import { isBlocking } from '../../graph/check/diagnostic.ts';
import { countElements } from '../../program/shape.ts';
import { summarize } from '../../summary/summarize.ts';
import { layerCount, type Model, ownParameters } from './model.ts';
import { modelDocument } from './model-document.ts';
import { failed, type OracleReport, type Outcome, outcomeOf, passed, runCases, skipped } from './report.ts';

interface SummaryCase {
  readonly id: string;
  readonly model: Model;
  readonly input_size: readonly number[] | readonly (readonly number[])[];
  readonly several_inputs?: boolean;
  readonly batch_size?: number;
  readonly parameters: number;
  readonly trainable?: number;
  /** torchsummary 1.5.1: what it printed, or how it failed. */
  readonly pypi151: { readonly text?: string; readonly error?: string };
}

export interface SummaryFixture {
  readonly cases: readonly SummaryCase[];
}

/** Where two texts first differ, by line. */
export function textDifference(found: string, expected: string): readonly string[] {
  if (found === expected) return [];
  const [is, should] = [found.split('\n'), expected.split('\n')];
  const line = should.findIndex((text, index) => text !== is[index]);
  return [`line ${line + 1} is '${is[line] ?? ''}', not '${should[line] ?? ''}'`];
}

interface Counts {
  readonly total: bigint;
  readonly trainable: bigint;
}

/** Parameters of the layers and of the model's own modules, each once, however often it is called. */
function parameterCounts(
  checked: CheckedGraph,
  model: Model,
  layers: ReadonlyMap<string, readonly string[]>,
): Counts {
  const own = ownParameters(model);
  let [total, trainable] = [BigInt(own.total), BigInt(own.trainable)];
  for (const [node, frozen] of layers) {
    for (const { name, shape } of checked.nodes.get(node)?.parameters ?? []) {
      total += countElements(shape);
      if (!frozen.includes(name)) trainable += countElements(shape);
    }
  }
  return { total, trainable };
}

function runCase(item: SummaryCase): Outcome {
  const inputSizes = item.several_inputs
    ? (item.input_size as readonly (readonly number[])[])
    : [item.input_size as readonly number[]];
  const drawn = modelDocument(item.model, inputSizes);
  if (!drawn.ok) return skipped(drawn.why);
  const checked = checkGraph(drawn.document);
  const error = checked.diagnostics.find(isBlocking);
  const { text: expected, error: refusal } = item.pypi151;
  if (error !== undefined) {
    return expected === undefined ? passed : failed(`${error.title}. ${error.message}`);
  }
  const { total, trainable } = parameterCounts(checked, item.model, drawn.layers);
  // torchsummary does not see layers that are never called, but they count in the model.
  const countsDiffer =
    drawn.layers.size === layerCount(item.model) &&
    (total !== BigInt(item.parameters) || trainable !== BigInt(item.trainable ?? item.parameters));
  const counts = countsDiffer
    ? [`${total} parameters, ${trainable} trainable, not ${item.parameters}, ${item.trainable}`]
    : [];
  if (expected === undefined) {
    return counts.length > 0
      ? outcomeOf(counts)
      : skipped(`torchsummary fails where Nodegrad does not (${refusal}); the counts agree`);
  }
  const { text } = summarize(checked, { batchSize: item.batch_size ?? -1, listed: drawn.listed });
  return outcomeOf([...textDifference(text, expected), ...counts]);
}

/** torchsummary's tables (pypi151) for models drawn as graphs, to the byte. */
export const runSummary = (file: SummaryFixture): OracleReport =>
  runCases(
    {
      name: 'cases',
      cases: file.cases,
      idOf: ({ id }) => [id],
      needs: ['model', 'input_size', 'parameters', 'pypi151'],
    },
    runCase,
  );
