import type { CheckedNode } from '../../engine/graph/check/checked-graph.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import { setOwnRate } from '../../engine/graph/own-rates.ts';
import { parameterKey } from '../../engine/program/program.ts';
import { edit, useDocument } from '../document/store.ts';
import { Field } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';

/** A learning rate for a node's parameters in place of the optimizer's. */
export function OwnRateField({ checkedNode }: { readonly checkedNode: CheckedNode }) {
  const { learningRate, learningRates = {} } = useDocument(({ document }) => document.training.optimizer);
  const { node, parameters, shares } = checkedNode;
  const keys = parameters.flatMap(({ name }) => (shares.has(name) ? [] : [parameterKey(node.id, name)]));
  if (keys.length === 0) return null;
  const rates = new Set(keys.map((key) => learningRates[key]));
  const [rate] = rates;
  return (
    <Field
      label="learning rate"
      help="A learning rate of its own; empty: the optimizer's. 0 leaves its parameters as they are."
    >
      {(control) => (
        <NumberField
          {...control}
          value={rates.size === 1 ? (rate ?? null) : null}
          minimum={0}
          optional
          disabled={node.frozen === true}
          placeholder={rates.size === 1 ? String(learningRate) : 'several'}
          onCommit={(value) =>
            edit(`Change ${displayName(node)}’s learning rate`, (document) =>
              setOwnRate(document, keys, value ?? undefined),
            )
          }
        />
      )}
    </Field>
  );
}
