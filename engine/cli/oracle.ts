import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { exitCodes } from './command.ts';
import { runDirectory } from './oracle/run-directory.ts';
import { processTerminal } from './process-terminal.ts';

const terminal = processTerminal();
const [directory, ...more] = process.argv.slice(2);

if (directory === undefined || more.length > 0) {
  terminal.writeError(
    'Usage: npm run -s oracle -- DIR   (laid out like the fixtures: ops.json, graphs.json, train.json, init.json, slides.json, summary/, iris/)\n',
  );
  process.exitCode = exitCodes.badUsage;
} else {
  // npm runs scripts in the project's directory; the person may be in another.
  const from = process.env['INIT_CWD'] ?? process.cwd();
  const { lines, ok } = runDirectory((path) => {
    try {
      return readFileSync(resolve(from, directory, path), 'utf8');
    } catch {
      return undefined;
    }
  });
  terminal.write(`${lines.join('\n')}\n`);
  process.exitCode = ok ? exitCodes.fine : exitCodes.failed;
}
