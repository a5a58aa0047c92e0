import { totalWeightAttribute } from '../../../operators/declare/loss.ts';
import { diagnostic } from '../diagnostic.ts';
import { nameOf } from './advice-graph.ts';
import type { AdviceRule } from './rule.ts';

/** A loss that counts nothing, or that training would make large. */
export const weightlessLoss: AdviceRule = {
  kind: 'weightless-loss',
  find: ({ nodes }) =>
    [...nodes.values()].flatMap((loss) => {
      const weight = loss.attributes[totalWeightAttribute.name];
      if (loss.operator.category !== 'loss' || typeof weight !== 'number' || weight > 0) return [];
      const { name: attribute } = totalWeightAttribute;
      return [
        diagnostic('weightless-loss', {
          node: loss.node.id,
          attribute,
          title:
            weight === 0
              ? `${nameOf(loss)} counts nothing in the total`
              : `Training makes ${nameOf(loss)} large`,
          message: `Expected a ${attribute} above 0; found ${weight}.`,
          fixes: [
            {
              kind: 'set-attribute',
              node: loss.node.id,
              attribute,
              value: weight === 0 ? 1 : -weight,
              label: `Set ${attribute} to ${weight === 0 ? 1 : -weight}`,
            },
          ],
        }),
      ];
    }),
};
