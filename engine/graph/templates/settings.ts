import type { DataSettings, Training } from '../document.ts';

/** Every row of a small data set trains; nothing is held out, nothing is scaled. */
export const wholeSet = (dataset: string): DataSettings => ({
  dataset,
  split: { validation: 0, test: 0, randomState: 0, shuffle: false, stratify: false },
  scaler: 'none',
});

/** Two generated half moons, split 60/20/20. */
export const moons: DataSettings = {
  dataset: 'moons',
  samples: 200,
  noise: 0.1,
  generatorSeed: 0,
  split: { validation: 0.2, test: 0.2, randomState: 7, shuffle: true, stratify: false },
  scaler: 'standard',
};

/** Plain gradient descent. */
export const descent = (
  learningRate: number,
  settings: Pick<Training, 'batchSize' | 'epochs' | 'shuffle' | 'seed'>,
): Training => ({ optimizer: { name: 'SGD', learningRate }, ...settings });
