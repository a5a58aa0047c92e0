import { prepareData } from '../../data/prepare.ts';
import { checkGraph } from '../../graph/check/check.ts';
import { explainDiagnostic } from '../../graph/check/conflict/explain.ts';
import { isBlocking } from '../../graph/check/diagnostic.ts';
import { withCommas } from '../../summary/python-text.ts';
import { adviseOnData } from '../../train/advice/data-advice.ts';
import { count, onlyPositional, readArguments } from '../arguments.ts';
import { type Command, exitCodes } from '../command.ts';
import { diagnosticLine, readGraph } from '../read-graph.ts';
import { storedDataset } from '../stored-data.ts';

/**
 * Prints what is wrong with a graph; fails on an error (with --strict on a warning, never on advice), or when the
 * parameter count is not the one expected.
 */
export const checkCommand: Command = {
  name: 'check',
  usage: 'check FILE [--params 67] [--strict]',
  help: "a graph's diagnostics and parameter count; --strict fails on warnings too",
  run: (args, terminal) => {
    const { values, positionals } = readArguments(args, {
      params: { type: 'string' },
      strict: { type: 'boolean' },
    });
    const expected = count(values.params, 'params');
    const graph = readGraph(onlyPositional(positionals, 'FILE'), terminal);
    if (!graph.ok) return graph.exitCode;
    const checked = checkGraph(graph.document);
    const prepared = prepareData(graph.document.data, storedDataset(graph.document.data.dataset));
    const ofData = prepared.ok ? adviseOnData(checked, prepared.data) : [];
    const diagnostics = [...graph.diagnostics, ...checked.diagnostics, ...ofData];
    for (const diagnostic of diagnostics) {
      terminal.write(diagnosticLine(diagnostic));
      for (const reason of explainDiagnostic(checked, diagnostic).reasons) terminal.write(`  ${reason}\n`);
    }
    const { total, frozen } = checked.parameterCount;
    terminal.write(
      `${withCommas(total)} parameters${frozen === 0n ? '' : `, ${withCommas(frozen)} of them frozen`}\n`,
    );
    const differs = expected !== undefined && expected !== total;
    if (differs) terminal.write(`expected ${withCommas(expected)} parameters, found ${withCommas(total)}\n`);
    const blocked = diagnostics.some(
      (found) => isBlocking(found) || (values.strict === true && found.severity === 'warning'),
    );
    return blocked || differs ? exitCodes.failed : exitCodes.fine;
  },
};
