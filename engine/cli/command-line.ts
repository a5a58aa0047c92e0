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

const usageWidth = Math.max(...commands.map(({ usage }) => usage.length));

const helpText = [
  'Usage: npm run -s nodegrad -- COMMAND',
  '',
  ...commands.map(({ usage, help }) => `  ${usage.padEnd(usageWidth)}  ${help}`),
  '',
  'FILE is a graph document (JSON); - reads it from standard input.',
  'Exit code 0: fine; 1: the graph or the file is at fault; 2: bad usage.',
  '',
].join('\n');

/** Runs one command line, without the program's name; gives the exit code. */
export function runCommandLine(args: readonly string[], terminal: Terminal): ExitCode {
  const [name, ...rest] = args;
  if (name === 'help' || args.includes('--help') || args.includes('-h')) {
    terminal.write(helpText);
    return exitCodes.fine;
  }
  const command = commands.find((known) => known.name === name);
  if (command === undefined) {
    terminal.writeError(name === undefined ? helpText : `unknown command '${name}'\n\n${helpText}`);
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
