import { Fragment, useEffect, useMemo, useRef } from 'react';
import type { FunctionReport, KernelReport } from '../../engine/trace/kernel-report.ts';
import { CopyButton } from '../ui/copy-button.tsx';

const indent = (depth: number): string => '  '.repeat(depth);

const asText = ({ functions }: KernelReport): string =>
  functions
    .map(({ name, head, instructions }) =>
      [
        `;; ${name} ${head}`.trimEnd(),
        ...instructions.map(
          ({ depth, text, note }) => `${indent(depth)}${text}${note === undefined ? '' : `  ;; ${note}`}`,
        ),
      ].join('\n'),
    )
    .join('\n\n');

interface FunctionViewProps {
  readonly of: FunctionReport;
  /** The value whose instructions stand out. */
  readonly value: number | undefined;
}

function FunctionView({ of, value }: FunctionViewProps) {
  return (
    <>
      <div className="function">
        {of.name} <span className="muted">{of.head}</span>
      </div>
      {of.instructions.map(({ depth, text, note, value: own }, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
          key={index}
          className={value !== undefined && own === value ? 'line here' : 'line'}
        >
          {indent(depth)}
          {text}
          {note === undefined ? null : <span className="note"> ;; {note}</span>}
        </div>
      ))}
    </>
  );
}

/** A kernel's instructions and those of the functions it calls; those that compute the chosen value stand out. */
export function Instructions({
  kernel,
  value,
}: {
  readonly kernel: KernelReport;
  readonly value: number | undefined;
}) {
  const scroll = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another value has other lines
  useEffect(() => {
    const box = scroll.current;
    const first = box?.querySelector<HTMLElement>('.here');
    if (box === null) return;
    box.scrollTop = first === null || first === undefined ? 0 : Math.max(0, first.offsetTop - 40);
  }, [kernel, value]);
  const here = useMemo(
    () =>
      kernel.functions.flatMap(({ instructions }) => instructions).filter((line) => line.value === value)
        .length,
    [kernel, value],
  );
  return (
    <div className="column listed">
      <h4>
        Instructions
        <span className="num">{value === undefined || here === 0 ? '' : `${here} marked`}</span>
        <span className="r">
          <CopyButton label="Copy the instructions as text" text={() => asText(kernel)} />
        </span>
      </h4>
      <section
        ref={scroll}
        className="lines num"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        aria-label="Instructions"
        data-testid="instructions"
      >
        {kernel.functions.map((of) => (
          <Fragment key={of.name}>
            <FunctionView of={of} value={value} />
          </Fragment>
        ))}
      </section>
    </div>
  );
}
