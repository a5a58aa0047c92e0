import { adadelta } from './adadelta.ts';
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import { adamW } from './adam-w.ts';
import { adamax } from './adamax.ts';
import { nadam } from './nadam.ts';
import type { Optimizer } from './optimizer.ts';
import { radam } from './radam.ts';
import { rmsprop } from './rmsprop.ts';
import { rprop } from './rprop.ts';
import { sgd } from './sgd.ts';

/** Every optimizer, in the order in which a person is offered them. */
export const optimizers: readonly Optimizer[] = [
  sgd,
  adam,
  adamW,
  rmsprop,
  adagrad,
  adadelta,
  nadam,
  radam,
  adamax,
  rprop,
];

export const findOptimizer = (name: string): Optimizer | undefined =>
  optimizers.find((optimizer) => optimizer.name === name);
