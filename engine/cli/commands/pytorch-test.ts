import { prepareData } from '../../data/prepare.ts';
import { pytorchTest } from '../../formats/pytorch-test.ts';
import { checkGraph } from '../../graph/check/check.ts';
import { feedsOfLook } from '../../train/proof.ts';
import { createSession } from '../../train/running-session.ts';
import { onlyPositional, readArguments } from '../arguments.ts';
import { type Command, exitCodes } from '../command.ts';
import { readGraph } from '../read-graph.ts';
import { storedDataset } from '../stored-data.ts';

/** Prints a Python script that holds the graph's values and gradients on its first batch to PyTorch's. */
export const pytorchTestCommand: Command = {
  name: 'pytorch-test',
  usage: 'pytorch-test FILE > test.py',
  help: 'a script that asserts the same values and gradients against PyTorch',
  run: (args, terminal) => {
    const { positionals } = readArguments(args, {});
    const file = readGraph(onlyPositional(positionals, 'FILE'), terminal);
    if (!file.ok) return file.exitCode;
    const graph = checkGraph(file.document);
    const prepared = prepareData(file.document.data, storedDataset(file.document.data.dataset));
    const made = prepared.ok ? createSession(graph, prepared.data) : prepared;
    if (!prepared.ok || !made.ok) {
      terminal.writeError(`${made.ok ? '' : made.message}\n`);
      return exitCodes.failed;
    }
    const look = made.session.look({ kind: 'next-batch' });
    terminal.write(pytorchTest(graph, feedsOfLook(graph, prepared.data, made.session, look)));
    return exitCodes.fine;
  },
};
