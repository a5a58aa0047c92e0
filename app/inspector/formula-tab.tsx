import { createElement, useDeferredValue, useMemo } from 'react';
import { type NamedFormula, nodeFormulas } from '../../engine/graph/formulas.ts';
import type { Expression } from '../../engine/notation/expression.ts';
import { toLatex } from '../../engine/notation/latex.ts';
import { useDocument } from '../document/store.ts';
import { Formula } from '../formulas/formula.tsx';
import { programOf } from '../program/program-of.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ScrollingSide } from './scrolling-side.tsx';

interface RowProps {
  readonly title: string;
  readonly caption: string;
  readonly expression: Expression;
  readonly definitions?: readonly Expression[];
  readonly testId: string;
}

const equals = createElement('math', { className: 'equals' }, createElement('mo', null, '='));

/** An equation with its equals sign in the column of all others; anything else stands on the right. */
function Sides({ expression, label }: { readonly expression: Expression; readonly label: string }) {
  if (expression.kind !== 'equation' || expression.relation !== '=') {
    return (
      <>
        <span className="lhs" />
        <ScrollingSide label={label}>
          <Formula expression={expression} shapes size="lg" display="block" />
        </ScrollingSide>
      </>
    );
  }
  return (
    <>
      <span className="lhs">
        <Formula expression={expression.left} shapes size="lg" display="block" />
      </span>
      {equals}
      <ScrollingSide label={label}>
        <Formula expression={expression.right} shapes size="lg" display="block" />
      </ScrollingSide>
    </>
  );
}

function FormulaRow({ title, caption, expression, definitions = [], testId }: RowProps) {
  return (
    <div className="formula-row" data-testid={testId}>
      <div className="t">
        <span>{title}</span>
        <i>{caption}</i>
        <CopyButton
          label="Copy LaTeX"
          text={() => [expression, ...definitions].map((part) => toLatex(part)).join(' \\\\\n')}
        />
      </div>
      <div className="sides">
        <Sides expression={expression} label={`Formula, ${testId}`} />
      </div>
      {definitions.length === 0 ? null : (
        <p className="definitions">
          <span className="cap">where</span>
          {definitions.map((definition) => (
            <Formula key={toLatex(definition)} expression={definition} size="sm" />
          ))}
        </p>
      )}
    </div>
  );
}

function GradientRows({
  title,
  caption,
  formulas,
  name,
}: {
  readonly title: string;
  readonly caption: string;
  readonly formulas: readonly NamedFormula[];
  readonly name: 'local' | 'chain';
}) {
  if (formulas.length === 0) return null;
  return (
    <section aria-label={title}>
      <h4 className={name === 'chain' ? 'part bw' : 'part'}>
        {title}
        <span className="r cap">{caption}</span>
      </h4>
      {formulas.map(({ of, role, expression, definitions }) => (
        <FormulaRow
          key={`${role} ${of}`}
          title={of}
          caption={role}
          expression={expression}
          definitions={definitions}
          testId={`${name} ${of}`}
        />
      ))}
    </section>
  );
}

/** How the node computes, each gradient in terms of the one that comes to it, and each down to the loss. */
export function FormulaTab({ node }: { readonly node: string }) {
  const checked = useDeferredValue(useDocument((state) => state.checked));
  const formulas = useMemo(() => nodeFormulas(checked, programOf(checked), node), [checked, node]);
  if (formulas === undefined) {
    return (
      <section className="sec">
        <p className="cap">The formula appears when the node's inputs are connected and fit.</p>
      </section>
    );
  }
  return (
    <>
      <FormulaRow title="Forward" caption="value" expression={formulas.forward} testId="forward" />
      <GradientRows
        title="Local gradient"
        caption="from the gradient that comes to this node"
        formulas={formulas.local}
        name="local"
      />
      <GradientRows title="Chain" caption="down to the loss" formulas={formulas.chain} name="chain" />
      {formulas.chain.length === 0 ? (
        <section className="sec">
          <p className="cap">
            {formulas.local.length === 0
              ? 'Nothing here is differentiated.'
              : 'No loss is reached from here yet.'}
          </p>
        </section>
      ) : null}
    </>
  );
}
