/**
 * The column Forward of the reference: how the node of each row reads, by the row's name. That it is the function which
 * the node computes is held for every operator in `test/engine/graph/formula/formula.test.ts`.
 */
export const forwardCells: Readonly<Record<string, string>> = {
  Linear: 'x Wᵀ + b',
  Bilinear: 'z₁ᵀ A₃ z₂ + b₃',
  Sigmoid: 'σ(x)',
  Tanh: 'tanh(x)',
  ReLU: 'max(0, x)',
  ReLU6: 'clamp(x, 0, 6)',
  'Hardtanh{min_val:-1.5,max_val:0.5}': 'clamp(x, −1.5, 0.5)',
  LeakyReLU: 'x if x > 0 else 0.01 x',
  PReLU: 'max(0, x) + α min(0, x)',
  ELU: 'x if x > 0 else exp(x) − 1',
  'ELU{alpha:0.5}': 'x if x > 0 else 0.5(exp(x) − 1)',
  GELU: 'x ⊙ Φ(x)',
  SiLU: 'x ⊙ σ(x)',
  Mish: 'x ⊙ tanh(softplus(x))',
  'Softplus{beta:2}': 'softplus(2 x)/2',
  Softsign: 'x/(1 + ∣x∣)',
  LogSigmoid: 'log(σ(x))',
  Softmax: 'softmax(x)',
  LogSoftmax: 'log softmax(x)',
  GLU: 'x₁ ⊙ σ(x₂)',
  LayerNorm: '(x − mean(x))/√(var(x) + 10⁻⁵) ⊙ γ + β',
  'BatchNorm1d (training)': '(x − mean(x))/√(var(x) + 10⁻⁵) ⊙ γ + β',
  RMSNorm: 'x/√(mean(x²) + 0.001) ⊙ γ',
  'Dropout (training)': '(x ⊙ m)/0.75',
  Multiply: 'a₁ ⊙ a₂',
  Divide: 'a₁/a₂',
  Embedding: 'Wₓ',
  'CrossEntropyLoss (mean)': '−mean(log softmax(z)_y)',
};
