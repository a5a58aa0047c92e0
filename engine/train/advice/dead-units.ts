import { diagnostic, type Fix } from '../../graph/diagnostic.ts';
import { nameOfNode } from '../../graph/display-name.ts';
import { operators } from '../../operators/catalogue.ts';
import { deadShare, enoughSamples } from './bounds.ts';
import { lowerTheRate, type RunRule } from './run-rule.ts';

/** An activation, such as ReLU, most of whose units are shut for every sample that was looked at. */
export const deadUnits: RunRule = {
  kind: 'dead-units',
  find: ({ graph, measurements }) => {
    const latest = measurements.at(-1);
    if (latest === undefined || measurements.some(({ samples }) => samples < enoughSamples)) return [];
    const isDead = (node: string): boolean =>
      measurements.every(({ activations }) => {
        const found = activations.find((each) => each.node === node);
        return found !== undefined && found.units > 0 && found.dead / found.units > deadShare;
      });
    const alive = operators.find(({ neverDies }) => neverDies === true);
    return latest.activations
      .filter(({ node }) => isDead(node))
      .map(({ node, dead, units }) => {
        const name = nameOfNode(graph.flat, node);
        const replace: readonly Fix[] =
          alive === undefined
            ? []
            : [
                {
                  kind: 'replace-operator',
                  node,
                  operator: alive.name,
                  label: `Make ${name} a ${alive.name}`,
                },
              ];
        return diagnostic('dead-units', {
          node,
          title: `${dead} of ${units} units of ${name} are dead`,
          message: `Expected at most ${deadShare * 100} % that pass no gradient; found ${Math.round((100 * dead) / units)} % over ${latest.samples} samples.`,
          fixes: [...replace, lowerTheRate],
        });
      });
  },
};
