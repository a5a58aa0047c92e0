import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { exitCodes, type Terminal } from './command.ts';

/** A path as the person means it: npm runs scripts in the project's directory; the person may be in another. */
export const pathFromPerson = (path: string): string =>
  resolve(process.env['INIT_CWD'] ?? process.cwd(), path);

/** The real terminal. A reader that went away (`| head`) ends the program quietly. */
export function processTerminal(): Terminal {
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit();
    process.stderr.write(`cannot write the output: ${message}\n`);
    process.exit(exitCodes.failed);
  });
  return {
    read: (file) => readFileSync(file === '-' ? 0 : pathFromPerson(file)),
    write: (text) => {
      process.stdout.write(text);
    },
    writeError: (text) => {
      process.stderr.write(text);
    },
  };
}
