import type { Dataset } from '../../engine/data/dataset.ts';
import { type Decisions, predictedClass } from '../../engine/train/decisions.ts';
import { fixed, percent } from '../live/number-text.ts';
import { ClassMark } from './class-marks.tsx';
import { useClassNames } from './use-class-names.ts';

/** What the network says of one sample. */
export function Said({
  decisions,
  dataset,
}: {
  readonly decisions: Decisions | undefined;
  readonly dataset: Dataset;
}) {
  const names = useClassNames(decisions?.kind === 'classes' ? decisions.classes : 0);
  if (decisions === undefined) return null;
  const likely = decisions.kind === 'classes' ? predictedClass(decisions, 0) : undefined;
  return (
    <table className="said-classes">
      <tbody>
        {decisions.kind === 'numbers' ? (
          <tr>
            <th scope="row">{dataset.target.name}</th>
            <td className="n">{fixed(decisions.predicted[0] ?? Number.NaN, 4)}</td>
          </tr>
        ) : (
          names.map((name, index) => (
            <tr key={name} className={index === likely ? 'likely' : undefined}>
              <th scope="row">
                <ClassMark index={index} /> {name}
                {index === likely ? <span className="unseen">, most likely</span> : null}
              </th>
              <td className="n">{percent(decisions.probabilities[index] ?? Number.NaN)}</td>
            </tr>
          ))
        )}
      </tbody>
    </table>
  );
}
