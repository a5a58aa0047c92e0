import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';

/** The first Python that has PyTorch, which Debian's python3-torch gives to the system's own, and the version of that. */
export const torch = ['python3', '/usr/bin/python3']
  .map((program) => ({
    program,
    version: spawnSync(program, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' })
      .stdout,
  }))
  .find(({ version }) => /^\d/.test(version ?? ''));

/** Runs each script as it stands; what it prints of itself, or the end of what went wrong. */
const runner = `
import contextlib, io, json, sys, warnings
import torch
warnings.simplefilter('ignore')
outcomes = []
for text in json.load(sys.stdin):
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(text, 'script', 'exec'), {'__name__': '__main__'})
    except SystemExit as end:
        outcomes.append({'code': end.code, 'says': printed.getvalue()})
    except BaseException as fault:
        failing = [line for line in printed.getvalue().split(chr(10)) if 'FAILS' in line]
        outcomes.append({'code': 1, 'says': chr(10).join([*failing, repr(fault)])})
json.dump(outcomes, sys.stdout)
`;

interface Outcome {
  readonly code: number;
  readonly says: string;
}

function run(scripts: readonly string[]): readonly Outcome[] {
  const { stdout, stderr } = spawnSync(torch?.program ?? '', ['-c', runner], {
    encoding: 'utf8',
    maxBuffer: 1e9,
    input: JSON.stringify(scripts),
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

const number = (version: string): readonly [number, number] => {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return [Number(major), Number(minor)];
};

/** Whether this PyTorch is as new as the head of the script asks. */
function isNewEnough(script: string, version: string): boolean {
  const needed = number(/Needs PyTorch ([\d.]+) or/.exec(script)?.[1] ?? '');
  const found = number(version);
  return found[0] > needed[0] || (found[0] === needed[0] && found[1] >= needed[1]);
}

/** Each script runs through, and each of its comparisons holds. Those that need a newer PyTorch are left out. */
export function expectAllHold(scripts: readonly string[]): void {
  const asked = scripts.filter((script) => isNewEnough(script, torch?.version ?? ''));
  const outcomes = run(asked);
  expect(outcomes.filter(({ code }) => code !== 0).map(({ says }) => says)).toEqual([]);
  expect(outcomes).toHaveLength(asked.length);
  for (const { says } of outcomes) {
    const [, agree, all] = /(\d+) of (\d+) agree with PyTorch/.exec(says) ?? [];
    expect(Number(agree)).toBeGreaterThan(0);
    expect(agree).toBe(all);
  }
}
