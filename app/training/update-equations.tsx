import { useMemo } from 'react';
import type { Formula as FormulaOfNode } from '../../engine/graph/formula/formula.ts';
import { withNumbers } from '../../engine/graph/formula/formula-numbers.ts';
import { outputKey } from '../../engine/program/program.ts';
import { updateFormula, updateNumberKeys } from '../../engine/train/update-formula.ts';
import { useDocument } from '../document/store.ts';
import { Formula } from '../formulas/formula.tsx';
import { useFollowed } from '../formulas/use-following.ts';
import { FilledSides } from '../inspector/filled-formula.tsx';
import { withFollowed } from '../inspector/use-formula-numbers.ts';
import { useNodeLive } from '../live/live-store.ts';
import { brief, exact } from '../live/number-text.ts';
import { programOf } from '../program/program-of.ts';
import { requestNumbers } from './training-client.ts';
import { useAnswer } from './use-answer.ts';

const normText = (norm: number | undefined): string => (norm === undefined ? '–' : brief(norm));

/** What one parameter becomes, in letters and for one of its elements in numbers. */
function UpdateEquation({
  formula,
  node,
  name,
}: {
  readonly formula: FormulaOfNode;
  readonly node: string;
  readonly name: string;
}) {
  const keys = updateNumberKeys(formula);
  const numbers = useAnswer(JSON.stringify(keys), 0, () => requestNumbers(keys, { kind: 'next-batch' }));
  const shown = withFollowed(numbers, useFollowed());
  const filled =
    shown === undefined
      ? undefined
      : withNumbers(
          formula,
          'component',
          shown,
          shown.values.get(outputKey('parameterGradient', node, name)),
        );
  return (
    <div className="update-equation">
      <div className="in-symbols">
        <Formula expression={formula.expression} />
        {formula.definitions.map((definition, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a definition is its place
          <div key={index}>
            <Formula expression={definition} size="sm" />
          </div>
        ))}
      </div>
      {filled === undefined ? null : (
        <FilledSides
          filled={filled}
          label={`${node} ${name} after the update`}
          which="where the gradient is largest"
        />
      )}
    </div>
  );
}

/** What the optimizer makes of a node's parameters in its turn: from the old weight to the new one. */
export function UpdateEquations({ node }: { readonly node: string }) {
  const live = useNodeLive(node);
  const checked = useDocument((state) => state.checked);
  const { optimizer, accumulate = 1 } = checked.document.training;
  const formulas = useMemo(
    () =>
      (checked.nodes.get(node)?.parameters ?? []).flatMap(({ name }) => {
        const formula = updateFormula(checked, programOf(checked), node, name);
        return formula === undefined ? [] : [{ name, formula }];
      }),
    [checked, node],
  );
  return (
    <div className="update-equations">
      {formulas.map(({ name, formula }) => (
        <UpdateEquation key={name} node={node} name={name} formula={formula} />
      ))}
      <span className="cap">
        {optimizer.name}, learning rate <span className="num">{exact(optimizer.learningRate)}</span>, changes{' '}
        {formulas.map(({ name }, index) => (
          <span key={name}>
            {index === 0 ? '' : ' and '}
            {name} (‖∇‖ <span className="num">{normText(live?.parameterNorms[name])}</span>)
          </span>
        ))}
        {accumulate > 1 ? ` once gradients of ${accumulate} batches are added up` : ''}.
      </span>
    </div>
  );
}
