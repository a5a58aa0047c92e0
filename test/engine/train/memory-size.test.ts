import { describe, expect, test, vi } from 'vitest';
import { prepareData } from '../../../engine/data/prepare.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { setAttribute } from '../../../engine/graph/edit/edit.ts';
import { NotEnoughMemory, sizeText, withinMemory } from '../../../engine/train/memory-size.ts';
import { createSession } from '../../../engine/train/running-session.ts';
import type { Arithmetic } from '../../../engine/train/session.ts';
import { templateDocument } from '../graph/template-document.ts';

const iris = templateDocument('iris');
const prepared = prepareData(iris.data);
if (!prepared.ok) throw new Error(prepared.message);
const { data } = prepared;
const made = (arithmetic: Arithmetic) => createSession(checkGraph(iris), data, arithmetic);

test.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1024, '1 KiB'],
  [86_016, '84 KiB'],
  [3.4 * 2 ** 20, '3.4 MiB'],
  [250.4 * 2 ** 20, '250 MiB'],
  [5 * 2 ** 40, '5 TiB'],
])('%d bytes read as %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

describe('memory that is not there', () => {
  test('is told before it is asked for where addresses end, and where the machine refuses it', () => {
    let asked = false;
    const ask = () => {
      asked = true;
    };
    expect(() => withinMemory({ bytes: 2 ** 33, kept: 0, batchSize: 64 }, ask)).toThrow(NotEnoughMemory);
    expect(asked).toBe(false);
    const refuse = () => {
      throw new RangeError('could not allocate memory');
    };
    expect(() => withinMemory({ bytes: 2 ** 31, kept: 2 ** 20, batchSize: 64 }, refuse)).toThrow(
      'Training needs 2 GiB of memory, which this machine does not give. A smaller batch_size needs less; now it is 64.',
    );
    expect(() =>
      withinMemory({ bytes: 10, kept: 0, batchSize: 64 }, () => {
        throw new TypeError('other');
      }),
    ).toThrow(TypeError);
  });

  test('a smaller batch is not recommended where most of it stays from batch to batch', () => {
    expect(() => withinMemory({ bytes: 2 ** 33, kept: 2 ** 32.9, batchSize: 64 }, () => undefined)).toThrow(
      'Training needs 8 GiB of memory; compiled code has 4 GiB at most. 7.5 GiB of it are weights, what the optimizer keeps of them, and data, whatever the batch_size. Smaller layers or less data need less.',
    );
  });

  test('is a reason to refuse a graph, in words', () => {
    const refused = vi.spyOn(WebAssembly, 'Memory').mockImplementation(function refuse() {
      throw new RangeError('could not allocate memory');
    });
    expect(made('compiled')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^Training needs \d+ KiB of memory, .* whatever the batch_size\./),
    });
    refused.mockRestore();
  });
});

test('weights beyond all memory are refused before they are drawn', () => {
  const wide = setAttribute(iris, 'fc1', 'out_features', 2 ** 40);
  expect(createSession(checkGraph(wide), data)).toMatchObject({
    ok: false,
    message: expect.stringMatching(/^Training needs \d+ TiB of memory; compiled code has 4 GiB at most/),
  });
});

test('a session says what it needs, and grows by no more', () => {
  const [compiled, reference] = [made('compiled'), made('reference')];
  if (!compiled.ok || !reference.ok) throw new Error('refused');
  // 150 samples of 5 numbers, rows filled up to whole vectors, and the losses of a call: some tens of KiB.
  expect(compiled.session.memory).toBeGreaterThan(150 * 5 * 4);
  expect(compiled.session.memory).toBeLessThan(64 * 1024);
  expect(reference.session.memory).toBeUndefined();
});
