import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { exitCodes } from './command.ts';
import { runDirectory } from './oracle/run-directory.ts';
import { pathFromPerson, processTerminal } from './process-terminal.ts';

const terminal = processTerminal();
const [directory, ...more] = process.argv.slice(2);

if (directory === undefined || more.length > 0) {
  terminal.writeError(
    'Usage: npm run -s oracle -- DIR   (laid out like the fixtures: ops.json, graphs.json, train.json, init.json, slides.json, summary/, iris/)\n',
  );
  process.exitCode = exitCodes.badUsage;
} else {
  const { lines, ok } = runDirectory((path) => {
    try {
      return readFileSync(join(pathFromPerson(directory), path), 'utf8');
    } catch {
      return undefined;
    }
  });
  terminal.write(`${lines.join('\n')}\n`);
  process.exitCode = ok ? exitCodes.fine : exitCodes.failed;
}
