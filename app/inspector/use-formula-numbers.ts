import { useEffect, useState } from 'react';
import type { LiveNumbers } from '../../engine/graph/formula/live-numbers.ts';
import { outputKey } from '../../engine/program/program.ts';
import type { Tensor } from '../../engine/program/tensor.ts';
import { useDocument } from '../document/store.ts';
import type { Followed } from '../formulas/use-following.ts';
import { useLookAt } from '../live/look-at.ts';
import { useTraining } from '../training/status.ts';
import { lookAtNode } from '../training/training-client.ts';
import { useThrottled } from '../training/use-throttled.ts';
import type { NodeLook } from '../worker/protocol.ts';

/** At most two fillings a second: a formula that changes faster cannot be read. */
const interval = 500;

function keyed({
  node,
  values,
  gradients,
  parameters,
  parameterGradients,
}: NodeLook): readonly [string, Tensor][] {
  const of = (role: Parameters<typeof outputKey>[0], tensors: Readonly<Record<string, Tensor>>) =>
    Object.entries(tensors).map(([name, tensor]): [string, Tensor] => [outputKey(role, node, name), tensor]);
  return [
    ...of('value', values),
    ...of('gradient', gradients),
    ...of('parameter', parameters),
    ...of('parameterGradient', parameterGradients),
  ];
}

export interface FormulaNumbers extends Omit<LiveNumbers, 'sample'> {
  /** Row numbers of the samples in their part. */
  readonly rows: readonly number[];
}

/** The same of the sample that is looked at, with what is followed. */
export const withFollowed = <T extends Omit<LiveNumbers, 'sample'>>(
  found: T | undefined,
  { sample, following }: Pick<Followed, 'sample' | 'following'>,
): (T & LiveNumbers) | undefined =>
  found === undefined ? undefined : { ...found, sample: Math.min(sample, found.batch - 1), following };

/** The numbers of some nodes for the samples looked at; undefined until all are there, and when none are asked for. */
export function useFormulaNumbers(nodes: readonly string[]): FormulaNumbers | undefined {
  const at = useLookAt();
  const moment = useThrottled(
    useTraining((state) => state.moment),
    interval,
  );
  const isTrainable = useDocument(({ checked }) => checked.trainable);
  const [found, setFound] = useState<FormulaNumbers>();
  const wanted = nodes.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these means that other numbers are there now
  useEffect(() => {
    let isCurrent = true;
    if (wanted === '') return undefined;
    void Promise.all(wanted.split(' ').map((node) => lookAtNode(node, at))).then((looks) => {
      if (!isCurrent) return;
      const known = looks.filter((look) => look !== undefined);
      const [first] = known;
      setFound(
        first === undefined
          ? undefined
          : {
              rows: first.rows,
              batch: first.rows.length,
              draw: first.draw,
              values: new Map(known.flatMap(keyed)),
            },
      );
    });
    return () => {
      isCurrent = false;
    };
  }, [wanted, at, moment, isTrainable]);
  return wanted === '' ? undefined : found;
}
