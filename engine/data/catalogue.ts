import { hoursPass, hoursScore, mlpSample, softmaxSample } from './course.ts';
import type { BuiltIn, Dataset } from './dataset.ts';
import { circles, exclusiveOr, moons, spiral } from './generated.ts';
import { iris } from './iris.ts';

const table = (dataset: Dataset): BuiltIn => ({ kind: 'table', id: dataset.id, name: dataset.name, dataset });

/** Every built-in data set, in the order in which a person is offered them. */
export const datasets: readonly BuiltIn[] = [
  table(iris),
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
