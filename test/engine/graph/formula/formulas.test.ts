import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { CheckedNode } from '../../../../engine/graph/check/checked-graph.ts';
import type { GraphDocument } from '../../../../engine/graph/document.ts';
import { cardFormula, dependsOnMode } from '../../../../engine/graph/formula/card-formula.ts';
import { nodeFormulas } from '../../../../engine/graph/formula/formulas.ts';
import { symbol } from '../../../../engine/notation/expression.ts';
import { toText } from '../../../../engine/notation/text.ts';
import { draw } from '../drawing.ts';
import { templateDocument } from '../template-document.ts';

/** The full-chain gradients of every node, as text by `node of`. */
function chains(document: GraphDocument): ReadonlyMap<string, string> {
  const graph = checkGraph(document);
  const program = buildProgram(graph);
  return new Map(
    graph.order.flatMap((id) =>
      (nodeFormulas(graph, program, id)?.gradients ?? []).flatMap(({ of, chain }) =>
        chain === undefined ? [] : [[`${id} ${of}`, toText(chain.expression)] as const],
      ),
    ),
  );
}

describe('gradients as formulas (reference/gradients.md)', () => {
  test('softmax with cross-entropy is (ŷ − y)/N, with ŷ and y explained', () => {
    const graph = checkGraph(templateDocument('iris'));
    const atLogits = nodeFormulas(graph, buildProgram(graph), 'loss')?.gradients[0]?.chain;
    expect(toText(atLogits?.expression ?? { kind: 'number', value: 0 })).toBe('∂L/∂z₂ = (ŷ − y)/N');
    expect(atLogits?.definitions.map(toText)).toEqual(['ŷ = softmax(z₂)', 'yₙᵢ = [yₙ = i]']);
  });

  test('the chain of the 4-8-3 network', () => {
    const found = chains(templateDocument('iris'));
    expect(found.get('fc1 weight')).toBe('∂L/∂W₁ = ((ŷ − y)/N · W₂ ⊙ [z₁ > 0])ᵀ x');
    expect(found.get('fc2 weight')).toBe('∂L/∂W₂ = ((ŷ − y)/N)ᵀ a');
    expect(found.get('fc2 bias')).toBe('∂L/∂b₂ = Σ_N (ŷ − y)/N');
  });

  test('sigmoid with BCE is (ŷ − y)/N at the logits', () => {
    expect(chains(templateDocument('logistic-regression')).get('act1 input')).toBe('∂L/∂z = (ŷ − y)/N');
  });
});

test('what no parameter lies behind has no gradient in formulas, as in the run: a loss behind Detach', () => {
  const graph = checkGraph(
    draw(
      'x:Input{shape:[2]} -> fc:Linear{out_features:2} -> d:Detach -> loss:MSELoss; fc -> other:MSELoss',
      'y:Target{features:2,kind:"real"} -> loss.target; y -> other.target',
    ),
  );
  const program = buildProgram(graph);
  const at = (id: string) => nodeFormulas(graph, program, id);
  expect(at('loss')?.gradients).toEqual([]);
  expect(at('d')?.upstream).toEqual([]);
  expect(at('other')?.gradients.map(({ of }) => of)).toEqual(['input']);
  expect(at('fc')?.gradients.map(({ of }) => of)).toEqual(['weight', 'bias', 'input']);
});

describe('gradients from the gradient that comes to the node', () => {
  test.each([
    ['iris', 'fc1', ['∂L/∂W₁ = (∂L/∂z₁)ᵀ x', '∂L/∂b₁ = Σ_N ∂L/∂z₁', '∂L/∂x = ∂L/∂z₁ · W₁']],
    ['iris', 'act1', ['∂L/∂z₁ = ∂L/∂a ⊙ [z₁ > 0]']],
    ['mlp-sigmoid', 'act1', ['∂L/∂z₁ = ∂L/∂a ⊙ a ⊙ (1 − a)']],
    ['mlp-tanh', 'act1', ['∂L/∂z₁ = ∂L/∂a ⊙ (1 − a²)']],
  ] as const)('%s %s', (id, node, expected) => {
    const graph = checkGraph(templateDocument(id));
    const gradients = nodeFormulas(graph, buildProgram(graph), node)?.gradients ?? [];
    expect(gradients.map(({ product }) => toText(product.expression))).toEqual(expected);
  });
});

/** x through one operator into MSELoss; its local gradient with g for the gradient that comes from above. */
function localGradient(operator: string): string {
  const graph = checkGraph(
    draw(`x:Input -> op:${operator} -> loss:MSELoss; y:Target{kind:"real",features:4} -> loss.target`),
  );
  const gradients = nodeFormulas(graph, buildProgram(graph), 'op')?.gradients ?? [];
  return gradients
    .map(({ product }) =>
      toText(product.expression)
        .replace(/^[^=]*= /, '')
        .replaceAll('∂L/∂ŷ', 'g'),
    )
    .join('; ');
}

describe('derivatives read like a textbook (reference/gradients.md)', () => {
  test.each([
    ['Sigmoid', 'g ⊙ ŷ ⊙ (1 − ŷ)'],
    ['Tanh', 'g ⊙ (1 − ŷ²)'],
    ['ReLU', 'g ⊙ [x > 0]'],
    ['ReLU6', 'g ⊙ [0 < x < 6]'],
    ['Hardtanh', 'g ⊙ [−1 < x < 1]'],
    ['LeakyReLU', 'g ⊙ (1 if x > 0 else 0.01)'],
    ['ELU', 'g ⊙ (exp(x) if x ≤ 0 else 1)'],
    ['SiLU', 'g ⊙ σ(x) ⊙ (1 + x ⊙ (1 − σ(x)))'],
    ['Mish', 'g ⊙ (tanh(softplus(x)) + x ⊙ (1 − tanh(softplus(x))²) ⊙ σ(x))'],
    ['Softplus', 'g ⊙ σ(x)'],
    ['LogSigmoid', 'g ⊙ σ(−x)'],
    ['Tanhshrink', 'g ⊙ tanh(x)²'],
    ['Softmax', 'ŷ ⊙ (g − Σ g ⊙ ŷ)'],
    ['LogSoftmax', 'g − exp(ŷ) ⊙ Σ g'],
    ['PReLU', 'Σ g ⊙ x ⊙ [x ≤ 0]; g ⊙ (1 if x > 0 else α)'],
  ])('%s: %s', (operator, expected) => {
    expect(localGradient(operator)).toBe(expected);
  });

  test.each([
    ['LayerNorm{elementwise_affine:false}', '(g − ŷ ⊙ mean(g ⊙ ŷ) − mean(g))/s'],
    ['RMSNorm{elementwise_affine:false}', '(g − ŷ ⊙ mean(g ⊙ ŷ))/r'],
  ])('%s: x̂ is the output itself, and written by its name', (operator, expected) => {
    expect(localGradient(operator)).toBe(expected);
  });
});

describe('what differs between training and evaluation', () => {
  const graph = checkGraph(
    draw(
      'x:Input -> fc:Linear{out_features:4} -> bn:BatchNorm1d -> drop:Dropout{p:0.2} -> loss:MSELoss',
      'y:Target{kind:"real",features:4} -> loss.target',
    ),
  );
  const formulas = (id: string) => {
    const found = nodeFormulas(graph, buildProgram(graph), id);
    if (found === undefined) throw new Error(`${id} has formulas`);
    return found;
  };
  const texts = (id: string) => {
    const { forward, evaluated } = formulas(id);
    return [forward[0], evaluated].map((formula) =>
      formula === undefined ? undefined : toText(formula.expression),
    );
  };

  test('has a formula for each; what does not has one', () => {
    expect(texts('drop')).toEqual(['ŷ = (n₂ ⊙ m)/0.8', 'ŷ = n₂']);
    expect(texts('bn')).toEqual([
      'n₂ = (z₁ − mean(z₁))/√(var(z₁) + 10⁻⁵) ⊙ γ₂ + β₂',
      'n₂ = (z₁ − μ₂)/√(v₂ + 10⁻⁵) ⊙ γ₂ + β₂',
    ]);
    expect(texts('fc')).toEqual(['z₁ = x W₁ᵀ + b₁', undefined]);
    expect(graph.order.filter((id) => dependsOnMode(graph.nodes.get(id) as CheckedNode))).toEqual([
      'bn',
      'drop',
    ]);
  });

  test('Dropout’s gradient is g ⊙ m/(1 − p), with m explained where it is written', () => {
    const product = formulas('drop').gradients[0]?.product;
    expect(toText(product?.expression ?? symbol('?'))).toBe('∂L/∂n₂ = (∂L/∂ŷ ⊙ m)/0.8');
    expect(product?.definitions.map(toText)).toEqual(['m = [uniform(0, 1) < 0.8]']);
    expect(formulas('loss').gradients[0]?.chain?.definitions.map(toText)).toEqual([]);
  });

  test('masks carry the numbers of their nodes, in local gradients and down to the loss', () => {
    const two = checkGraph(
      draw(
        'x:Input -> a:Dropout -> b:Dropout{p:0.1} -> r:ReLU -> loss:MSELoss',
        'y:Target{kind:"real",features:4} -> loss.target',
      ),
    );
    const found = nodeFormulas(two, buildProgram(two), 'a');
    expect(found?.gradients.map(({ product }) => toText(product.expression))).toEqual([
      '∂L/∂x = (∂L/∂d₁ ⊙ m₁)/0.5',
    ]);
    const chain = found?.gradients[0]?.chain;
    expect(chain?.definitions.map(toText)).toEqual(
      expect.arrayContaining(['m₁ = [uniform(0, 1) < 0.5]', 'm₂ = [uniform(0, 1) < 0.9]']),
    );
  });
});

test('a card shows the forward formula, a data node its symbol', () => {
  const graph = checkGraph(templateDocument('iris'));
  const texts = ['x', 'fc1', 'act1', 'loss', 'y'].map((id) => {
    const formula = cardFormula(graph, id);
    return formula === undefined ? '' : toText(formula);
  });
  expect(texts).toEqual(['x', 'z₁ = x W₁ᵀ + b₁', 'a = max(0, z₁)', 'L = −log softmax(z₂)_y', 'y ∈ {0,1,2}']);
});

test('a graph without a loss has products and no chain', () => {
  const iris = templateDocument('iris');
  const document = {
    ...iris,
    nodes: iris.nodes.filter((node) => node.operator !== 'CrossEntropyLoss'),
    edges: iris.edges.filter((edge) => edge.to[0] !== 'loss'),
  };
  const graph = checkGraph(document);
  const formulas = nodeFormulas(graph, buildProgram(graph), 'fc1');
  expect(formulas?.gradients.map(({ product, chain }) => [toText(product.expression), chain])).toEqual([
    ['∂L/∂W₁ = (∂L/∂z₁)ᵀ x', undefined],
    ['∂L/∂b₁ = Σ_N ∂L/∂z₁', undefined],
    ['∂L/∂x = ∂L/∂z₁ · W₁', undefined],
  ]);
});
