import { useMemo } from 'react';
import type { Dataset } from '../../engine/data/dataset.ts';
import type { DataPart, PreparedData } from '../../engine/data/prepare.ts';
import { count } from '../live/number-text.ts';
import { Icon } from '../ui/icon.tsx';
import { usePrepared } from './use-data.ts';
import './data.css';

/** Rows of the table; more tell no more about what the columns are. */
const shownRows = 50;

const parts = [
  { id: 'train', title: 'train' },
  { id: 'validation', title: 'validation' },
  { id: 'test', title: 'test' },
] as const;

const trimmed = (value: number): string => Number(value.toFixed(4)).toString().replace('-', '−');

/** Decimals that every number of a column has room for, at most 4. */
const decimalsOf = (column: readonly number[]): number =>
  column.reduce(
    (most, value) => Math.max(most, (Number(value.toFixed(4)).toString().split('.')[1] ?? '').length),
    0,
  );

const targetText = ({ target }: Dataset, value: number): string =>
  target.kind === 'class' ? (target.classes[value] ?? String(value)) : trimmed(value);

/** Which part of the split each row of the data set is in. */
function partByRow(data: PreparedData): ReadonlyMap<number, string> {
  return new Map(parts.flatMap(({ id, title }) => data[id].indices.map((row) => [row, title] as const)));
}

function Rows({ data }: { readonly data: PreparedData }) {
  const { dataset } = data;
  const rows = dataset.x.slice(0, shownRows);
  const decimals = dataset.features.map((_, column) => decimalsOf(rows.map((row) => row[column] as number)));
  const inPart = useMemo(() => partByRow(data), [data]);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col" className="n">
            row
          </th>
          <th scope="col">part</th>
          <th scope="col">{dataset.target.name}</th>
          {dataset.features.map((feature) => (
            <th key={feature} scope="col" className="n">
              {feature}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row of the table is its number
          <tr key={index}>
            <td className="n muted">{index}</td>
            <td className="muted">{inPart.get(index)}</td>
            <td>{targetText(dataset, dataset.y[index] as number)}</td>
            {row.map((value, column) => (
              <td key={dataset.features[column]} className="n">
                {value.toFixed(decimals[column]).replace('-', '−')}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const classCount = (part: DataPart, index: number): number =>
  part.y.reduce((total, value) => (value === index ? total + 1 : total), 0);

function SplitTable({ data }: { readonly data: PreparedData }) {
  const { target } = data.dataset;
  const classes = target.kind === 'class' ? target.classes : [];
  return (
    <>
      <h4>Split</h4>
      <table className="led">
        <thead>
          <tr>
            <th scope="col">{target.name}</th>
            {parts.map(({ id, title }) => (
              <th key={id} scope="col" className="n">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((name, index) => (
            <tr key={name}>
              <td>{name}</td>
              {parts.map(({ id }) => (
                <td key={id} className="n">
                  {count(classCount(data[id], index))}
                </td>
              ))}
            </tr>
          ))}
          <tr className="sum">
            <td>rows</td>
            {parts.map(({ id }) => (
              <td key={id} className="n">
                {count(data[id].rows)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </>
  );
}

const scalerTitles = { none: 'No scaler', standard: 'StandardScaler', minmax: 'MinMaxScaler' } as const;
const columnTitles = {
  none: [],
  standard: ['mean', 'std'],
  minmax: ['min', 'range'],
} as const;

function ScalerTable({ data }: { readonly data: PreparedData }) {
  const { scaler, dataset } = data;
  if (scaler.kind === 'none') return <p className="cap">Features are used as they are, without a scaler.</p>;
  const [offset, scale] = columnTitles[scaler.kind];
  return (
    <>
      <h4>
        {scalerTitles[scaler.kind]}
        <span className="r cap">fitted on train</span>
      </h4>
      <table className="led">
        <thead>
          <tr>
            <th scope="col">feature</th>
            <th scope="col" className="n">
              {offset}
            </th>
            <th scope="col" className="n">
              {scale}
            </th>
          </tr>
        </thead>
        <tbody>
          {dataset.features.map((feature, index) => (
            <tr key={feature}>
              <td>{feature}</td>
              <td className="n">{trimmed(scaler.offset[index] as number)}</td>
              <td className="n">{trimmed(scaler.scale[index] as number)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What the network is fed: the table, how it is split, what scales it. */
export function DataPanel() {
  const prepared = usePrepared();
  if (prepared === undefined) return <p className="cap empty-panel">The data set is being fetched…</p>;
  if (!prepared.ok) {
    return (
      <p className="fault data-fault">
        <Icon name="error" size={14} />
        {prepared.message}
      </p>
    );
  }
  const { data } = prepared;
  const { dataset } = data;
  return (
    <div className="body data-panel">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard */}
      <section className="cell" tabIndex={0} aria-label="About the data">
        <h4>
          {dataset.name}
          <span className="num">
            {count(dataset.x.length)}×{data.features}
          </span>
        </h4>
        <p className="cap">{dataset.description}</p>
        <p className="cap">{dataset.source}</p>
        <SplitTable data={data} />
        <ScalerTable data={data} />
      </section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard */}
      <section className="cell grow" tabIndex={0} aria-label="First rows">
        <Rows data={data} />
        {dataset.x.length > shownRows ? (
          <p className="cap">
            The first {shownRows} of {count(dataset.x.length)} rows, before scaling.
          </p>
        ) : null}
      </section>
    </div>
  );
}
