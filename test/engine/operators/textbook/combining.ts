import { batch, complement, g, type Row, rows3, softmax, square, x } from './row.ts';

const pairIntoLoss = (operator: string): string =>
  `x:Input{shape:[4]} -> h:Tanh -> op:${operator} -> loss:MSELoss; x -> k:Sigmoid -> op.other;
   y:Target{kind:"real",features:4} -> loss.target`;

export const combining: readonly Row[] = [
  {
    name: 'Residual x + f(x)',
    graph: `x:Input{shape:[4]} -> h:Tanh -> f:Linear{out_features:4} -> op:Add -> loss:MSELoss; h -> op;
      y:Target{kind:"real",features:4} -> loss.target`,
    form: 'chain',
    node: 'h',
    gradients: [
      {
        of: 'input',
        reads: '(2(ŷ − y)/(4N) + 2(ŷ − y)/(4N) · W) ⊙ (1 − a²)',
        means: (b, at) => {
          const through = b.matmul(at(g), at('parameter f weight'));
          return b.multiply(b.add(at(g), through), complement(b, square(b, at('value h output'))));
        },
      },
    ],
  },
  {
    name: 'Multiply',
    graph: pairIntoLoss('Multiply'),
    form: 'local',
    gradients: [
      { of: 'input', reads: 'g ⊙ a₂', means: (b, at) => b.multiply(at(g), at('value op other')) },
      { of: 'other', reads: 'g ⊙ a₁', means: (b, at) => b.multiply(at(g), at('value op input')) },
    ],
  },
  {
    name: 'Multiply; sums over broadcast axes',
    graph: `x:Input{shape:[4]} -> h:Tanh -> op:Multiply -> loss:MSELoss; x -> k:Linear{out_features:1} -> op.other;
      y:Target{kind:"real",features:4} -> loss.target`,
    form: 'local',
    gradients: [
      {
        of: 'other',
        reads: 'Σ g ⊙ a',
        means: (b, at) => b.sum(b.multiply(at(g), at('value op input')), [1]),
      },
    ],
  },
  {
    name: 'Divide',
    graph: pairIntoLoss('Divide'),
    form: 'local',
    gradients: [
      { of: 'input', reads: 'g/a₂', means: (b, at) => b.divide(at(g), at('value op other')) },
      {
        of: 'other',
        reads: '−(g ⊙ ŷ)/a₂',
        textbook: '−(g ⊙ a₁)/a₂²',
        means: (b, at) =>
          b.negate(b.divide(b.multiply(at(g), at('value op input')), square(b, at('value op other')))),
      },
    ],
  },
  {
    name: 'Divide; sums over broadcast axes',
    graph: `x:Input{shape:[4]} -> h:Tanh -> op:Divide -> loss:MSELoss; x -> k:Linear{out_features:1} -> e:Softplus -> op.other;
      y:Target{kind:"real",features:4} -> loss.target`,
    form: 'local',
    gradients: [
      {
        of: 'other',
        reads: '−(Σ g ⊙ ŷ)/a₂',
        textbook: '−(Σ g ⊙ a₁)/a₂²',
        means: (b, at) => {
          const divisor = at('value op other');
          const over = b.divide(b.multiply(at(g), at('value op input')), square(b, divisor));
          return b.negate(b.sum(over, [1]));
        },
      },
    ],
  },
];

/** ∂θ = xᵀ(p − y): the row x(ŷ − y)ᵀ with samples as rows, as they lie on a canvas. */
const byHand = (name: string, nodes: string, reads = 'xᵀ (p − y)'): Row => ({
  name: `Softmax regression by hand: ${name}`,
  graph: `x:Input{shape:[4]} -> op:Formula{expression:"x @ theta",parameters:"theta[4, 3]"}; ${nodes}`,
  form: 'chain',
  gradients: [
    {
      of: 'theta',
      reads,
      textbook: 'x (ŷ − y)ᵀ',
      means: (b, at) => {
        const p = softmax(b, b.matmul(at('value op x'), at('parameter op theta')));
        const y = at('value y output');
        const rows = b.shape(y).length === 1 ? rows3(b, y) : y;
        return b.matmul(b.transposeMatrix(at('value op x')), b.subtract(p, rows));
      },
    },
  ],
});

export const chains: readonly Row[] = [
  byHand(
    'softmax, logarithm and NLLLoss',
    `op -> p:Softmax -> log:Formula{expression:"log(p)",parameters:""} -> loss:NLLLoss{reduction:"sum"};
     y:Target -> loss.target`,
  ),
  byHand(
    'softmax, logarithm, product and sum',
    `op -> p:Softmax -> log:Formula{expression:"log(p)",parameters:""} -> hit:Multiply;
     y:Target{kind:"one-hot"} -> hit.other; hit -> loss:Formula{expression:"-sum(h)",parameters:"",use:"loss"}`,
  ),
  byHand(
    'softmax and a loss typed as a formula',
    `op -> p:Softmax -> loss:Formula{expression:"-sum(log(p) * y)",parameters:"",use:"loss"};
     y:Target{kind:"one-hot"} -> loss.y`,
    'xᵀ (ŷ − y)',
  ),
  byHand(
    'nothing but formulas',
    `op -> e:Formula{expression:"exp(z)",parameters:""} -> p:Formula{expression:"e / sum(e, dim=1, keepdim=true)",parameters:""};
     p -> loss:Formula{expression:"-sum(log(p) * y)",parameters:"",use:"loss"}; y:Target{kind:"one-hot"} -> loss.y`,
    'xᵀ (ŷ − y)',
  ),
  {
    name: 'Chain of the 4-8-3 network',
    graph: `x:Input{shape:[4]} -> op:Linear{out_features:8} -> act:ReLU -> fc2:Linear{out_features:3} -> loss:CrossEntropyLoss;
      y:Target -> loss.target`,
    form: 'chain',
    gradients: [
      {
        of: 'weight',
        reads: '((ŷ − y)/N · W₂ ⊙ [z₁ > 0])ᵀ x',
        means: (b, at) => {
          const logits = at('value loss input');
          const delta = b.divide(
            b.subtract(softmax(b, logits), rows3(b, at('value loss target'))),
            batch(b, logits),
          );
          const hidden = b.multiply(
            b.matmul(delta, at('parameter fc2 weight')),
            b.greater(at('value op output'), b.constant(0)),
          );
          return b.matmul(b.transposeMatrix(hidden), at(x));
        },
      },
    ],
  },
];
