import { useMemo, useState } from 'react';
import { pointColumns } from '../../engine/data/own/points.ts';
import type { PreparedData, PrepareResult } from '../../engine/data/prepare.ts';
import { type DataSettings, type OwnTable, ownDataset } from '../../engine/graph/document.ts';
import { useDocument } from '../document/store.ts';
import { showDialog } from '../shell/dialogs.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Segments } from '../ui/segments.tsx';
import { AboutData } from './about-data.tsx';
import { DrawingPad } from './drawing-pad.tsx';
import { FirstRows } from './first-rows.tsx';
import { Pictures } from './pictures.tsx';
import { beginPoints } from './point-edits.ts';
import { PointsView } from './points-view.tsx';
import { TableEditor } from './table-editor.tsx';
import { usePrepared } from './use-data.ts';
import './data.css';

/** Where another table comes from. */
function Sources({ table }: { readonly table: OwnTable | undefined }) {
  return (
    <div className="table-bar">
      <Button variant="line" small onClick={() => showDialog({ kind: 'table' })}>
        Your own table…
      </Button>
      {table === undefined ? (
        <Button variant="line" small onClick={beginPoints}>
          Draw points
        </Button>
      ) : (
        <Button
          variant="line"
          small
          onClick={() => showDialog({ kind: 'table', source: { kind: 'table', table } })}
        >
          Columns…
        </Button>
      )}
    </div>
  );
}

function Fault({ message }: { readonly message: string }) {
  return (
    <p className="fault data-fault">
      <Icon name="error" size={14} />
      {message}
    </p>
  );
}

/** One of several ways to see the samples, with the choice above where there is one. */
function Views({
  views,
}: {
  readonly views: readonly { readonly title: string; readonly show: () => React.ReactNode }[];
}) {
  const [wanted, setWanted] = useState('');
  const shown = views.find(({ title }) => title === wanted) ?? views[0];
  return (
    <>
      {views.length > 1 && shown !== undefined ? (
        <Segments
          label="Samples as"
          value={shown.title}
          options={views.map(({ title }) => ({ value: title, label: title }))}
          onChange={setWanted}
        />
      ) : null}
      {shown?.show()}
    </>
  );
}

function OwnSamples({ table, data }: { readonly table: OwnTable; readonly data: PreparedData | undefined }) {
  const rows = { title: 'Rows', show: () => <TableEditor table={table} data={data} /> };
  const { columns } = table;
  const places = useMemo(() => pointColumns(columns), [columns]);
  if (places === undefined) return <Views views={[rows]} />;
  const points = { title: 'Points', show: () => <PointsView table={table} columns={places} /> };
  return <Views views={[points, rows]} />;
}

function Samples({ data }: { readonly data: PreparedData }) {
  const { dataset } = data;
  const { picture } = dataset;
  const rows = { title: 'Rows', show: () => <FirstRows data={data} /> };
  if (picture === undefined) return <Views views={[rows]} />;
  return (
    <Views
      views={[
        { title: 'Pictures', show: () => <Pictures dataset={dataset} layout={picture} /> },
        { title: 'Draw', show: () => <DrawingPad dataset={dataset} layout={picture} /> },
        rows,
      ]}
    />
  );
}

const ownTableOf = ({ dataset, table }: DataSettings): OwnTable | undefined =>
  dataset === ownDataset ? table : undefined;

function SamplesOf({
  prepared,
  table,
}: {
  readonly prepared: PrepareResult;
  readonly table: OwnTable | undefined;
}) {
  const data = prepared.ok ? prepared.data : undefined;
  if (table !== undefined) return <OwnSamples table={table} data={data} />;
  return data === undefined ? null : <Samples key={data.dataset.id} data={data} />;
}

/** What the network is fed: the table, how it is split, what scales it. */
export function DataPanel() {
  const table = useDocument(({ whole }) => ownTableOf(whole.data));
  const prepared = usePrepared();
  if (prepared === undefined) return <p className="cap empty-panel">The data set is being fetched…</p>;
  return (
    <div className="body data-panel">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard */}
      <section className="cell" tabIndex={0} aria-label="About the data">
        <Sources table={table} />
        {prepared.ok ? <AboutData data={prepared.data} /> : <Fault message={prepared.message} />}
      </section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard */}
      <section className="cell grow" tabIndex={0} aria-label="Samples">
        <SamplesOf prepared={prepared} table={table} />
      </section>
    </div>
  );
}
