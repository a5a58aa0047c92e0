import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pytorchTest } from '../../../engine/formats/pytorch-test.ts';
import { decodeBase64 } from '../../../engine/graph/weights.ts';
import { operators } from '../../../engine/operators/catalogue.ts';
import { adapted } from '../../../engine/operators/operator.ts';
import { draw, irisGraph } from '../graph/drawing.ts';
import { checked, randomFeeds, randomGraphs } from '../graph/random-documents.ts';
import { withDefaults } from '../operators/sample-network.ts';
import { functionScripts, operatorScripts, scriptOf, templateScripts } from './pytorch-scripts.ts';
import { expectAllHold, torch } from './run-in-pytorch.ts';
import { methods, torchParameters } from './torch-calls.ts';

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
      const known = torchParameters(`nn.${name}`);
      for (const [, keyword] of (given ?? '').matchAll(/(?:^|, )(\w+)=/g)) expect(known).toContain(keyword);
      return;
    }
    const { inputs } = adapted(operator, attributes);
    for (const port of inputs) expect(call).toMatch(new RegExp(`\\b${port.name}\\b`));
    for (const [used] of call.matchAll(/\btorch\.[\w.]+(?=\()/g))
      expect(torchParameters(used), used).toBeDefined();
  });
});

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
  for (const { text, ids } of templateScripts) check(text, ids);
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

/** What Python sees in each script: whether it compiles, and every call of PyTorch and of a method. */
const reader = `
import ast, json, sys
def dotted(of):
    if isinstance(of, ast.Name):
        return of.id
    base = dotted(of.value) if isinstance(of, ast.Attribute) else None
    return None if base is None else base + '.' + of.attr
found = []
for text in json.load(sys.stdin):
    compile(text, 'script', 'exec')
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func) or ''
        if name.split('.')[0] in ('torch', 'nn'):
            found.append([name, len(node.args), [each.arg for each in node.keywords]])
        elif isinstance(node.func, ast.Attribute):
            found.append(['.' + node.func.attr, len(node.args), []])
json.dump(found, sys.stdout)
`;

const hasPython = spawnSync('python3', ['-c', 'import ast']).status === 0;

describe.skipIf(!hasPython)('as Python reads the scripts', () => {
  const scripts = [...templateScripts.map(({ text }) => text), ...operatorScripts, ...functionScripts];

  test(`${scripts.length} scripts, of every template, operator and function of formulas, compile and call what PyTorch has`, () => {
    const { stdout, stderr } = spawnSync('python3', ['-c', reader], {
      encoding: 'utf8',
      maxBuffer: 1e9,
      input: JSON.stringify(scripts),
    });
    expect(stderr).toBe('');
    const calls = JSON.parse(stdout) as readonly (readonly [string, number, readonly string[]])[];
    expect(calls.length).toBeGreaterThan(10 * scripts.length);
    const wrong = calls.flatMap(([callee, positional, keywords]) => {
      if (callee.startsWith('.')) return methods.has(callee.slice(1)) ? [] : [`no method ${callee}`];
      const known = torchParameters(callee);
      if (known === undefined) return [`${callee} is not known`];
      const taken = known.slice(0, positional);
      return [
        ...(positional > known.length ? [`${callee} takes ${known.length}, not ${positional}`] : []),
        ...keywords
          .filter((word) => !known.includes(word) || taken.includes(word))
          .map((word) => `${callee} takes no ${word}`),
      ];
    });
    expect([...new Set(wrong)]).toEqual([]);
  });

  test('what is newer than PyTorch 1.13 is said at the head', () => {
    const heads = scripts.map((text) => [
      /nn\.RMSNorm/.test(text),
      /Needs PyTorch ([\d.]+) or/.exec(text)?.[1],
    ]);
    expect(heads.every(([isNewer, version]) => version === (isNewer === true ? '2.4' : '1.13'))).toBe(true);
  });
});

describe.skipIf(torch === undefined)('in PyTorch itself every value and gradient holds', () => {
  test('of every template', { timeout: 60_000 }, () =>
    expectAllHold(templateScripts.map(({ text }) => text)),
  );

  test('of every sample of every operator', { timeout: 60_000 }, () => expectAllHold(operatorScripts));

  test('of every function that formulas can call', { timeout: 60_000 }, () => expectAllHold(functionScripts));

  test('of 150 random graphs', { timeout: 120_000 }, async () => {
    const drawn = fc
      .sample(randomGraphs(20), { numRuns: 160, seed: 9 })
      // PyTorch's derivative of Hardsigmoid has 1/6 in float32, off by 3e-8 of it.
      .filter(({ document }) => document.nodes.every(({ operator }) => operator !== 'Hardsigmoid'));
    expect(drawn.length).toBeGreaterThan(100);
    await expectAllHold(drawn.map((each) => scriptOf(each, 3)));
  });

  test('of losses and clamp where they bend, at the bound itself', async () => {
    const zeros = new Map([
      ['x', { kind: 'uniform', from: 0, to: 0 } as const],
      ['z', { kind: 'uniform', from: 0, to: 0 } as const],
      ['y', { kind: 'signs' } as const],
    ]);
    const bent = [
      'x:Input{shape:[3]} -> s:Scale{factor:1,shift:1} -> loss:HingeEmbeddingLoss; y:Input{shape:[3]} -> loss.target',
      'x:Input{shape:[3]} -> loss.input1:MarginRankingLoss; z:Input{shape:[3]} -> loss.input2; y:Input{shape:[3]} -> loss.target',
      'x:Input{shape:[3]} -> f:Formula{expression:"clamp(x, 0, 1) + max(x, 0) + min(0, x) + max(0, x)",parameters:""} -> loss:MSELoss; z:Input{shape:[3]} -> loss.target',
    ];
    await expectAllHold(bent.map((drawing) => scriptOf({ document: draw(drawing), data: zeros, seed: 3 })));
  });

  test('a formula whose names are Python’s, or those of the script', async () => {
    const names = ['self_', 'lambda', 'lambda_', 'nn', 'torch_', 'module', 'output', 'modules', 'float'];
    const wires = names.map((name) => `${name}:Input{shape:[2]} -> f.${name}`);
    const expression = ['self', ...names].map((name, at) => `${at + 1} * ${name}`).join(' + ');
    const document = draw(
      `f:Formula{expression:"${expression}",parameters:"self = 0.5"} -> loss:MSELoss; t:Input{shape:[2]} -> loss.target`,
      ...wires,
    );
    const data = new Map(
      [...names, 't'].map((name) => [name, { kind: 'uniform', from: -1, to: 1 } as const]),
    );
    await expectAllHold([scriptOf({ document, data, seed: 3 })]);
  });

  test('a graph in which nothing learns', async () => {
    const document = draw('x:Input{shape:[2]} -> d:Detach -> loss:MSELoss; x -> e:Detach -> loss.target');
    const data = new Map([['x', { kind: 'uniform', from: -1, to: 1 } as const]]);
    await expectAllHold([scriptOf({ document, data, seed: 3 })]);
  });

  test('a loss that reads no data but its own parameters', async () => {
    const document = draw(
      'x:Input{shape:[2]} -> fc1:Linear{out_features:2} -> loss:MSELoss; x -> loss.target',
      'penalty:Formula{expression:"0.1 * sum(w^2)",parameters:"w[2] = 0.5",use:"loss"}',
    );
    await expectAllHold([
      scriptOf({ document, data: new Map([['x', { kind: 'uniform', from: -1, to: 1 }]]), seed: 3 }),
    ]);
  });
});
