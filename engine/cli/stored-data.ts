import type { Dataset } from '../data/dataset.ts';
import { breastCancer } from '../data/stored/breast-cancer.ts';
import { diabetes } from '../data/stored/diabetes.ts';
import { digits } from '../data/stored/digits.ts';
import { wine } from '../data/stored/wine.ts';

/** The data sets that a page fetches when it needs them; the command line has them at hand. */
const stored: readonly Dataset[] = [wine, breastCancer, digits, diabetes];

export const storedDataset = (id: string): Dataset | undefined => stored.find((dataset) => dataset.id === id);
