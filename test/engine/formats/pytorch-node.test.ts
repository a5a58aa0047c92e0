import { expect, test } from 'vitest';
import { nodeInPyTorch } from '../../../engine/formats/pytorch-node.ts';
import { buildProgram } from '../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { sharesOfParameter } from '../../../engine/graph/formula/gradient-shares.ts';
import { keyOfParameter } from '../../../engine/graph/parameter-keys.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';
import { evaluate, type Feeds } from '../../../engine/program/evaluate/evaluate.ts';
import { outputKey } from '../../../engine/program/program.ts';
import { bindShape } from '../../../engine/program/shape.ts';
import { elementCount, type Tensor, tensorOf } from '../../../engine/program/tensor.ts';
import { tensorAt } from '../../../engine/train/executor.ts';
import { draw } from '../graph/drawing.ts';
import { uniformNumbers } from '../operators/sample-network.ts';
import { expectAllHold, torch } from './run-in-pytorch.ts';

const batch = 5;

/** A template on made-up samples: all numbers of its step. */
function computed(id: string) {
  const template = templates.find((each) => each.id === id);
  if (template === undefined) throw new Error(`there is no template ${id}`);
  const graph = checkGraph(template.document);
  const program = buildProgram(graph);
  const random = uniformNumbers(5);
  const [inputs, parameters] = [new Map<string, Tensor>(), new Map<string, Tensor>()];
  for (const { operation, shape } of program.values) {
    if (operation.primitive !== 'input' && operation.primitive !== 'parameter') continue;
    const bound = bindShape(shape, batch);
    const isClass = bound.length === 1 && operation.primitive === 'input';
    const data = Array.from({ length: elementCount(bound) }, () =>
      isClass ? Math.floor(random() * 2) : operation.key === 'y' ? Math.round(random()) : random() * 2 - 1,
    );
    (operation.primitive === 'input' ? inputs : parameters).set(operation.key, tensorOf(bound, data));
  }
  const feeds: Feeds = { batch, inputs, parameters, settings: new Map() };
  return { graph, values: evaluate(program, feeds) };
}

test('without numbers what has to be given is named with its shape; data have no code', () => {
  const { graph } = computed('iris');
  const [fc1, x] = ['fc1', 'x'].map((id) => graph.nodes.get(id));
  const code = fc1 === undefined ? '' : nodeInPyTorch(fc1);
  expect(code).toContain('# input: N×4, requires_grad_()\n# gradient_output: N×8');
  expect(code).toContain('module = nn.Linear(4, 8)\noutput = module(input)');
  expect(code).toContain('torch.autograd.backward([output], [gradient_output])');
  expect(x === undefined ? '' : nodeInPyTorch(x)).toBeUndefined();
});

const literal = ({ shape, data }: Tensor): string =>
  `torch.tensor([${[...data].join(', ')}], dtype=torch.float64).reshape(${shape.join(', ') || '()'})`;

/** The code of each node with what our step makes of its gradients, compared. */
function scriptsOf(id: string): readonly string[] {
  const { graph, values } = computed(id);
  const nodes = [...graph.nodes.values()];
  return nodes.flatMap((checked) => {
    const code = nodeInPyTorch(checked, { values });
    const asked = [
      ...checked.parameters
        // Of a parameter that others use too the program has the sum of their shares alone.
        .filter(({ name }) => sharesOfParameter(nodes, keyOfParameter(checked, name)).length === 1)
        .map(({ name }) => ({
          python: `module.${name}.grad`,
          ours: tensorAt(values, outputKey('parameterGradient', checked.node.id, name)),
        })),
      ...[...checked.inputs.keys()].map((port) => ({
        python: `${port}.grad`,
        ours: values.get(outputKey('gradient', checked.node.id, port)),
      })),
    ].flatMap(({ python, ours }) =>
      ours === undefined ? [] : [`torch.allclose(${python}, ${literal(ours)}, 1e-9, 1e-12)`],
    );
    if (code === undefined || asked.length === 0) return [];
    const compared = `agree = [${asked.join(', ')}]`;
    const said = 'print(f"{sum(agree)} of {len(agree)} agree with PyTorch")\nassert all(agree)';
    return [`${code}\n${compared}\n${said}\n`];
  });
}

test('what comes in has a name of its own, whatever the script calls by the same', () => {
  const document = draw(
    'output:Input{shape:[2]} -> f.output:Formula{expression:"output + output_ + gradient_output + self",parameters:""} -> loss:MSELoss; t:Input{shape:[2]} -> loss.target',
    ...['output_', 'gradient_output', 'self'].map((name) => `${name}:Input{shape:[2]} -> f.${name}`),
  );
  const formula = checkGraph(document).nodes.get('f');
  const code = formula === undefined ? '' : (nodeInPyTorch(formula) ?? '');
  const given = [...code.matchAll(/^# (\w+): N/gm)].map(([, name]) => name);
  expect(given).toEqual(['output_', 'output__', 'gradient_output_', 'self_', 'gradient_output']);
  expect(code).toContain(
    'output = (lambda self, output, output_, gradient_output, self_: output + output_ + gradient_output + self_)(module, output_, output__, gradient_output_, self_)',
  );
});

test.skipIf(torch === undefined)('in PyTorch each node gives the gradients of our step', async () => {
  const scripts = ['iris', 'mlp-relu', 'logistic-regression', 'own-formula'].flatMap(scriptsOf);
  expect(scripts.length).toBeGreaterThan(10);
  await expectAllHold(scripts);
});
