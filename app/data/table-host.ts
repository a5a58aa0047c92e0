import {
  profileColumns,
  readingNotes,
  suggestChoices,
  type TableChoices,
} from '../../engine/data/own/columns.ts';
import { decodeText } from '../../engine/data/own/decode-text.ts';
import {
  detectReading,
  type RawTable,
  type Reading,
  readDelimited,
} from '../../engine/data/own/delimited.ts';
import type { NumberWriting } from '../../engine/data/own/number-text.ts';
import { rawOf, tableOf } from '../../engine/data/own/table.ts';
import { type PreparedData, prepareData } from '../../engine/data/prepare.ts';
import { type OwnTable, ownDataset } from '../../engine/graph/document.ts';
import type { TableAnswer, TableRequest, TableSource, TensorPreview } from './table-protocol.ts';

/** Largest file that is read, in bytes. */
const largestFile = 32 * 2 ** 20;

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MB`;

/** Rows and features that a preview shows. */
const shownRows = 5;
const shownFeatures = 8;

interface Opened {
  readonly name: string;
  readonly text: string;
}

/** How a table of a document is read: its numbers are numbers. */
const asWritten: NumberWriting = { decimal: '.', marks: false };

const refused = (message: string): TableAnswer => ({ kind: 'refused', message });

function previewOf(data: PreparedData): TensorPreview {
  const { dataset, features, train, validation, test } = data;
  const rows = Array.from({ length: Math.min(shownRows, train.rows) }, (_, row) => row);
  return {
    description: dataset.description,
    features: dataset.features,
    classes: dataset.target.kind === 'class' ? dataset.target.classes : undefined,
    target: dataset.target.kind,
    rows: { train: train.rows, validation: validation.rows, test: test.rows },
    x: rows.map((row) => [
      ...train.x.slice(row * features, row * features + Math.min(shownFeatures, features)),
    ]),
    y: rows.map((row) => train.y[row] as number),
  };
}

/** The worker that reads tables without its thread: keeps the table that is open and answers what is asked of it. */
export class TableHost {
  readonly #tellProgress: (share: number) => void;
  #opened: Opened | undefined;
  #raw: RawTable | undefined;
  #reading: NumberWriting = asWritten;

  constructor(tellProgress: (share: number) => void) {
    this.#tellProgress = tellProgress;
  }

  async answer(request: TableRequest): Promise<TableAnswer> {
    switch (request.kind) {
      case 'open':
        return this.#open(request.source);
      case 'read':
        return this.#read(request.reading);
      case 'prepare':
      case 'take': {
        const table = this.#table(request.choices);
        if (table === undefined) return refused('There is no table yet.');
        const prepared = prepareData({ ...request.settings, dataset: ownDataset, table });
        if (!prepared.ok) return refused(prepared.message);
        return request.kind === 'prepare'
          ? { kind: 'preview', preview: previewOf(prepared.data) }
          : { kind: 'table', table, prepared: prepared.data };
      }
    }
  }

  #table(choices: TableChoices): OwnTable | undefined {
    return this.#raw === undefined ? undefined : tableOf(this.#raw, choices, this.#reading);
  }

  async #open(source: TableSource): Promise<TableAnswer> {
    this.#raw = undefined;
    if (source.kind === 'table') return this.#openTable(source.table);
    if (source.kind === 'text') {
      this.#opened = { name: 'Pasted table', text: source.text };
    } else {
      const { file } = source;
      if (file.size > largestFile) {
        return refused(
          `${file.name} has ${megabytes(file.size)}; a table may have ${megabytes(largestFile)} and is kept whole in the document. Take a part of it, such as its first rows.`,
        );
      }
      this.#opened = { name: file.name, text: decodeText(new Uint8Array(await file.arrayBuffer())) };
    }
    return this.#read(detectReading(this.#opened.text));
  }

  #read(reading: Reading): TableAnswer {
    if (this.#opened === undefined) return refused('There is no table yet.');
    const { name, text } = this.#opened;
    // To understand the columns takes as long as to read the rows.
    const read = readDelimited(text, reading, (share) => this.#tellProgress(share / 2));
    if (!read.ok) return refused(read.message);
    this.#raw = read.table;
    this.#reading = reading;
    const profiles = profileColumns(read.table, reading, (share) => this.#tellProgress((1 + share) / 2));
    return {
      kind: 'summary',
      summary: {
        reading,
        rows: read.table.rows.length,
        profiles,
        sample: read.table.rows.slice(0, shownRows),
        notes: readingNotes(read.table, profiles, reading),
        choices: suggestChoices(name, profiles, read.table.rows.length),
      },
    };
  }

  #openTable(table: OwnTable): TableAnswer {
    const reading: Reading = { ...asWritten, delimiter: ',', header: true };
    const raw = rawOf(table);
    this.#opened = undefined;
    this.#raw = raw;
    this.#reading = reading;
    const { rows: _, ...choices } = table;
    return {
      kind: 'summary',
      summary: {
        reading,
        rows: raw.rows.length,
        profiles: profileColumns(raw, reading),
        sample: raw.rows.slice(0, shownRows),
        notes: [],
        choices,
      },
    };
  }
}
