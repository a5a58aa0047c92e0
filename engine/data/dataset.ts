/** What a target column holds: class indices with their names, or real numbers. */
export type TargetColumn =
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
}

/** Settings of a generated data set. */
export interface GeneratorSettings {
  readonly samples: number;
  /** Standard deviation of what is added to every coordinate. */
  readonly noise: number;
  /** NumPy's RandomState. */
  readonly seed: number;
}

/** A built-in data set: a table, or a recipe that makes one. */
export type BuiltIn =
  | { readonly kind: 'table'; readonly id: string; readonly name: string; readonly dataset: Dataset }
  | {
      readonly kind: 'generated';
      readonly id: string;
      readonly name: string;
      readonly defaults: GeneratorSettings;
      readonly generate: (settings: GeneratorSettings) => Dataset;
    };
