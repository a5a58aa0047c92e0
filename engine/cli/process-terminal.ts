import { readFileSync } from 'node:fs';
import process from 'node:process';
import type { Terminal } from './command.ts';

/** The real terminal. A reader that went away (`| head`) ends the program quietly. */
export function processTerminal(): Terminal {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return {
    read: (file) => readFileSync(file === '-' ? 0 : file, 'utf8'),
    write: (text) => {
      process.stdout.write(text);
    },
    writeError: (text) => {
      process.stderr.write(text);
    },
  };
}
