import { type ColumnProfile, inOrder, type TableChoices } from '../../engine/data/own/columns.ts';
import type { Delimiter, Reading } from '../../engine/data/own/delimited.ts';
import type { DecimalMark } from '../../engine/data/own/number-text.ts';
import type { TableColumn } from '../../engine/graph/document.ts';
import { count } from '../live/number-text.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { TableSummary } from './table-protocol.ts';

/** Columns that are shown one by one; the others keep what was found. */
const shownColumns = 60;
/** Classes that can be named here. */
const namedClasses = 20;

const delimiterOptions: readonly { readonly value: Delimiter; readonly label: string }[] = [
  { value: ',', label: 'comma ,' },
  { value: ';', label: 'semicolon ;' },
  { value: '\t', label: 'tab' },
  { value: '|', label: 'pipe |' },
];
const decimalOptions: readonly { readonly value: DecimalMark; readonly label: string }[] = [
  { value: '.', label: 'point 1.5' },
  { value: ',', label: 'comma 1,5' },
];
const kindOptions = [
  { value: 'number', label: 'number' },
  { value: 'category', label: 'category' },
] as const;
const useOptions = [
  { value: 'feature', label: 'feature' },
  { value: 'target', label: 'target' },
  { value: 'unused', label: 'unused' },
] as const;
const missingOptions = [
  { value: 'drop', label: 'row left out' },
  { value: 'mean', label: 'the mean' },
  { value: 'median', label: 'the median' },
  { value: 'most-frequent', label: 'most frequent' },
] as const;

/** How the text is read. */
function ReadingFields({
  reading,
  onReading,
}: {
  readonly reading: Reading;
  readonly onReading: (reading: Reading) => void;
}) {
  return (
    <div className="form">
      <Field label="delimiter">
        {(control) => (
          <Select
            {...control}
            value={reading.delimiter}
            options={delimiterOptions}
            onChange={(delimiter) => onReading({ ...reading, delimiter })}
          />
        )}
      </Field>
      <Field label="decimal mark">
        {(control) => (
          <Select
            {...control}
            value={reading.decimal}
            options={decimalOptions}
            onChange={(decimal) => onReading({ ...reading, decimal })}
          />
        )}
      </Field>
      <Field label="first row names columns">
        {(control) => (
          <Checkbox
            {...control}
            text={reading.header ? 'yes' : 'no'}
            checked={reading.header}
            onChange={(header) => onReading({ ...reading, header })}
          />
        )}
      </Field>
      <Field label="marks and units" help="Numbers such as € 1,234 or 12 %, where a column has one unit.">
        {(control) => (
          <Checkbox
            {...control}
            text={reading.marks ? 'read' : 'not read'}
            checked={reading.marks}
            onChange={(marks) => onReading({ ...reading, marks })}
          />
        )}
      </Field>
    </div>
  );
}

function valuesText({ range, kind, values, distinct }: ColumnProfile): string {
  if (kind === 'number' && range !== undefined) return `${range.smallest} … ${range.largest}`;
  const shown = values.slice(0, 4).join(', ');
  return distinct > 4 ? `${shown}, …` : shown;
}

interface ColumnsProps {
  readonly summary: TableSummary;
  readonly choices: TableChoices;
  readonly onChoices: (choices: TableChoices) => void;
}

/** A table has one target: another one becomes a feature when a column is made it. */
function withColumn(choices: TableChoices, index: number, change: Partial<TableColumn>): TableChoices {
  return {
    ...choices,
    columns: choices.columns.map((column, at) => {
      if (at === index) return { ...column, ...change };
      return change.use === 'target' && column.use === 'target' ? { ...column, use: 'feature' } : column;
    }),
  };
}

function ColumnRows({ summary, choices, onChoices }: ColumnsProps) {
  return summary.profiles.slice(0, shownColumns).map((profile, index) => {
    const column = choices.columns[index] as TableColumn;
    const { name } = profile;
    return (
      <tr key={name} className={column.use === 'unused' ? 'muted' : undefined}>
        <th scope="row">{name}</th>
        <td>
          <Select
            label={`Kind of ${name}`}
            value={column.kind}
            options={kindOptions}
            onChange={(kind) => onChoices(withColumn(choices, index, { kind }))}
          />
        </td>
        <td>
          <Select
            label={`Use of ${name}`}
            value={column.use}
            options={useOptions}
            onChange={(use) => onChoices(withColumn(choices, index, { use }))}
          />
        </td>
        <td className="n">{profile.missing === 0 ? '–' : count(profile.missing)}</td>
        <td className="n">{count(profile.distinct)}</td>
        <td className="values">{valuesText(profile)}</td>
        <td className="values">
          {summary.sample
            .slice(0, 3)
            .map((row) => row[index])
            .join(' · ')}
        </td>
      </tr>
    );
  });
}

/** What the classes of the target are called. */
function ClassNames({ summary, choices, onChoices }: ColumnsProps) {
  const index = choices.columns.findIndex(({ use, kind }) => use === 'target' && kind === 'category');
  const [column, profile] = [choices.columns[index], summary.profiles[index]];
  if (column === undefined || profile === undefined || profile.distinct > namedClasses) return null;
  const { classNames = {} } = column;
  const rename = (value: string, name: string) => {
    const { [value]: _, ...others } = classNames;
    const given = name === '' || name === value ? others : { ...others, [value]: name };
    onChoices(withColumn(choices, index, { classNames: given }));
  };
  return (
    <section>
      <h4>Class names</h4>
      <div className="form">
        {inOrder(profile.values).map((value) => (
          <Field key={value} label={value}>
            {({ id }) => (
              <TextField
                id={id}
                value={classNames[value] ?? value}
                maxLength={200}
                onCommit={(name) => rename(value, name)}
              />
            )}
          </Field>
        ))}
      </div>
    </section>
  );
}

function taskText({ columns }: TableChoices): string {
  const target = columns.find(({ use }) => use === 'target');
  if (target === undefined) return 'No target: there is nothing to learn from but the features themselves.';
  return target.kind === 'category'
    ? `Classification: ${target.name} is a class.`
    : `Regression: ${target.name} is a number. Make it a category to classify.`;
}

/** What the columns are and what they are for. */
export function ColumnsStep({
  canReread,
  onReading,
  ...columns
}: ColumnsProps & { readonly canReread: boolean; readonly onReading: (reading: Reading) => void }) {
  const { summary, choices, onChoices } = columns;
  const hidden = summary.profiles.length - shownColumns;
  return (
    <div className="columns-step">
      <div className="choices">
        {canReread ? (
          <section>
            <h4>How it is read</h4>
            <ReadingFields reading={summary.reading} onReading={onReading} />
          </section>
        ) : null}
        <section>
          <h4>Missing features</h4>
          <div className="form">
            <Field label="filled with" help="A category always with its most frequent value.">
              {(control) => (
                <Select
                  {...control}
                  value={choices.missing}
                  options={missingOptions}
                  onChange={(missing) => onChoices({ ...choices, missing })}
                />
              )}
            </Field>
          </div>
          <p className="cap">Found in the training part alone. A row without a target is left out.</p>
        </section>
        <ClassNames {...columns} />
      </div>
      <section className="columns">
        <h4>
          {choices.name}
          <span className="num">
            {count(summary.rows)}×{summary.profiles.length}
          </span>
        </h4>
        {summary.notes.map((note) => (
          <p key={note} className="note is-warning">
            <Icon name="warning" size={14} />
            <span>{note}</span>
          </p>
        ))}
        <table>
          <thead>
            <tr>
              <th scope="col">column</th>
              <th scope="col">kind</th>
              <th scope="col">use</th>
              <th scope="col" className="n">
                missing
              </th>
              <th scope="col" className="n">
                values
              </th>
              <th scope="col">range</th>
              <th scope="col">first rows</th>
            </tr>
          </thead>
          <tbody>
            <ColumnRows {...columns} />
          </tbody>
        </table>
        {hidden > 0 ? (
          <p className="cap">{count(hidden)} more columns are used as they were understood.</p>
        ) : null}
        <p className="cap">{taskText(choices)} A category feature becomes a column of 0 and 1 per value.</p>
      </section>
    </div>
  );
}
