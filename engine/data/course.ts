import type { Dataset } from './dataset.ts';

const source = 'The course on softmax regression and multi-layer perceptrons';

const hours = (count: number): readonly (readonly number[])[] =>
  Array.from({ length: count }, (_, index) => [(index + 1) / 2]);

/** Hours of study against passing: the course's binary table. */
export const hoursPass: Dataset = {
  id: 'hours-pass',
  name: 'Hours and pass',
  description: 'Hours of study, and whether the exam was passed.',
  source,
  features: ['hours'],
  target: { kind: 'class', name: 'pass', classes: ['fail', 'pass'] },
  x: hours(4),
  y: [0, 0, 1, 1],
};

/** Hours of study against a score from 0 to 3: the course's table of several classes. */
export const hoursScore: Dataset = {
  id: 'hours-score',
  name: 'Hours and score',
  description: 'Hours of study, and the score from 0 to 3.',
  source,
  features: ['hours'],
  target: { kind: 'class', name: 'score', classes: ['0', '1', '2', '3'] },
  x: hours(8),
  y: [0, 0, 1, 1, 2, 2, 3, 3],
};

/** The one sample of the softmax regression by hand: 1 for the bias, half an hour, class 0. */
export const softmaxSample: Dataset = {
  id: 'softmax-sample',
  name: 'Softmax by hand',
  description: 'One sample: x = [1, 0.5], where the 1 is the input of the bias, of class 0.',
  source,
  features: ['1', 'hours'],
  target: { kind: 'class', name: 'pass', classes: ['fail', 'pass'] },
  x: [[1, 0.5]],
  y: [0],
};

/** The one sample of the multi-layer perceptron by hand. */
export const mlpSample: Dataset = {
  id: 'mlp-sample',
  name: 'MLP by hand',
  description: 'One sample: x = [1, 2] with target 0.',
  source,
  features: ['x1', 'x2'],
  target: { kind: 'class', name: 'y', classes: ['0', '1'] },
  x: [[1, 2]],
  y: [0],
};
