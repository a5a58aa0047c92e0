import { hoursPass, hoursScore, mlpSample, softmaxSample } from './course.ts';
import type { BuiltIn, Dataset } from './dataset.ts';
import { circles, exclusiveOr, moons, spiral } from './generated.ts';
import { iris } from './iris.ts';

const table = (dataset: Dataset): BuiltIn => ({ kind: 'table', id: dataset.id, name: dataset.name, dataset });

/** Every built-in data set, in the order in which a person is offered them. */
export const datasets: readonly BuiltIn[] = [
  table(iris),
  {
    kind: 'stored',
    id: 'wine',
    name: 'Wine',
    load: () => import('./stored/wine.ts').then(({ wine }) => wine),
  },
  {
    kind: 'stored',
    id: 'breast-cancer',
    name: 'Breast cancer',
    load: () => import('./stored/breast-cancer.ts').then(({ breastCancer }) => breastCancer),
  },
  {
    kind: 'stored',
    id: 'digits',
    name: 'Digits',
    load: () => import('./stored/digits.ts').then(({ digits }) => digits),
  },
  {
    kind: 'stored',
    id: 'diabetes',
    name: 'Diabetes',
    load: () => import('./stored/diabetes.ts').then(({ diabetes }) => diabetes),
  },
  table(hoursPass),
  table(hoursScore),
  table(softmaxSample),
  table(mlpSample),
  exclusiveOr,
  moons,
  circles,
  spiral,
];

export const findDataset = (id: string): BuiltIn | undefined => datasets.find((dataset) => dataset.id === id);
