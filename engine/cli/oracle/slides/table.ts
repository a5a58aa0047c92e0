import { checkGraph } from '../../../graph/check/check.ts';
import { isBlocking } from '../../../graph/check/diagnostic.ts';
import { summarize } from '../../../summary/summarize.ts';
import type { LayerModel } from '../model.ts';
import { modelDocument } from '../model-document.ts';
import { failed, type Outcome, outcomeOf, skipped } from '../report.ts';
import { textDifference } from '../summary.ts';

/** A torchsummary table of the slides. */
export interface SlideTable {
  readonly id: string;
  /** As Python prints them: 'Linear(in_features=2, out_features=2, bias=True)'. */
  readonly modules: readonly string[];
  readonly input_size: readonly number[];
  /** Rows [name, shape, count], then the total, then the four sizes. */
  readonly printed: readonly (readonly string[] | number | string)[];
  readonly verdict: string;
  readonly text: string;
}

const words: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null };

function parseArgument(text: string): unknown {
  if (text in words) return words[text];
  const number = Number(text);
  return text !== '' && !Number.isNaN(number) ? number : text.replaceAll(/^'|'$/g, '');
}

/** 'Linear(in_features=2, bias=True)' as a layer of the fixtures' grammar. */
export function parseModule(text: string): LayerModel {
  const [, type = '', inside = ''] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
  const args = inside
    .split(/, */)
    .filter((part) => part.includes('='))
    .map((part) => part.split('=') as [string, string]);
  return { type, args: Object.fromEntries(args.map(([name, value]) => [name, parseArgument(value)])) };
}

/** The words of the printed table that are numbers on the slide. */
function printedWords(text: string): readonly string[] {
  const lines = text.split('\n');
  const end = lines.indexOf('='.repeat(64), 3);
  const rows = lines.slice(3, end).map((line) => line.trim().replaceAll(/ {2,}/g, '|'));
  const numbers = lines
    .slice(end)
    .flatMap((line) => /^(?:Total params|.*\(MB\)): (.*)$/.exec(line)?.[1] ?? []);
  return [...rows, ...numbers];
}

export function runTable(table: SlideTable): Outcome {
  const children = table.modules.map((module, index) => [String(index), parseModule(module)] as const);
  const drawn = modelDocument({ type: 'Sequential', children }, [table.input_size]);
  if (!drawn.ok) return skipped(drawn.why);
  const checked = checkGraph(drawn.document);
  const error = checked.diagnostics.find(isBlocking);
  if (error !== undefined) return failed(`${error.title}. ${error.message}`);
  const { text } = summarize(checked);
  const onSlide = table.printed.map((part) => (typeof part === 'object' ? part.join('|') : String(part)));
  const found = printedWords(text);
  const wrong = onSlide.findIndex((word, index) => word !== found[index]);
  const differs = table.verdict === 'agrees' && (wrong >= 0 || onSlide.length !== found.length);
  return outcomeOf([
    ...textDifference(text, table.text),
    ...(differs ? [`the slide prints '${onSlide[wrong]}', the table has '${found[wrong]}'`] : []),
  ]);
}
