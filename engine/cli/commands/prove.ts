import { prepareData } from '../../data/prepare.ts';
import { checkGraph } from '../../graph/check/check.ts';
import { arithmeticNotice } from '../../train/choose-arithmetic.ts';
import {
  computedBy,
  differenceTolerance,
  feedsOfLook,
  type Proof,
  type ProofRow,
  proofOf,
  proveNode,
} from '../../train/proof.ts';
import { createSession } from '../../train/running-session.ts';
import { onlyPositional, readArguments } from '../arguments.ts';
import { type Command, exitCodes } from '../command.ts';
import { readGraph } from '../read-graph.ts';
import { storedDataset } from '../stored-data.ts';

const numberText = (value: number | undefined): string => (value === undefined ? '–' : value.toPrecision(9));
const errorText = (value: number | undefined): string => (value === undefined ? '–' : value.toExponential(1));

const titles = { value: '', gradient: 'gradient of ', parameterGradient: 'gradient of ' } as const;

const cells = ({
  role,
  name,
  shape,
  worst,
  computedError,
  differenceError,
  holds,
}: ProofRow): readonly string[] => [
  `${titles[role]}${name}`,
  shape.length === 0 ? '1' : shape.join('×'),
  numberText(worst.reference),
  numberText(worst.computed),
  numberText(worst.difference),
  errorText(computedError),
  errorText(differenceError),
  holds ? 'holds' : 'FAILS',
];

function proofLines({ node, computedBy, rows }: Proof): readonly string[] {
  const table = [
    ['', 'shape', 'reference', computedBy.toLowerCase(), 'differences', 'error', 'error of differences', ''],
    ...rows.map(cells),
  ];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = table.map((row) =>
    row.map((cell, column) =>
      column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    ),
  );
  return [node, ...lines.map((row) => `  ${row.join('  ')}`.trimEnd())];
}

/** Prints each node's proof for the batch of the first step; fails where one does not hold. */
export const proveCommand: Command = {
  name: 'prove',
  usage: 'prove FILE [--node fc1]',
  help: 'every formula by numbers: the reference, the session and central differences',
  run: (args, terminal) => {
    const { values, positionals } = readArguments(args, { node: { type: 'string' } });
    const file = readGraph(onlyPositional(positionals, 'FILE'), terminal);
    if (!file.ok) return file.exitCode;
    const refuse = (message: string) => {
      terminal.writeError(`${message}\n`);
      return exitCodes.failed;
    };
    const graph = checkGraph(file.document);
    if (values.node !== undefined && !graph.nodes.has(values.node)) {
      return refuse(
        `there is no node ${values.node} without an error; there are ${[...graph.nodes.keys()].join(', ')}`,
      );
    }
    const prepared = prepareData(file.document.data, storedDataset(file.document.data.dataset));
    if (!prepared.ok) return refuse(prepared.message);
    const made = createSession(graph, prepared.data);
    if (!made.ok) return refuse(made.message);
    const notice = arithmeticNotice(made.session.arithmetic, graph.document.training);
    if (notice !== undefined) terminal.writeError(`${notice}\n`);
    const look = made.session.look({ kind: 'next-batch' });
    const feeds = feedsOfLook(graph, prepared.data, made.session, look);
    const computed = { ...computedBy[made.session.arithmetic], values: look.values };
    const nodes = values.node === undefined ? graph.order : [values.node];
    const proofs = nodes.map((node) => proofOf(proveNode(graph, node, feeds, look.mode, computed)));
    for (const proof of proofs) terminal.write(`${proofLines(proof).join('\n')}\n`);
    const broken = proofs.filter(({ holds }) => !holds);
    terminal.write(
      broken.length === 0
        ? `all hold: the session within ${computed.tolerance} of the reference, central differences within ${differenceTolerance}\n`
        : `does not hold: ${broken.map(({ node }) => node).join(', ')}\n`,
    );
    return broken.length === 0 ? exitCodes.fine : exitCodes.failed;
  },
};
