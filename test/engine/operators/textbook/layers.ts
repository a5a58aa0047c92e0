import type { Builder } from '../../../../engine/program/builder.ts';
import type { ValueId } from '../../../../engine/program/program.ts';
import { g, intoLoss, mean, type Row, square, type Textbook, x } from './row.ts';

/** x̂ and s of a normalisation along one axis. */
function normalised(
  b: Builder,
  x: ValueId,
  axis: number,
): { readonly normal: ValueId; readonly scale: ValueId } {
  const centred = b.subtract(x, mean(b, x, axis));
  const scale = b.unary('sqrt', b.add(mean(b, square(b, centred), axis), b.constant(1e-5)));
  return { normal: b.divide(centred, scale), scale };
}

/** (h − mean(h) − x̂ ⊙ mean(h ⊙ x̂))/s for h = g ⊙ γ. */
const normalisationGradient = (axis: number): Textbook => {
  return (b, at) => {
    const { normal, scale } = normalised(b, at(x), axis);
    const h = b.multiply(at(g), at('parameter op weight'));
    const projected = b.multiply(normal, mean(b, b.multiply(h, normal), axis));
    return b.divide(b.subtract(b.subtract(h, mean(b, h, axis)), projected), scale);
  };
};

const flat = (b: Builder, of: ValueId): ValueId => b.reshape(of, [b.shape(of).at(-1) ?? 1]);

const normalisation = (operator: string, axis: number): Row => ({
  name: operator,
  graph: intoLoss(operator),
  form: 'local',
  gradients: [
    {
      of: 'weight',
      reads: 'Σ_N g ⊙ x̂',
      means: (b, at) => flat(b, b.sum(b.multiply(at(g), normalised(b, at(x), axis).normal), [0])),
    },
    { of: 'bias', reads: 'Σ_N g', means: (b, at) => flat(b, b.sum(at(g), [0])) },
    {
      of: 'input',
      reads: '(g ⊙ γ − x̂ ⊙ mean(g ⊙ γ ⊙ x̂) − mean(g ⊙ γ))/s',
      means: normalisationGradient(axis),
    },
  ],
});

export const layers: readonly Row[] = [
  {
    name: 'Linear',
    graph: intoLoss('Linear{out_features:3}', 3),
    form: 'local',
    gradients: [
      {
        of: 'weight',
        reads: 'gᵀ x',
        means: (b, at) => b.matmul(b.transposeMatrix(at(g)), at(x)),
      },
      { of: 'bias', reads: 'Σ_N g', means: (b, at) => flat(b, b.sum(at(g), [0])) },
      { of: 'input', reads: 'g W', means: (b, at) => b.matmul(at(g), at('parameter op weight')) },
    ],
  },
  {
    name: 'Bilinear',
    graph: `x:Input{shape:[4]} -> h:Linear{out_features:2} -> op:Bilinear{out_features:3} -> loss:MSELoss;
      x -> k:Linear{out_features:5} -> op.input2; y:Target{kind:"real",features:3} -> loss.target`,
    form: 'local',
    gradients: [
      {
        of: 'weight',
        reads: 'reshape(gᵀ flatten(outer(z₁, z₂)))',
        textbook: 'Σ_N g_k z₁ z₂ᵀ',
        means: (b, at) => {
          const pairs = b.multiply(
            b.reshape(at('value op input1'), [5, 1, 2, 1]),
            b.reshape(at('value op input2'), [5, 1, 1, 5]),
          );
          return b.reshape(b.sum(b.multiply(b.reshape(at(g), [5, 3, 1, 1]), pairs), [0]), [3, 2, 5]);
        },
      },
      {
        of: 'input1',
        reads: 'Σ reshape(g · flatten(A₃)) ⊙ z₂',
        textbook: 'Σ_k g_k A_k z₂',
        means: (b, at) => {
          const terms = b.multiply(
            b.multiply(b.reshape(at(g), [5, 3, 1, 1]), b.reshape(at('parameter op weight'), [1, 3, 2, 5])),
            b.reshape(at('value op input2'), [5, 1, 1, 5]),
          );
          return b.reshape(b.sum(terms, [1, 3]), [5, 2]);
        },
      },
    ],
  },
  normalisation('LayerNorm', 1),
  { ...normalisation('BatchNorm1d', 0), name: 'BatchNorm1d (training)' },
  {
    name: 'RMSNorm',
    graph: intoLoss('RMSNorm{eps:0.001}'),
    form: 'local',
    gradients: [
      {
        of: 'weight',
        reads: 'Σ_N g ⊙ x̂',
        means: (b, at) => {
          const r = b.unary('sqrt', b.add(mean(b, square(b, at(x)), 1), b.constant(0.001)));
          return flat(b, b.sum(b.multiply(at(g), b.divide(at(x), r)), [0]));
        },
      },
      {
        of: 'input',
        reads: '(g ⊙ γ − x̂ ⊙ mean(g ⊙ γ ⊙ x̂))/r',
        means: (b, at) => {
          const r = b.unary('sqrt', b.add(mean(b, square(b, at(x)), 1), b.constant(0.001)));
          const normal = b.divide(at(x), r);
          const h = b.multiply(at(g), at('parameter op weight'));
          return b.divide(b.subtract(h, b.multiply(normal, mean(b, b.multiply(h, normal), 1))), r);
        },
      },
    ],
  },
  {
    name: 'Embedding',
    graph: `x:Input{shape:[],kind:"classes",classes:4} -> op:Embedding{num_embeddings:4,embedding_dim:3} -> loss:MSELoss;
      y:Target{kind:"real",features:3} -> loss.target`,
    form: 'local',
    gradients: [
      {
        of: 'weight',
        reads: 'onehot(x)ᵀ g',
        textbook: 'Σ_N [x = i] g',
        means: (b, at) =>
          b.concatenate(
            [0, 1, 2, 3].map((row) => {
              const lookedUp = b.reshape(b.binary('equal', at(x), b.constant(row)), [5, 1]);
              return b.sum(b.multiply(lookedUp, at(g)), [0]);
            }),
            0,
          ),
      },
    ],
  },
];
