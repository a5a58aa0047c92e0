import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pytorchTest } from '../../../engine/formats/pytorch-test.ts';
import { checkGraph } from '../../../engine/graph/check.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';
import { decodeBase64 } from '../../../engine/graph/weights.ts';
import { operators } from '../../../engine/operators/catalogue.ts';
import { adapted } from '../../../engine/operators/operator.ts';
import { draw, irisGraph } from '../graph/drawing.ts';
import { checked, type RandomGraph, randomFeeds, randomGraphs } from '../graph/random-documents.ts';
import { withDefaults } from '../operators/sample-network.ts';

/** Signatures that inspect gave for PyTorch 1.13, by class. */
const signatures = new Map(
  readFileSync(join(import.meta.dirname, '..', '..', 'oracle', 'torch-signatures.txt'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, name, parameters] = /^(\w+)\((.*)\)/.exec(line) ?? [];
      return name === undefined
        ? []
        : [
            [
              name,
              new Set([...(parameters ?? '').matchAll(/(\w+)(?::|=|,|$)/g)].map(([, word]) => word)),
            ] as const,
          ];
    }),
);

/** Functions of torch that expressions may call. */
const functions = new Set(
  'abs amax amin cat chunk clamp cos detach div erf exp full log log_softmax logsumexp matmul maximum mean minimum mul narrow nn pi pow reshape sigmoid sign sin softmax split sqrt square stack sub sum tanh tensor transpose where'.split(
    ' ',
  ),
);

const balanced = (text: string): boolean => {
  const open: string[] = [];
  const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  for (const letter of text.replaceAll(/'[^']*'|"[^"]*"/g, '')) {
    if ('([{'.includes(letter)) open.push(letter);
    else if (pairs[letter] !== undefined && open.pop() !== pairs[letter]) return false;
  }
  return open.length === 0;
};

describe.each(
  operators.flatMap((operator) => (operator.torch === undefined ? [] : [[operator.name, operator] as const])),
)('%s in PyTorch', (name, operator) => {
  test.each(operator.samples.map((sample, index) => [index, sample] as const))('sample %i', (_, sample) => {
    const attributes = withDefaults(operator, sample.attributes);
    const call = operator.torch?.(attributes) ?? '';
    expect(balanced(call), call).toBe(true);
    if (/^nn\.(?!Parameter)/.test(call)) {
      const [, module, given] = /^nn\.(\w+)\((.*)\)$/.exec(call) ?? [];
      expect(module).toBe(name);
      const known = signatures.get(name) ?? new Set(operator.attributes.map((attribute) => attribute.name));
      for (const [, keyword] of (given ?? '').matchAll(/(?:^|, )(\w+)=/g))
        expect([...known]).toContain(keyword);
      return;
    }
    const { inputs } = adapted(operator, attributes);
    for (const port of inputs) expect(call).toMatch(new RegExp(`\\b${port.name}\\b`));
    for (const [, used] of call.matchAll(/\btorch\.(\w+)/g)) expect([...functions]).toContain(used);
  });
});

const scriptOf = (drawn: RandomGraph): string => {
  const graph = checked(drawn);
  return pytorchTest(graph, randomFeeds(graph, drawn, 2));
};

const data = new Map([
  ['x', { kind: 'uniform', from: -1, to: 1 } as const],
  ['y', { kind: 'classes', classes: 3 } as const],
]);

test('the script holds the weights and the numbers to agree with, exactly', () => {
  const drawn = { document: irisGraph(), data, seed: 5 };
  const graph = checked(drawn);
  const feeds = randomFeeds(graph, drawn, 2);
  const text = pytorchTest(graph, feeds);
  const [, encoded] =
    /modules\["fc1"\]\.weight = nn\.Parameter\(tensor\(\[8, 4\], "([^"]+)"\)\)/.exec(text) ?? [];
  const bytes = decodeBase64(encoded ?? '') as Uint8Array;
  expect(new Float64Array(bytes.buffer)).toEqual(feeds.parameters.get('fc1/weight')?.data);
  expect(text).toContain('modules["fc1"] = nn.Linear(4, 8).train()');
  expect(text).toContain('(1 * values["loss", "output"]).backward()');
  expect(text).toContain('compare("fc2 gradient of bias", modules["fc2"].bias.grad, tensor([3]');
});

test('what draws masks is compared in evaluation mode; shared weights are one parameter; losses keep their weights', () => {
  const text = scriptOf({
    document: draw(
      'x:Input{shape:[4]} -> fc1:Linear{out_features:4} -> drop:Dropout -> fc2:Linear{out_features:3} -> loss:CrossEntropyLoss{total_weight:0.5}',
      'y:Target -> loss.target',
    ),
    data,
    seed: 5,
  });
  expect(text).toContain('nn.Dropout(0.5).eval()');
  expect(text).not.toContain('.train()');
  expect(text).toContain('(0.5 * values["loss", "output"]).backward()');
});

test('every template and 40 random graphs give a script with a line for each node', () => {
  const check = (text: string, ids: readonly string[]): void => {
    for (const id of ids)
      expect(text).toMatch(new RegExp(`^(give\\("${id}"|for port|modules\\["${id}"\\])`, 'm'));
    for (const line of text.split('\n').slice(60)) expect(balanced(line), line).toBe(true);
  };
  for (const { document } of templates) {
    const graph = checkGraph(document);
    const drawn = {
      document,
      data: new Map(
        [...graph.nodes].flatMap(([id, { outputs, operator }]) => {
          const carries = outputs.get('output')?.carries;
          if (operator.feed === undefined) return [];
          return [
            [
              id,
              carries === 'classes' ? { kind: 'classes', classes: 2 } : { kind: 'uniform', from: 0, to: 1 },
            ] as const,
          ];
        }),
      ),
      seed: 1,
    } satisfies RandomGraph;
    if (graph.order.some((id) => graph.nodes.get(id)?.attributes['kind'] === 'one-hot')) continue;
    check(scriptOf(drawn), graph.order);
  }
  fc.assert(
    fc.property(randomGraphs(20), (drawn) =>
      check(
        scriptOf(drawn),
        drawn.document.nodes.map(({ id }) => id),
      ),
    ),
    { numRuns: 40, seed: 4, endOnFailure: true },
  );
});
