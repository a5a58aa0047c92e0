import process from 'node:process';
import { runCommandLine } from './command-line.ts';
import { processTerminal } from './process-terminal.ts';

process.exitCode = runCommandLine(process.argv.slice(2), processTerminal());
