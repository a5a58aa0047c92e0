import { Fragment, useMemo } from 'react';
import { valueNames } from '../../engine/graph/formula/value-names.ts';
import { type ProgramLine, programLines } from '../../engine/notation/program-text.ts';
import { formatShape } from '../../engine/program/shape.ts';
import { selectNodes, useDocument } from '../document/store.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { programOf } from './program-of.ts';
import './program.css';

const stages = [
  { id: 'forward', title: 'forward', className: 'fw' },
  { id: 'backward', title: 'backward', className: 'bw' },
  { id: 'update', title: 'update', className: 'muted' },
] as const;

const asText = (lines: readonly ProgramLine[]): string => {
  const longest = Math.max(0, ...lines.map(({ name }) => name.length));
  return stages
    .flatMap(({ id, title }) => [
      `# ${title}`,
      ...lines
        .filter(({ stage }) => stage === id)
        .map(({ name, text, shape }) => `${name.padEnd(longest)} = ${text}  # ${formatShape(shape)}`),
    ])
    .join('\n');
};

function Line({ line, number }: { readonly line: ProgramLine; readonly number: number }) {
  const isCurrent = useDocument(({ selectedNodes }) => line.node !== '' && selectedNodes.includes(line.node));
  return (
    <tr className={isCurrent ? `cur ${line.stage}` : undefined}>
      <td className="n muted">{number}</td>
      <td>
        {line.node === '' ? (
          line.name
        ) : (
          <button type="button" className="line-name" onClick={() => selectNodes([line.node])}>
            {line.name}
          </button>
        )}
      </td>
      <td className="text">= {line.text}</td>
      <td className="n muted">{formatShape(line.shape)}</td>
    </tr>
  );
}

/** The program that the drawing compiles to, line by line: what runs forward, backward and as the update. */
export function ProgramPanel() {
  const checked = useDocument((state) => state.checked);
  const lines = useMemo(() => {
    const program = programOf(checked);
    return programLines(program, valueNames(checked, program));
  }, [checked]);
  if (lines.length === 0) {
    return <p className="cap empty-panel">The program appears here as soon as nodes are wired.</p>;
  }
  return (
    <div className="listing">
      <div className="copy-corner">
        <CopyButton label="Copy the program as text" text={() => asText(lines)} />
      </div>
      <table className="prog num">
        <tbody>
          {stages.map(({ id, title, className }) => {
            const own = lines.filter(({ stage }) => stage === id);
            return own.length === 0 ? null : (
              <Fragment key={id}>
                <tr>
                  <td />
                  <th scope="rowgroup" colSpan={3} className={className}>
                    {title}
                  </th>
                </tr>
                {own.map((line) => (
                  <Line key={`${line.stage} ${line.name}`} line={line} number={lines.indexOf(line) + 1} />
                ))}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
