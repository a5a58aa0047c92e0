import { type Command, type ExitCode, exitCodes, type Terminal, UsageError } from './command.ts';
import { checkCommand } from './commands/check.ts';
import { codesCommand } from './commands/codes.ts';
import { proveCommand } from './commands/prove.ts';
import { pytorchTestCommand } from './commands/pytorch-test.ts';
import { summaryCommand } from './commands/summary.ts';
import { templateCommand } from './commands/template.ts';
import { trainCommand } from './commands/train.ts';

const commands: readonly Command[] = [
  summaryCommand,
  checkCommand,
  codesCommand,
  trainCommand,
  proveCommand,
  pytorchTestCommand,
  templateCommand,
];

/** Columns of a terminal. */
const width = 100;

/** Text in lines of at most `width`, broken between words. */
function wrapped(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}

const helpOf = ({ usage, help }: Command): readonly string[] => [`  ${usage}`, ...wrapped(help, '      ')];

const helpText = (described: readonly Command[]): string =>
  [
    'Usage: npm run -s nodegrad -- COMMAND',
    '',
    ...described.flatMap(helpOf),
    '',
    'FILE is a graph document (JSON); - reads it from standard input.',
    'Exit code 0: fine; 1: the graph, the file or the training is at fault; 2: bad usage.',
    '',
  ].join('\n');

/** Runs one command line, without the program's name; gives the exit code. */
export function runCommandLine(args: readonly string[], terminal: Terminal): ExitCode {
  const [name, ...rest] = args;
  if (name === 'help' || args.includes('--help') || args.includes('-h')) {
    const asked = commands.filter((known) => args.includes(known.name));
    terminal.write(helpText(asked.length > 0 ? asked : commands));
    return exitCodes.fine;
  }
  const command = commands.find((known) => known.name === name);
  if (command === undefined) {
    const help = helpText(commands);
    terminal.writeError(name === undefined ? help : `unknown command '${name}'\n\n${help}`);
    return exitCodes.badUsage;
  }
  try {
    return command.run(rest, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.writeError(`${error.message}\nUsage: npm run -s nodegrad -- ${command.usage}\n`);
    return exitCodes.badUsage;
  }
}
