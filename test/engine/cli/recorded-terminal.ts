import type { ExitCode, Terminal } from '../../../engine/cli/command.ts';
import { runCommandLine } from '../../../engine/cli/command-line.ts';

export interface Recorded {
  readonly exitCode: ExitCode;
  readonly output: string;
  readonly errors: string;
}

/** Runs a command line over files in memory; '-' is standard input. */
export function runRecorded(
  args: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Recorded {
  let output = '';
  let errors = '';
  const terminal: Terminal = {
    read: (file) => {
      const text = files[file];
      if (text === undefined) throw Object.assign(new Error(`ENOENT: ${file}`), { code: 'ENOENT' });
      return typeof text === 'string' ? new TextEncoder().encode(text) : text;
    },
    write: (text) => {
      output += text;
    },
    writeError: (text) => {
      errors += text;
    },
  };
  const exitCode = runCommandLine(args, terminal);
  return { exitCode, output, errors };
}
