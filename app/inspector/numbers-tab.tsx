import { type ReactNode, useState } from 'react';
import { useDocument } from '../document/store.ts';
import { healthOf } from '../live/gradient-health.ts';
import { GradientRuler } from '../live/gradient-row.tsx';
import { useLookAt } from '../live/look-at.ts';
import { brief } from '../live/number-text.ts';
import { useTraining } from '../training/status.ts';
import { Select } from '../ui/select.tsx';
import type { SentTensor } from '../worker/protocol.ts';
import { LookChoice } from './look-choice.tsx';
import { gradientChoices, type NumberChoice, valueChoices } from './number-choices.ts';
import { NumberGrid } from './number-grid.tsx';
import { TensorHistory } from './tensor-history.tsx';
import { TensorNumbers } from './tensor-numbers.tsx';
import { useColumnNames } from './use-column-names.ts';
import { type ShownShare, useGradientShares } from './use-gradient-shares.ts';
import { useNodeLook } from './use-node-look.ts';

const normOf = ({ data }: SentTensor): number =>
  Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));

/** What to say in place of numbers. */
function Absence({ children }: { readonly children: ReactNode }) {
  return (
    <section className="sec">
      <p className="cap">{children}</p>
    </section>
  );
}

function WithoutNumbers() {
  const isTrainable = useDocument(({ checked }) => checked.trainable);
  const training = useTraining(({ message, stale, status }) => ({ message, stale, status }));
  if (!isTrainable)
    return <Absence>Numbers appear when the graph can run: it has no error, and a loss.</Absence>;
  if (training.message !== undefined && !training.stale) return <Absence>{training.message}</Absence>;
  if (training.stale && training.status !== 'idle') {
    return <Absence>This node is not in the last run, which is kept. Train on to see its numbers.</Absence>;
  }
  return <div className="number-outline" aria-busy="true" />;
}

interface NumbersProps {
  readonly node: string;
  readonly kind: 'values' | 'gradients';
}

/** The values or gradients of a node as figures, spread and exact numbers. */
export function NumbersTab({ node, kind }: NumbersProps) {
  const look = useNodeLook(node);
  const at = useLookAt();
  const checkedNode = useDocument(({ checked }) => checked.nodes.get(node));
  const isStale = useTraining(({ stale, status }) => stale && status !== 'idle');
  const [chosen, setChosen] = useState('');
  const names = useColumnNames();
  const shares = useGradientShares(kind === 'gradients' ? node : undefined, at);
  if (look === undefined) return <WithoutNumbers />;
  const own = (kind === 'values' ? valueChoices : gradientChoices)(look, checkedNode, names);
  const choices = [
    ...own,
    ...own.flatMap(({ key, axes }) =>
      shares.filter(({ of }) => of === key).map((share): NumberChoice => ({ ...share, id: share.key, axes })),
    ),
  ];
  const current = choices.find(({ id }) => id === chosen) ?? choices[0];
  if (current === undefined) {
    return (
      <Absence>
        {kind === 'values' ? 'This node has no values.' : 'No gradient flows back to this node.'}
      </Absence>
    );
  }
  const { tensor, isBatched, label, axes } = current;
  const title = kind === 'values' ? 'Values' : 'Gradient';
  const isClasses = checkedNode !== undefined && tensor.shape.length === 1 && isBatched;
  return (
    <div className={isStale ? 'numbers stale' : 'numbers'}>
      {isStale ? <Absence>stale: of the last run, before the graph was edited</Absence> : null}
      <LookChoice />
      {choices.length > 1 ? (
        <div className="sec which">
          <Select
            label="Which numbers"
            value={current.id}
            options={choices.map((choice) => ({ value: choice.id, label: choice.label }))}
            onChange={setChosen}
          />
        </div>
      ) : null}
      {kind === 'gradients' ? <Norm norm={normOf(tensor)} /> : null}
      <Shares sum={current} shares={shares.filter(({ of }) => of === current.key)} onShow={setChosen} />
      <TensorNumbers tensor={tensor} />
      <TensorHistory
        subject={{ kind: 'output', key: current.key, at }}
        name={kind === 'values' ? label : `gradient of ${label}`}
        shape={tensor.shape}
      />
      <section className="sec">
        <h4>
          {title} <span className="num">{tensor.shape.join('×') || '1'}</span>
          <span className="r cap">{axes.axes}</span>
        </h4>
        <NumberGrid
          key={current.id}
          tensor={tensor}
          isBatched={isBatched}
          signed={kind === 'gradients'}
          label={`${title} of ${label}`}
          {...(kind === 'gradients' ? {} : { decimals: isClasses ? 0 : 2 })}
          axes={axes}
          of={current.key}
        />
      </section>
    </div>
  );
}

/** Of a gradient that is a sum, what each reader adds: its norm, and on a click its numbers. */
function Shares({
  sum,
  shares,
  onShow,
}: {
  readonly sum: NumberChoice;
  readonly shares: readonly ShownShare[];
  readonly onShow: (id: string) => void;
}) {
  if (shares.length < 2) return null;
  return (
    <section className="sec" aria-label={`Shares of the gradient of ${sum.label}`}>
      <h4>
        The sum of {shares.length} shares
        <span className="r cap">norm</span>
      </h4>
      <table>
        <tbody>
          {shares.map(({ key, from, tensor }) => (
            <tr key={key}>
              <th scope="row">
                <button type="button" className="link marked" onClick={() => onShow(key)}>
                  from {from}
                </button>
              </th>
              <td className="n">{brief(normOf(tensor))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Norm({ norm }: { readonly norm: number }) {
  return (
    <section className="sec norm">
      <span className="bw num">‖∇‖ {brief(norm)}</span>
      <span className="bw">
        <GradientRuler norm={norm} />
      </span>
      <span className="cap">{healthOf(norm)}</span>
    </section>
  );
}
