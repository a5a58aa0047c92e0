import { add } from './add.ts';
import { alphaDropout } from './alpha-dropout.ts';
import { batchNorm1d } from './batch-norm-1d.ts';
import { bceLoss } from './bce-loss.ts';
import { bceWithLogitsLoss } from './bce-with-logits-loss.ts';
import { bilinear } from './bilinear.ts';
import { celu } from './celu.ts';
import { concat } from './concat.ts';
import { constant } from './constant.ts';
import { cosineEmbeddingLoss } from './cosine-embedding-loss.ts';
import { crossEntropyLoss } from './cross-entropy-loss.ts';
import { detach } from './detach.ts';
import { divide } from './divide.ts';
import { dropout } from './dropout.ts';
import { elu } from './elu.ts';
import { embedding } from './embedding.ts';
import { flatten } from './flatten.ts';
import { formula } from './formula.ts';
import { gaussianNllLoss } from './gaussian-nll-loss.ts';
import { gelu } from './gelu.ts';
import { glu } from './glu.ts';
import { hardshrink } from './hardshrink.ts';
import { hardsigmoid } from './hardsigmoid.ts';
import { hardswish } from './hardswish.ts';
import { hardtanh } from './hardtanh.ts';
import { hingeEmbeddingLoss } from './hinge-embedding-loss.ts';
import { huberLoss } from './huber-loss.ts';
import { identity } from './identity.ts';
import { input } from './input.ts';
import { klDivLoss } from './kl-div-loss.ts';
import { l1Loss } from './l1-loss.ts';
import { layerNorm } from './layer-norm.ts';
import { leakyRelu } from './leaky-relu.ts';
import { linear } from './linear.ts';
import { logSigmoid } from './log-sigmoid.ts';
import { logSoftmaxOperator } from './log-softmax.ts';
import { marginRankingLoss } from './margin-ranking-loss.ts';
import { matMul } from './mat-mul.ts';
import { max } from './max.ts';
import { mean } from './mean.ts';
import { mish } from './mish.ts';
import { mseLoss } from './mse-loss.ts';
import { multiLabelSoftMarginLoss } from './multi-label-soft-margin-loss.ts';
import { multiMarginLoss } from './multi-margin-loss.ts';
import { multiply } from './multiply.ts';
import { nllLoss } from './nll-loss.ts';
import type { Operator } from './operator.ts';
import { parameter } from './parameter.ts';
import { poissonNllLoss } from './poisson-nll-loss.ts';
import { prelu } from './prelu.ts';
import { relu } from './relu.ts';
import { relu6 } from './relu6.ts';
import { reshape } from './reshape.ts';
import { rmsNorm } from './rms-norm.ts';
import { scale } from './scale.ts';
import { selu } from './selu.ts';
import { sigmoid } from './sigmoid.ts';
import { silu } from './silu.ts';
import { slice } from './slice.ts';
import { smoothL1Loss } from './smooth-l1-loss.ts';
import { softMarginLoss } from './soft-margin-loss.ts';
import { softmax } from './softmax.ts';
import { softmin } from './softmin.ts';
import { softplus } from './softplus.ts';
import { softshrink } from './softshrink.ts';
import { softsign } from './softsign.ts';
import { split } from './split.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';
import { tanh } from './tanh.ts';
import { tanhshrink } from './tanhshrink.ts';
import { target } from './target.ts';
import { threshold } from './threshold.ts';
import { transpose } from './transpose.ts';
import { tripletMarginLoss } from './triplet-margin-loss.ts';
import { unflatten } from './unflatten.ts';

/** Every operator, in the order in which the palette shows them within their category. */
export const operators: readonly Operator[] = [
  input,
  target,
  constant,
  linear,
  bilinear,
  embedding,
  parameter,
  dropout,
  alphaDropout,
  relu,
  sigmoid,
  tanh,
  softmax,
  logSoftmaxOperator,
  softmin,
  leakyRelu,
  relu6,
  elu,
  celu,
  selu,
  gelu,
  silu,
  mish,
  softplus,
  softsign,
  logSigmoid,
  hardtanh,
  hardsigmoid,
  hardswish,
  hardshrink,
  softshrink,
  tanhshrink,
  threshold,
  glu,
  prelu,
  identity,
  batchNorm1d,
  layerNorm,
  rmsNorm,
  add,
  concat,
  subtract,
  multiply,
  divide,
  matMul,
  scale,
  formula,
  mean,
  sum,
  max,
  slice,
  split,
  transpose,
  flatten,
  unflatten,
  reshape,
  detach,
  crossEntropyLoss,
  nllLoss,
  bceLoss,
  bceWithLogitsLoss,
  mseLoss,
  l1Loss,
  smoothL1Loss,
  huberLoss,
  softMarginLoss,
  klDivLoss,
  poissonNllLoss,
  hingeEmbeddingLoss,
  gaussianNllLoss,
  marginRankingLoss,
  cosineEmbeddingLoss,
  tripletMarginLoss,
  multiLabelSoftMarginLoss,
  multiMarginLoss,
];

const byName: ReadonlyMap<string, Operator> = new Map(operators.map((operator) => [operator.name, operator]));

export const findOperator = (name: string): Operator | undefined => byName.get(name);
