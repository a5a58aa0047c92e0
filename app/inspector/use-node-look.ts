import { useEffect, useState } from 'react';
import { useDocument } from '../document/store.ts';
import { useLookAt } from '../live/look-at.ts';
import { useTraining } from '../training/status.ts';
import { lookAtNode } from '../training/training-client.ts';
import { useThrottled } from '../training/use-throttled.ts';
import type { NodeLook } from '../worker/protocol.ts';

/** At most five looks a second. */
const interval = 200;

/**
 * Every number of a node for the samples looked at: of the run where there is one, else of the starting weights.
 * Undefined until it arrives, and for a node that the run does not have.
 */
export function useNodeLook(node: string): NodeLook | undefined {
  const at = useLookAt();
  const moment = useTraining((state) => state.moment);
  const awaitsLoad = useTraining(({ ready, stale, status }) => !ready || (stale && status === 'idle'));
  const isTrainable = useDocument(({ checked }) => checked.trainable);
  const shownMoment = useThrottled(moment, interval);
  const [look, setLook] = useState<NodeLook>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these means that other numbers are there now
  useEffect(() => {
    let isCurrent = true;
    void lookAtNode(node, at).then((found) => {
      if (isCurrent) setLook(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [node, at, shownMoment, awaitsLoad, isTrainable]);
  return look?.node === node ? look : undefined;
}
