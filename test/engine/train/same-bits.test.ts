import { beforeAll, describe, expect, test } from 'vitest';
import { bundle, inChromium, inShell } from './same-bits/engines.ts';
import { type Digests, digestsOf, documents, steps } from './same-bits/runs.ts';

type Found = Readonly<Record<string, Digests>>;

const here: Found = Object.fromEntries(
  Object.entries(documents).map(([name, document]) => [name, digestsOf(document)]),
);

test.each(Object.entries(here))('%s: step by step and watched as in whole epochs', (_, digests) => {
  expect(digests.stepwise).toBe(digests.together);
});

test('other graphs have other digests', () => {
  const all = Object.values(here).map(({ together }) => together);
  expect(new Set(all).size).toBe(all.length);
});

/** By program, the engine it is the shell of and the Debian package that has it. */
const shells = [
  ['js102', 'SpiderMonkey', 'libmozjs-102-dev'],
  ['jsc', 'JavaScriptCore', 'libjavascriptcoregtk-4.0-bin'],
] as const;

describe(`the same bits as in Node after ${steps} steps`, () => {
  let script = '';
  beforeAll(async () => {
    script = await bundle();
  });

  test('in a worker of Chromium', async () => {
    expect(JSON.parse(await inChromium(script))).toEqual(here);
  });

  test.for(shells)('in %s, the shell of %s', ([program, engine, debianPackage], { skip }) => {
    const printed = inShell(program, script);
    if (printed === undefined) {
      const missing = `${program} is missing, so nothing is known of ${engine}: install ${debianPackage}.`;
      if (process.env['CI'] !== undefined) expect.fail(missing);
      skip(missing);
      return;
    }
    expect(JSON.parse(printed)).toEqual(here);
  });
});
