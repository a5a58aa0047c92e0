import { count, withDecimals } from '../live/number-text.ts';
import { PreparationFields } from './preparation-fields.tsx';
import { trimmed } from './shown-data.ts';
import type { PreparationSettings, TensorPreview } from './table-protocol.ts';

const parts = ['train', 'validation', 'test'] as const;

function Shapes({ preview }: { readonly preview: TensorPreview }) {
  const { rows, features, target } = preview;
  return (
    <table className="led">
      <thead>
        <tr>
          <th scope="col">part</th>
          <th scope="col" className="n">
            x float32
          </th>
          <th scope="col" className="n">
            {target === 'class' ? 'y class index' : 'y float32'}
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={part}>
            <td>{part}</td>
            <td className="n">
              {count(rows[part])}×{count(features.length)}
            </td>
            <td className="n">{target === 'none' ? '–' : count(rows[part])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FirstSamples({ preview }: { readonly preview: TensorPreview }) {
  const { x, y, features, classes, target } = preview;
  const shown = x[0]?.length ?? 0;
  return (
    <section className="columns">
      <h4>First training samples</h4>
      <table>
        <thead>
          <tr>
            {target === 'none' ? null : (
              <th scope="col" className={target === 'real' ? 'n' : undefined}>
                y
              </th>
            )}
            {features.slice(0, shown).map((name) => (
              <th key={name} scope="col" className="n">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {x.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a sample is its place
            <tr key={index}>
              {target === 'none' ? null : (
                <td className={classes === undefined ? 'n' : undefined}>
                  {classes === undefined
                    ? trimmed(y[index] as number)
                    : `${y[index]} ${classes[y[index] as number]}`}
                </td>
              )}
              {row.map((value, column) => (
                <td key={features[column]} className="n">
                  {withDecimals(value, 4)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {features.length > shown ? (
        <p className="cap">
          {shown} of {count(features.length)} features.
        </p>
      ) : null}
    </section>
  );
}

/** How the table is split and scaled, and the tensors that come of it. */
export function TensorsStep({
  settings,
  preview,
  onSettings,
}: {
  readonly settings: PreparationSettings;
  readonly preview: TensorPreview | undefined;
  readonly onSettings: (settings: PreparationSettings) => void;
}) {
  return (
    <div className="columns-step">
      <div className="choices">
        <section>
          <h4>Split and scaler</h4>
          <div className="form">
            <PreparationFields
              settings={settings}
              onSplit={(_, change) => onSettings({ ...settings, split: { ...settings.split, ...change } })}
              onScaler={(scaler) => onSettings({ ...settings, scaler })}
            />
          </div>
        </section>
        {preview === undefined ? null : (
          <section>
            <h4>Tensors</h4>
            <Shapes preview={preview} />
            <p className="cap">{preview.description}</p>
          </section>
        )}
      </div>
      {preview === undefined ? null : <FirstSamples preview={preview} />}
    </div>
  );
}
