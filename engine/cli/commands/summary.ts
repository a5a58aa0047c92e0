import { checkGraph } from '../../graph/check/check.ts';
import { isBlocking } from '../../graph/check/diagnostic.ts';
import { blocksAmong, countsByBlock } from '../../summary/block-counts.ts';
import { type NodeCounts, nodeCounts } from '../../summary/node-counts.ts';
import { summarize } from '../../summary/summarize.ts';
import { onlyPositional, readArguments, wholeNumber } from '../arguments.ts';
import { type Command, exitCodes } from '../command.ts';
import { exactJson } from '../exact-json.ts';
import { diagnosticLine, readGraph } from '../read-graph.ts';

const largestBatch = 2 ** 31 - 1;

/** Prints torchsummary's table; where nodes are in error they are left out and named on standard error. */
export const summaryCommand: Command = {
  name: 'summary',
  usage: 'summary FILE [--batch-size 64] [--json]',
  help: "torchsummary's table of a graph",
  run: (args, terminal) => {
    const { values, positionals } = readArguments(args, {
      'batch-size': { type: 'string' },
      json: { type: 'boolean' },
    });
    const batchSize = wholeNumber(values['batch-size'], 'batch-size', -1, largestBatch);
    const graph = readGraph(onlyPositional(positionals, 'FILE'), terminal);
    if (!graph.ok) return graph.exitCode;
    const checked = checkGraph(graph.document);
    const errors = checked.diagnostics.filter(isBlocking);
    for (const error of errors) terminal.writeError(diagnosticLine(error));
    const summary = summarize(checked, batchSize === undefined ? {} : { batchSize });
    if (values.json === true) {
      const { text: _, ...facts } = summary;
      const counts = nodeCounts(checked);
      const written = (rows: readonly NodeCounts[]) =>
        rows.map((row) => ({ ...row, outputs: Object.fromEntries(row.outputs) }));
      const blocks = blocksAmong(countsByBlock(graph.document, checked, counts));
      terminal.write(`${exactJson({ ...facts, nodes: written(counts), blocks: written(blocks) }, 2)}\n`);
    } else {
      terminal.write(summary.text);
    }
    return errors.length > 0 ? exitCodes.failed : exitCodes.fine;
  },
};
