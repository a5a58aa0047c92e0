import { type DiagnosticKind, diagnosticCodes } from '../../graph/check/diagnostic.ts';
import { diagnosticReasons } from '../../graph/check/diagnostic-reasons.ts';
import { readArguments } from '../arguments.ts';
import { type Command, exitCodes, UsageError } from '../command.ts';

const explained = Object.entries(diagnosticCodes).map(([kind, code]) => ({
  code,
  ...diagnosticReasons[kind as DiagnosticKind],
}));

/** Prints what each code of a diagnostic means and why it matters; all of them, or those named. */
export const codesCommand: Command = {
  name: 'codes',
  usage: 'codes [E201 W401 …]',
  help: 'what the codes of diagnostics mean: E error, W warning, A advice',
  run: (args, terminal) => {
    const { positionals } = readArguments(args, {});
    const wanted = positionals.map((code) => code.toUpperCase());
    const unknown = wanted.find((code) => explained.every((each) => each.code !== code));
    if (unknown !== undefined) {
      throw new UsageError(
        `there is no code ${unknown}; there are ${explained.map(({ code }) => code).join(', ')}`,
      );
    }
    for (const { code, means, why } of explained) {
      if (wanted.length > 0 && !wanted.includes(code)) continue;
      terminal.write(`${code}  ${means} ${why}\n`);
    }
    return exitCodes.fine;
  },
};
