import type { Builder } from '../../../../engine/program/builder.ts';
import type { ValueId } from '../../../../engine/program/program.ts';
import { batch, complement, over, type Row, rows3, sigma, softmax, square, type Textbook } from './row.ts';

const classLoss = (loss: string): string =>
  `x:Input{shape:[4]} -> fc:Linear{out_features:3} -> op:${loss}; y:Target -> op.target`;

const realLoss = (loss: string): string =>
  `x:Input{shape:[4]} -> fc:Linear{out_features:3} -> op:${loss}; y:Target{kind:"real",features:3} -> op.target`;

const [prediction, target] = ['value op input', 'value op target'];

/** A loss: the gradient of the loss by its input. */
const loss = (name: string, graph: string, reads: string, means: Textbook, textbook?: string): Row => ({
  name,
  graph,
  form: 'local',
  gradients: [{ of: 'input', reads, ...(textbook === undefined ? {} : { textbook }), means }],
});

const difference = (b: Builder, at: (key: string) => ValueId): ValueId =>
  b.subtract(at(prediction), at(target));

const clamp = (b: Builder, of: ValueId, most: number): ValueId =>
  b.minimum(b.maximum(of, b.constant(-most)), b.constant(most));

export const losses: readonly Row[] = [
  loss('CrossEntropyLoss (mean)', classLoss('CrossEntropyLoss'), '(ŷ − y)/N', (b, at) =>
    b.divide(b.subtract(softmax(b, at(prediction)), rows3(b, at(target))), batch(b, at(prediction))),
  ),
  {
    ...loss(
      'CrossEntropyLoss from one-hot targets',
      `x:Input{shape:[4]} -> fc:Linear{out_features:3} -> op:CrossEntropyLoss; y:Target{kind:"one-hot"} -> op.target`,
      '(ŷ − y)/N',
      (b, at) => b.divide(b.subtract(softmax(b, at(prediction)), at(target)), batch(b, at(prediction))),
    ),
    form: 'chain',
  },
  loss(
    'CrossEntropyLoss with class weights w',
    classLoss('CrossEntropyLoss{weight:[0.5,1,2]}'),
    '(w_y ⊙ (ŷ − y))/(Σ_N w_y)',
    (b, at) => {
      const rows = rows3(b, at(target));
      const weights = b.concatenate(
        [0.5, 1, 2].map((weight) => b.reshape(b.constant(weight), [1])),
        0,
      );
      const own = b.sum(b.multiply(rows, weights), [1]);
      return b.divide(b.multiply(own, b.subtract(softmax(b, at(prediction)), rows)), b.sumAll(own));
    },
  ),
  loss(
    'CrossEntropyLoss with label smoothing ε',
    classLoss('CrossEntropyLoss{label_smoothing:0.1}'),
    '(ŷ − 0.9 y − 0.1/3)/N',
    (b, at) => {
      const smooth = b.add(
        b.multiply(b.constant(0.9), rows3(b, at(target))),
        b.divide(b.constant(0.1), b.constant(3)),
      );
      return b.divide(b.subtract(softmax(b, at(prediction)), smooth), batch(b, at(prediction)));
    },
    '(ŷ − (0.9 y + 0.1/3))/N',
  ),
  loss(
    'NLLLoss',
    `x:Input{shape:[4]} -> fc:Linear{out_features:3} -> act:LogSoftmax -> op:NLLLoss; y:Target -> op.target`,
    '−y/N',
    (b, at) => b.divide(b.negate(rows3(b, at(target))), batch(b, at(prediction))),
  ),
  {
    name: 'BCELoss after Sigmoid',
    graph: `x:Input{shape:[4]} -> fc:Linear{out_features:3} -> act:Sigmoid -> op:BCELoss;
      y:Target{kind:"real",features:3} -> op.target`,
    form: 'chain',
    node: 'act',
    gradients: [
      {
        of: 'input',
        reads: '(ŷ − y)/(3N)',
        means: (b, at) => {
          const z = at('value act input');
          return over(b, b.subtract(sigma(b, z), at(target)), z);
        },
      },
    ],
  },
  loss('BCEWithLogitsLoss', realLoss('BCEWithLogitsLoss'), '(ŷ − y)/(3N)', (b, at) =>
    over(b, b.subtract(sigma(b, at(prediction)), at(target)), at(prediction)),
  ),
  loss(
    'BCEWithLogitsLoss with pos_weight p',
    realLoss('BCEWithLogitsLoss{pos_weight:[0.5,1,2]}'),
    '((1 − y) ⊙ ŷ − p ⊙ y ⊙ σ(−z))/(3N)',
    (b, at) => {
      const [s, weights] = [
        sigma(b, at(prediction)),
        b.concatenate(
          [0.5, 1, 2].map((weight) => b.reshape(b.constant(weight), [1])),
          0,
        ),
      ];
      const hit = b.multiply(b.multiply(weights, at(target)), complement(b, s));
      return over(b, b.subtract(b.multiply(complement(b, at(target)), s), hit), s);
    },
    '((1 − y) ⊙ ŷ − p ⊙ y ⊙ (1 − ŷ))/(3N)',
  ),
  loss(
    'BCELoss alone',
    `x:Input{shape:[4]} -> fc:Linear{out_features:3} -> act:Sigmoid -> op:BCELoss;
      y:Target{kind:"real",features:3} -> op.target`,
    '(ŷ − y)/(3N ŷ ⊙ (1 − ŷ))',
    (b, at) => {
      const p = at(prediction);
      return over(b, b.divide(difference(b, at), b.multiply(p, complement(b, p))), p);
    },
  ),
  loss('MSELoss', realLoss('MSELoss'), '2(ŷ − y)/(3N)', (b, at) =>
    over(b, b.multiply(b.constant(2), difference(b, at)), at(prediction)),
  ),
  loss('L1Loss', realLoss('L1Loss'), 'sign(ŷ − y)/(3N)', (b, at) =>
    over(b, b.unary('sign', difference(b, at)), at(prediction)),
  ),
  loss('HuberLoss (δ)', realLoss('HuberLoss{delta:0.5}'), 'clamp(ŷ − y, −0.5, 0.5)/(3N)', (b, at) =>
    over(b, clamp(b, difference(b, at), 0.5), at(prediction)),
  ),
  loss('SmoothL1Loss (β)', realLoss('SmoothL1Loss{beta:0.7}'), 'clamp((ŷ − y)/0.7, −1, 1)/(3N)', (b, at) =>
    over(b, clamp(b, b.divide(difference(b, at), b.constant(0.7)), 1), at(prediction)),
  ),
  loss('KLDivLoss (batchmean)', realLoss('KLDivLoss{reduction:"batchmean"}'), '−y/N', (b, at) =>
    b.divide(b.negate(at(target)), batch(b, at(target))),
  ),
  loss('PoissonNLLLoss (log input)', realLoss('PoissonNLLLoss'), '(exp(ŷ) − y)/(3N)', (b, at) =>
    over(b, b.subtract(b.exp(at(prediction)), at(target)), at(prediction)),
  ),
  {
    name: 'GaussianNLLLoss',
    graph: `x:Input{shape:[4]} -> fc:Linear{out_features:3} -> op:GaussianNLLLoss; x -> k:Linear{out_features:3} -> e:Softplus -> op.var;
      y:Target{kind:"real",features:3} -> op.target`,
    form: 'local',
    gradients: [
      {
        of: 'input',
        reads: '(ŷ − y)/(3N v)',
        means: (b, at) => over(b, b.divide(difference(b, at), at('value op var')), at(prediction)),
      },
      {
        of: 'var',
        reads: '(0.5 − 0.5 (ŷ − y)²/v)/(3N v)',
        textbook: '0.5(1/v − (ŷ − y)²/v²)/(3N)',
        means: (b, at) => {
          const v = at('value op var');
          const misfit = b.divide(square(b, difference(b, at)), square(b, v));
          const both = b.subtract(b.divide(b.constant(1), v), misfit);
          return over(b, b.multiply(b.constant(0.5), both), v);
        },
      },
    ],
  },
];
