import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';

/** Says which PyTorch it is, then runs each script of every line as it stands; what it prints of itself, or the end of what went wrong. */
const runner = `
import contextlib, io, json, sys, warnings
import torch
warnings.simplefilter('ignore')
print(torch.__version__, flush=True)
for asked in sys.stdin:
    outcomes = []
    for text in json.loads(asked):
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(compile(text, 'script', 'exec'), {'__name__': '__main__'})
            outcomes.append({'code': 0, 'says': printed.getvalue()})
        except SystemExit as end:
            outcomes.append({'code': end.code, 'says': printed.getvalue()})
        except BaseException as fault:
            failing = [line for line in printed.getvalue().split(chr(10)) if 'FAILS' in line]
            outcomes.append({'code': 1, 'says': chr(10).join([*failing, repr(fault)])})
    print(json.dumps(outcomes), flush=True)
`;

interface Outcome {
  readonly code: number;
  readonly says: string;
}

interface Torch {
  readonly version: string;
  readonly run: (scripts: readonly string[]) => Promise<readonly Outcome[]>;
}

/** Importing PyTorch takes seconds: one Python runs all scripts. */
async function startTorch(program: string): Promise<Torch | undefined> {
  const python = spawn(program, ['-c', runner]);
  python.unref();
  // Nothing waits for it to end, which it does with its input.
  for (const stream of [python.stdin, python.stdout, python.stderr]) (stream as Socket).unref();
  let faults = '';
  python.stderr.on('data', (text) => {
    faults += String(text);
  });
  const isMissing = new Promise<undefined>((resolve) => python.on('error', () => resolve(undefined)));
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  const first = await Promise.race([lines.next(), isMissing]);
  if (first === undefined || first.done === true) return undefined;
  return {
    version: first.value,
    run: async (scripts) => {
      python.stdin.write(`${JSON.stringify(scripts)}\n`);
      const next = await lines.next();
      if (next.done === true) throw new Error(faults);
      return JSON.parse(next.value);
    },
  };
}

/** The first Python that has PyTorch, which Debian's python3-torch gives to the system's own; undefined where none has. */
export const torch = (await startTorch('python3')) ?? (await startTorch('/usr/bin/python3'));

const number = (version: string): readonly [number, number] => {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return [Number(major), Number(minor)];
};

/** Whether this PyTorch is as new as the head of the script asks; one without that asks for none. */
function isNewEnough(script: string, version: string): boolean {
  const asked = /Needs PyTorch ([\d.]+) or/.exec(script)?.[1];
  if (asked === undefined) return true;
  const needed = number(asked);
  const found = number(version);
  return found[0] > needed[0] || (found[0] === needed[0] && found[1] >= needed[1]);
}

/** Each script runs through, and each of its comparisons holds. Those that need a newer PyTorch are left out. */
export async function expectAllHold(scripts: readonly string[]): Promise<void> {
  const asked = scripts.filter((script) => isNewEnough(script, torch?.version ?? ''));
  expect(asked.length).toBeGreaterThan(0);
  const outcomes = (await torch?.run(asked)) ?? [];
  expect(outcomes.filter(({ code }) => code !== 0).map(({ says }) => says)).toEqual([]);
  expect(outcomes).toHaveLength(asked.length);
  for (const { says } of outcomes) {
    const [, agree, all] = /(\d+) of (\d+) agree with PyTorch/.exec(says) ?? [];
    expect(Number(agree)).toBeGreaterThan(0);
    expect(agree).toBe(all);
  }
}
