import { checkGraph } from '../../graph/check.ts';
import type { CheckedGraph } from '../../graph/checked-graph.ts';
import { isBlocking } from '../../graph/diagnostic.ts';
import { summarize } from '../../summary/summarize.ts';
import { layerCount, type Model } from './model.ts';
import { modelDocument } from './model-document.ts';
import { failed, type OracleReport, type Outcome, outcomeOf, passed, runCases, skipped } from './report.ts';

interface SummaryCase {
  readonly id: string;
  readonly model: Model;
  readonly input_size: readonly number[] | readonly (readonly number[])[];
  readonly several_inputs: boolean;
  readonly batch_size: number;
  readonly parameters: number;
  readonly trainable: number;
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

/** A node is frozen whole; PyTorch can freeze a weight and leave the bias. */
function partlyFrozen(checked: CheckedGraph, frozen: ReadonlyMap<string, readonly string[]>): boolean {
  return [...frozen].some(([node, names]) => {
    const parameters = checked.nodes.get(node)?.parameters ?? [];
    return parameters.some(({ name }) => !names.includes(name));
  });
}

function runCase(item: SummaryCase): Outcome {
  const inputSizes = item.several_inputs
    ? (item.input_size as readonly (readonly number[])[])
    : [item.input_size as readonly number[]];
  const drawn = modelDocument(item.model, inputSizes);
  if (!drawn.ok) return skipped(drawn.why);
  const checked = checkGraph(drawn.document);
  const error = checked.diagnostics.find(isBlocking);
  if (item.pypi151.text === undefined) {
    return error === undefined
      ? skipped(`torchsummary fails where Nodegrad does not (${item.pypi151.error})`)
      : passed;
  }
  if (error !== undefined) return failed(`${error.title}. ${error.message}`);
  if (partlyFrozen(checked, drawn.frozen)) return skipped('a layer cannot be frozen in part yet');
  const { text } = summarize(checked, { batchSize: item.batch_size, functions: drawn.functions });
  const { total, trainable } = checked.parameterCount;
  // torchsummary does not see layers that are never called, but they count in the model.
  const countsDiffer =
    drawn.layers === layerCount(item.model) &&
    (total !== BigInt(item.parameters) || trainable !== BigInt(item.trainable));
  return outcomeOf([
    ...textDifference(text, item.pypi151.text),
    ...(countsDiffer
      ? [`${total} parameters, ${trainable} trainable, not ${item.parameters}, ${item.trainable}`]
      : []),
  ]);
}

/** torchsummary's tables (pypi151) for models drawn as graphs, to the byte. */
export const runSummary = (file: SummaryFixture): OracleReport =>
  runCases(file.cases, ({ id }) => id, runCase);
