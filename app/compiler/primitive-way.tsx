import type { BufferReport } from '../../engine/trace/buffer-reports.ts';
import type { KernelReport } from '../../engine/trace/kernel-report.ts';
import type { Ending, NodeReport, PrimitiveReport } from '../../engine/trace/node-report.ts';
import { count } from '../live/number-text.ts';
import { Segments } from '../ui/segments.tsx';
import { NodeLink } from './node-link.tsx';

const kinds: Readonly<Record<KernelReport['kind'], string>> = {
  loop: 'loop',
  reduce: 'reduction',
  rows: 'computation row by row',
  matmul: 'product',
  gather: 'lookup of rows',
  scatter: 'sum of rows by label',
  concatenate: 'concatenation',
  reshape: 'reshape',
};

const endings: Readonly<Record<Ending, string>> = {
  kernel: 'It is computed in a kernel.',
  memory: 'It lies in memory; these kernels read it.',
  number: 'One number, computed once a step before all kernels.',
  nowhere: 'After the rules, no output of the step needs it: no kernel computes it.',
};

function Rules({ primitive }: { readonly primitive: PrimitiveReport }) {
  const { steps, became, ending } = primitive;
  return (
    <section aria-label="Rules">
      <h4>
        Rules <span className="num">{steps.length}</span>
      </h4>
      {steps.length === 0 ? <p className="cap">No rule of simplify changed it.</p> : null}
      <ol className="steps">
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place alone
          <li key={index} style={{ paddingLeft: 12 * step.depth }}>
            <div>
              <b>{step.rule}</b> <span className="muted">{step.statement}</span>
            </div>
            <div className="num rewrite">
              {step.before} <span className="muted">→</span> {step.after}
            </div>
          </li>
        ))}
      </ol>
      {became === undefined ? null : (
        <p className="cap">
          It is the same value as <span className="num">{became}</span>.
        </p>
      )}
      {ending === 'kernel' ? null : <p className="cap">{endings[ending]}</p>}
    </section>
  );
}

interface KernelViewProps {
  readonly kernels: readonly KernelReport[];
  readonly kernel: KernelReport;
  readonly total: number;
  readonly value: number | undefined;
  readonly onChoose: (index: number) => void;
}

function KernelView({ kernels, kernel, total, value, onChoose }: KernelViewProps) {
  return (
    <section aria-label="Kernel">
      <h4>
        Kernel <span className="num">{kernel.index}</span>
        <span className="num">of {total}</span>
        {kernels.length > 1 ? (
          <span className="r">
            <Segments
              label="Which kernel"
              value={String(kernel.index)}
              options={kernels.map(({ index }) => ({ value: String(index), label: String(index) }))}
              onChange={(index) => onChoose(Number(index))}
            />
          </span>
        ) : null}
      </h4>
      <p className="cap">
        A {kinds[kernel.kind]} over <span className="num">{kernel.loops}</span>
        {kernel.members.length > 1 ? `; ${kernel.members.length} values are computed in its loops.` : '.'}
        {kernel.alike > 1
          ? ` Its function serves ${kernel.alike} kernels of the same form: each call gives the addresses that differ.`
          : ''}
      </p>
      <ul className="members num">
        {kernel.members.map((member) => (
          <li key={member.value} className={member.value === value ? 'here' : undefined}>
            <NodeLink name={member.name} node={member.node} /> = {member.text}{' '}
            <span className="muted">{member.shape.join('×') || '1'}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const livesText = ({ lives }: BufferReport, kernels: number): string => {
  if (lives === undefined) return 'always';
  const from = lives.from < 0 ? 'batch' : String(lives.from);
  return `${from} – ${lives.to >= kernels ? 'end' : lives.to}`;
};

interface BuffersProps {
  readonly report: NodeReport;
  readonly kernel: KernelReport;
  readonly place: number | undefined;
}

function Buffers({ report, kernel, place }: BuffersProps) {
  const own = report.buffers.filter((buffer) => [...kernel.reads, ...kernel.stores].includes(buffer.place));
  return (
    <section aria-label="Buffers">
      <h4>
        Buffers <span className="num">{own.length}</span>
      </h4>
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Use</th>
            <th scope="col" className="n">
              Bytes
            </th>
            <th scope="col" className="n">
              At
            </th>
            <th scope="col">Kernels</th>
          </tr>
        </thead>
        <tbody>
          {own.map((buffer) => (
            <tr key={buffer.place} className={buffer.place === place ? 'cur' : undefined}>
              <td className="wraps">
                <NodeLink name={buffer.name} node={buffer.node} />
                {buffer.holds.map((other) => (
                  <span key={other.name} className="also">
                    , <NodeLink name={other.name} node={other.node} />
                  </span>
                ))}
                {buffer.reused.length === 0 ? null : (
                  <div className="cap">
                    at other times:{' '}
                    {buffer.reused.map((other, index) => (
                      <span key={other.name}>
                        {index === 0 ? '' : ', '}
                        <NodeLink name={other.name} node={other.node} />
                      </span>
                    ))}
                  </div>
                )}
              </td>
              <td>
                {[
                  kernel.reads.includes(buffer.place) ? 'read' : '',
                  kernel.stores.includes(buffer.place) ? 'written' : '',
                ]
                  .filter((use) => use !== '')
                  .join(', ')}
              </td>
              <td className="n">{count(buffer.bytes)}</td>
              <td className="n">{buffer.address}</td>
              <td className="num">{livesText(buffer, report.module.kernels)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface PrimitiveWayProps {
  readonly report: NodeReport;
  readonly primitive: PrimitiveReport;
  readonly kernel: KernelReport | undefined;
  readonly onChooseKernel: (index: number) => void;
}

/** From a primitive through the rules to its kernel and the memory that it works on. */
export function PrimitiveWay({ report, primitive, kernel, onChooseKernel }: PrimitiveWayProps) {
  const kernels = report.kernels.filter(({ index }) => primitive.kernels.includes(index));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="column way" tabIndex={0} aria-label="Way of the primitive">
      <Rules primitive={primitive} />
      {kernel === undefined ? null : (
        <>
          <KernelView
            kernels={kernels}
            kernel={kernel}
            total={report.module.kernels}
            value={primitive.value}
            onChoose={onChooseKernel}
          />
          <Buffers report={report} kernel={kernel} place={primitive.place} />
        </>
      )}
    </section>
  );
}
