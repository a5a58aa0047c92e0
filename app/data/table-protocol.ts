import type { ColumnProfile, TableChoices } from '../../engine/data/own/columns.ts';
import type { Reading } from '../../engine/data/own/delimited.ts';
import type { PreparedData } from '../../engine/data/prepare.ts';
import type { DataSettings, OwnTable } from '../../engine/graph/document.ts';

/** What the page and the worker that reads tables say to each other; each answer has the number of its request. */

/** Where a table comes from. */
export type TableSource =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'text'; readonly text: string }
  /** The document's own, to choose its columns again. */
  | { readonly kind: 'table'; readonly table: OwnTable };

export type PreparationSettings = Pick<DataSettings, 'split' | 'scaler'>;

export type TableRequest =
  | { readonly kind: 'open'; readonly source: TableSource }
  /** The table that is open, read in another way. */
  | { readonly kind: 'read'; readonly reading: Reading }
  | { readonly kind: 'prepare'; readonly choices: TableChoices; readonly settings: PreparationSettings }
  | { readonly kind: 'take'; readonly choices: TableChoices; readonly settings: PreparationSettings };

/** What was found in a table. */
export interface TableSummary {
  readonly reading: Reading;
  readonly rows: number;
  readonly profiles: readonly ColumnProfile[];
  /** The first rows as they are written. */
  readonly sample: readonly (readonly string[])[];
  readonly notes: readonly string[];
  readonly choices: TableChoices;
}

/** The tensors that choices come to. */
export interface TensorPreview {
  readonly description: string;
  readonly features: readonly string[];
  /** Undefined where the target is no class. */
  readonly classes: readonly string[] | undefined;
  readonly target: 'none' | 'class' | 'real';
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  /** Of the training part, filled and scaled: the first samples and features. */
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
}

export type TableAnswer =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'summary'; readonly summary: TableSummary }
  | { readonly kind: 'preview'; readonly preview: TensorPreview }
  /** The table with its tensors, which took a while to make and need not be made again on the page. */
  | { readonly kind: 'table'; readonly table: OwnTable; readonly prepared: PreparedData }
  | { readonly kind: 'refused'; readonly message: string };

export interface Numbered<Message> {
  readonly request: number;
  readonly message: Message;
}
