import { call, fraction, minus, number, plus, power, product } from '../notation/expression.ts';
import { inferSameShapes, inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';

const variancePort = 'var';

/**
 * ½(log v + (μ − y)²/v) for a predicted mean μ and variance v, v held at or above eps (without a gradient for that,
 * as PyTorch); `full` adds ½ log 2π.
 */
export const gaussianNllLoss = lossOperator({
  name: 'GaussianNLLLoss',
  help: 'How unlikely the target is under a predicted mean and variance.',
  synonyms: ['gaussian', 'normal', 'uncertainty', 'regression'],
  ports: [
    ...inputAndTarget('prediction'),
    { name: variancePort, help: 'The predicted variance, above 0', accepts: ['numbers'] },
  ],
  attributes: [
    { name: 'full', kind: 'boolean', default: false, help: 'Whether the constant ½ log 2π is added.' },
    { name: 'eps', kind: 'number', default: 1e-6, minimum: 0, help: 'Smallest variance.' },
  ],
  infer: (context) => inferSameShapes(context, [inputPort, targetPort, variancePort]),
  parts: [{ name: 'variance', symbol: 'v' }],
  apply: (builder, at, { full, eps }, part) => {
    const given = at(variancePort);
    // The bound acts on the number alone: its gradient is that of the variance itself (PyTorch clamps under no_grad).
    const lifted = builder.subtract(builder.maximum(given, builder.constant(eps as number)), given);
    const variance = part('variance', builder.add(given, builder.stopGradient(lifted)));
    const difference = builder.subtract(at(inputPort), at(targetPort));
    const misfit = builder.divide(builder.multiply(difference, difference), variance);
    const loss = builder.multiply(builder.constant(0.5), builder.add(builder.log(variance), misfit));
    return full === true ? builder.add(loss, builder.constant(0.5 * Math.log(2 * Math.PI))) : loss;
  },
  formula: (context) => {
    const variance = symbolAt(context, variancePort);
    const squared = power(minus(symbolAt(context, inputPort), symbolAt(context, targetPort)), number(2));
    const terms = [call('log', variance), fraction(squared, variance)];
    const constant = context.attributes['full'] === true ? [number(Math.log(2 * Math.PI))] : [];
    return product(number(0.5), plus(...terms, ...constant));
  },
  samples: [
    sample(
      { reduction: 'mean' },
      { input: numbers(['N', 2]), target: numbers(['N', 2]), var: numbers(['N', 2], 0.3, 2) },
    ),
    sample(
      { reduction: 'sum', full: true },
      { input: numbers(['N', 1]), target: numbers(['N', 1]), var: numbers(['N', 1], 0.3, 2) },
    ),
  ],
});
