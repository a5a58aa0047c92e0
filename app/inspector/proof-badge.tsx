import { useEffect, useRef, useState } from 'react';
import type { Proof, ProofProgress, ProofRow } from '../../engine/train/proof.ts';
import { useDocument } from '../document/store.ts';
import { exportPyTorchTest } from '../files/files.ts';
import { useLookAt } from '../live/look-at.ts';
import { brief, withRealMinus } from '../live/number-text.ts';
import { requestProof } from '../training/training-client.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: ProofProgress | undefined }
  | { readonly kind: 'refused' }
  /** `of` is the checked graph for which it was made: with another one it is stale. */
  | { readonly kind: 'done'; readonly proof: Proof; readonly of: unknown };

const errorText = (error: number | undefined): string => (error === undefined ? '–' : brief(error));
/** Seven digits in at most eleven characters. */
const numberText = (value: number | undefined): string => {
  if (value === undefined) return '–';
  return withRealMinus(value !== 0 && Math.abs(value) < 0.01 ? value.toExponential(6) : value.toPrecision(7));
};

const largest = (rows: readonly ProofRow[]): number =>
  rows.reduce(
    (most, { computedError = 0, differenceError = 0 }) => Math.max(most, computedError, differenceError),
    0,
  );

function ProofTable({ proof }: { readonly proof: Proof }) {
  return (
    <>
      <p className="cap">
        Each value and gradient of one batch, in {proof.mode === 'train' ? 'training' : 'evaluation'}: as the
        reference computes it from the primitives, as the running session did ({proof.computedBy}), and by
        central differences, which know no derivative. Errors are relative; shown is the element furthest off.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard */}
      <section className="proof-scroll" tabIndex={0} aria-label="The proof, number by number">
        <table className="proof" data-testid="proof-table">
          <thead>
            <tr>
              <th scope="col">Of</th>
              <th scope="col">Reference</th>
              <th scope="col">{proof.computedBy}</th>
              <th scope="col">Error</th>
              <th scope="col">Differences</th>
              <th scope="col">Error</th>
              <th scope="col">Holds</th>
            </tr>
          </thead>
          <tbody>
            {proof.rows.map(({ key, role, name, shape, worst, computedError, differenceError, holds }) => (
              <tr key={key} className={holds ? undefined : 'fails'}>
                <th scope="row">
                  {role === 'value' ? name : `∂ ${name}`}{' '}
                  <span className="muted">{shape.join('×') || '1'}</span>
                </th>
                <td>{numberText(worst.reference)}</td>
                <td>{numberText(worst.computed)}</td>
                <td>{errorText(computedError)}</td>
                <td>{numberText(worst.difference)}</td>
                <td>{errorText(differenceError)}</td>
                <td>{holds ? 'yes' : 'no'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** Whether the formulas of a node hold on the samples looked at: checked on demand, in the worker, with its numbers. */
export function ProofBadge({ node }: { readonly node: string }) {
  const checked = useDocument((state) => state.checked);
  const at = useLookAt();
  const [state, setState] = useState<State>({ kind: 'idle' });
  const [isOpen, setOpen] = useState(false);
  const cancel = useRef<() => void>(undefined);
  useEffect(() => () => cancel.current?.(), []);

  const start = (): void => {
    cancel.current?.();
    setState({ kind: 'running', progress: undefined });
    cancel.current = requestProof(node, at, {
      progress: (progress) => setState({ kind: 'running', progress }),
      done: (proof) =>
        setState(proof === undefined ? { kind: 'refused' } : { kind: 'done', proof, of: checked }),
    });
  };
  const stop = (): void => {
    cancel.current?.();
    setState({ kind: 'idle' });
  };

  if (state.kind === 'running') {
    const { done, total } = state.progress ?? { done: 0, total: 1 };
    return (
      <div className="proof-badge" data-testid="proof-badge">
        <progress value={done} max={total} aria-label="Checking the formulas" />
        <Button small onClick={stop}>
          Cancel
        </Button>
      </div>
    );
  }
  if (state.kind !== 'done') {
    return (
      <div className="proof-badge" data-testid="proof-badge">
        <Button small variant="line" disabled={!checked.trainable} onClick={start}>
          Check these formulas
        </Button>
        <span className="cap">
          {checked.trainable
            ? state.kind === 'refused'
              ? 'This node is not part of the run; press Reset first.'
              : 'by numbers: reference, session, central differences'
            : 'once the graph can train'}
        </span>
      </div>
    );
  }
  const { proof } = state;
  const isStale = state.of !== checked;
  const verdict = proof.holds ? 'Holds' : 'Does not hold';
  return (
    <div className="proof-badge" data-testid="proof-badge">
      <Button
        small
        variant="line"
        className={isStale ? 'stale' : proof.holds ? 'holds' : 'fails'}
        onClick={() => setOpen(true)}
      >
        <Icon name={proof.holds ? 'check' : 'warning'} size={14} />
        {verdict}, error {errorText(largest(proof.rows))}
      </Button>
      {isStale ? (
        <>
          <span className="cap">before the last change</span>
          <Button small onClick={start}>
            Check again
          </Button>
        </>
      ) : null}
      <Dialog
        title={`Proof by numbers: ${verdict.toLowerCase()}`}
        open={isOpen}
        onClose={() => setOpen(false)}
        footer={
          <>
            <Button variant="line" onClick={() => void exportPyTorchTest()}>
              Export PyTorch test
            </Button>
            <Button variant="line" onClick={start}>
              Check again
            </Button>
          </>
        }
      >
        <ProofTable proof={proof} />
      </Dialog>
    </div>
  );
}
