import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pytorchTest } from '../../../engine/formats/pytorch-test.ts';
import { checkGraph } from '../../../engine/graph/check.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';
import { decodeBase64 } from '../../../engine/graph/weights.ts';
import { operators } from '../../../engine/operators/catalogue.ts';
import { formulaFunctions } from '../../../engine/operators/formula-language/functions.ts';
import { adapted, type SampleInput } from '../../../engine/operators/operator.ts';
import { draw, irisGraph } from '../graph/drawing.ts';
import { operatorGraph } from '../graph/operator-graph.ts';
import { checked, type RandomGraph, randomFeeds, randomGraphs } from '../graph/random-documents.ts';
import { withDefaults } from '../operators/sample-network.ts';
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

/** The script of every template, on two made-up samples. */
const templateScripts: readonly { readonly text: string; readonly ids: readonly string[] }[] =
  templates.flatMap(({ document }) => {
    const graph = checkGraph(document);
    if (graph.order.some((id) => graph.nodes.get(id)?.attributes['kind'] === 'one-hot')) return [];
    const data = [...graph.nodes].flatMap(([id, { outputs, operator }]) => {
      const carries = outputs.get('output')?.carries;
      const values: SampleInput['values'] =
        carries === 'classes' ? { kind: 'classes', classes: 2 } : { kind: 'uniform', from: 0, to: 1 };
      return operator.feed === undefined ? [] : [[id, values] as const];
    });
    return [{ text: scriptOf({ document, data: new Map(data), seed: 1 }), ids: graph.order }];
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
  const ofOperators = operators.flatMap((operator) =>
    operator.torch === undefined
      ? []
      : operator.samples.flatMap((sample) => {
          const made = operatorGraph(operator, sample, 3);
          return made === undefined ? [] : [pytorchTest(made.graph, made.feeds)];
        }),
  );
  const takes: Readonly<Record<string, string>> = {
    where: 'x > 0, x, 0',
    clamp: 'x, -1, 1',
    onehot: 't, 3',
  };
  const typed = operators.filter(({ name }) => name === 'Formula');
  const ofFunctions = formulaFunctions.flatMap(({ name, operands }) => {
    const ofClasses = name === 'onehot';
    const pair = operands.most === 2 && !ofClasses ? [`${name}(x, 0.5)`] : [];
    return typed.flatMap((operator) =>
      [`${name}(${takes[name] ?? 'x'})`, ...pair].map((expression) => {
        const inputs = new Map<string, readonly SampleInput[]>([
          ofClasses
            ? ['t', [{ shape: ['N'], values: { kind: 'classes', classes: 3 } }]]
            : ['x', [{ shape: ['N', 2, 3], values: { kind: 'uniform', from: 0.1, to: 2 } }]],
        ]);
        const made = operatorGraph(operator, { attributes: { expression, parameters: '' }, inputs }, 3);
        return made === undefined ? '' : pytorchTest(made.graph, made.feeds);
      }),
    );
  });
  const scripts = [...templateScripts.map(({ text }) => text), ...ofOperators, ...ofFunctions];

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
