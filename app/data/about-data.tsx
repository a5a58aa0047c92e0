import type { DataPart, PreparedData } from '../../engine/data/prepare.ts';
import { count } from '../live/number-text.ts';
import { parts, trimmed } from './shown-data.ts';

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

/** The data set, how it is split, what scales it. */
export function AboutData({ data }: { readonly data: PreparedData }) {
  const { dataset } = data;
  return (
    <>
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
    </>
  );
}
