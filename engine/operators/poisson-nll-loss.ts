import { call, greaterThan, hadamard, minus, number, plus, product } from '../notation/expression.ts';
import { inferElementwiseLoss, inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';

/**
 * Negative log-likelihood of counts y under a Poisson rate: eˣ − y x when x is the rate's logarithm, else
 * x − y log(x + ε). `full` adds Stirling's y log y − y + ½ log(2πy) for y > 1.
 */
export const poissonNllLoss = lossOperator({
  name: 'PoissonNLLLoss',
  help: 'For counts: how unlikely they are under the predicted rate.',
  synonyms: ['count', 'rate', 'regression'],
  ports: inputAndTarget('prediction'),
  attributes: [
    {
      name: 'log_input',
      kind: 'boolean',
      default: true,
      help: 'Whether the input is the logarithm of the rate.',
    },
    { name: 'full', kind: 'boolean', default: false, help: "Whether Stirling's term is added." },
    { name: 'eps', kind: 'number', default: 1e-8, minimum: 0, help: 'ε, keeps the logarithm finite.' },
  ],
  infer: inferElementwiseLoss,
  apply: (builder, at, { log_input, full, eps }) => {
    const [x, y] = [at(inputPort), at(targetPort)];
    const fit =
      log_input === true
        ? builder.subtract(builder.exp(x), builder.multiply(y, x))
        : builder.subtract(
            x,
            builder.multiply(y, builder.log(builder.add(x, builder.constant(eps as number)))),
          );
    if (full !== true) return fit;
    const many = builder.greater(y, builder.constant(1));
    const safe = builder.select(many, y, builder.constant(1));
    const spread = builder.multiply(
      builder.constant(0.5),
      builder.log(builder.multiply(builder.constant(2 * Math.PI), safe)),
    );
    const stirling = builder.add(builder.subtract(builder.multiply(safe, builder.log(safe)), safe), spread);
    return builder.add(fit, builder.select(many, stirling, builder.constant(0)));
  },
  formula: (context) => {
    const { log_input, full, eps } = context.attributes;
    const [x, y] = [symbolAt(context, inputPort), symbolAt(context, targetPort)];
    const fit =
      log_input === true
        ? minus(call('exp', x), hadamard(y, x))
        : minus(x, hadamard(y, call('log', eps === 0 ? x : plus(x, number(eps as number)))));
    if (full !== true) return fit;
    const spread = product(number(0.5), call('log', product(number(2 * Math.PI), y)));
    const stirling = plus(minus(hadamard(y, call('log', y)), y), spread);
    return plus(fit, hadamard(greaterThan(y, number(1)), stirling));
  },
  samples: [
    sample({ reduction: 'mean' }, { input: numbers(['N', 2]), target: numbers(['N', 2], 0, 5) }),
    sample(
      { reduction: 'sum', log_input: false, full: true },
      { input: numbers(['N', 2], 0.2, 4), target: numbers(['N', 2], 1.5, 5) },
    ),
  ],
});
