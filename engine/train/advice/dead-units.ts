import { diagnostic, type Fix } from '../../graph/check/diagnostic.ts';
import { nameOfNode } from '../../graph/display-name.ts';
import { operators } from '../../operators/catalogue.ts';
import { deadShare, enoughSamples } from './bounds.ts';
import { earlyJump } from './early-jump.ts';
import type { ActivationMeasurement } from './measurement.ts';
import { lowerTheRate, type RunEvidence, type RunRule } from './run-rule.ts';

/** Activations, such as ReLU, most of whose units are shut for every sample that was looked at. */
export function deadActivations({
  measurements,
}: Pick<RunEvidence, 'measurements'>): readonly ActivationMeasurement[] {
  const latest = measurements.at(-1);
  if (latest === undefined || measurements.some(({ samples }) => samples < enoughSamples)) return [];
  const isDead = (node: string): boolean =>
    measurements.every(({ activations }) => {
      const found = activations.find((each) => each.node === node);
      return found !== undefined && found.units > 0 && found.dead / found.units > deadShare;
    });
  return latest.activations.filter(({ node }) => isDead(node));
}

/** Dead activations, unless the loss jumped before: then the learning rate killed them, which is said instead. */
export const deadUnits: RunRule = {
  kind: 'dead-units',
  find: (evidence) => {
    const { graph, measurements, firstLosses } = evidence;
    if (earlyJump(firstLosses) !== undefined) return [];
    const samples = measurements.at(-1)?.samples;
    const alive = operators.find(({ neverDies }) => neverDies === true);
    return deadActivations(evidence).map(({ node, dead, units }) => {
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
        message: `Expected at most ${deadShare * 100} % that pass no gradient; found ${Math.round((100 * dead) / units)} % over ${samples} samples.`,
        fixes: [...replace, lowerTheRate],
      });
    });
  },
};
