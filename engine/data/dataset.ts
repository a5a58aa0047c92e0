import type { Filling } from './filling.ts';

/** What a target column holds: class indices with their names, real numbers, or nothing where there is no target. */
export type TargetColumn =
  | { readonly kind: 'none'; readonly name: string }
  | { readonly kind: 'class'; readonly name: string; readonly classes: readonly string[] }
  | { readonly kind: 'real'; readonly name: string };

/** A table in float64, one row per sample; `y` holds class indices or numbers. */
export interface Dataset {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Where it is from. */
  readonly source: string;
  /** Name of each column of `x`. */
  readonly features: readonly string[];
  readonly target: TargetColumn;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  /** Features are the points of pictures, row by row from the top: how many, and the value that is full ink. */
  readonly picture?: { readonly height: number; readonly width: number; readonly largest: number };
  /** Some features are missing, NaN, and filled so once the training part is known. */
  readonly filling?: Filling;
  /** Of an own table: the table's row that each row here is. */
  readonly tableRows?: readonly number[];
}

export type DatasetResult =
  | { readonly ok: true; readonly dataset: Dataset }
  | { readonly ok: false; readonly message: string };

/** Settings of a generated data set. */
export interface GeneratorSettings {
  readonly samples: number;
  /** Standard deviation of what is added to every coordinate. */
  readonly noise: number;
  /** NumPy's RandomState. */
  readonly seed: number;
}

/** A built-in data set: a table, one that is fetched when it is first needed, or a recipe that makes one. */
export type BuiltIn =
  | { readonly kind: 'table'; readonly id: string; readonly name: string; readonly dataset: Dataset }
  | {
      readonly kind: 'stored';
      readonly id: string;
      readonly name: string;
      readonly load: () => Promise<Dataset>;
    }
  | {
      readonly kind: 'generated';
      readonly id: string;
      readonly name: string;
      readonly defaults: GeneratorSettings;
      readonly generate: (settings: GeneratorSettings) => Dataset;
    };
