import { useEffect, useState } from 'react';
import type { Tensor } from '../../engine/program/tensor.ts';
import type { Decisions } from '../../engine/train/decisions.ts';
import type { PartName } from '../../engine/train/session.ts';
import { useTraining } from '../training/status.ts';
import { requestPredictions, requestPredictionsAt } from '../training/training-client.ts';
import { useThrottled } from '../training/use-throttled.ts';

/** At most three questions a second while training goes on, in milliseconds. */
const interval = 330;

/** What of a run the answer depends on; another object for each moment at which it may be another one. */
function useMoment(): string {
  const moment = useTraining(({ run, ready, moment }) => `${run} ${ready} ${moment}`);
  return useThrottled(moment, interval);
}

export interface Predictions {
  readonly part: PartName;
  readonly decisions: Decisions | undefined;
  /** Rows of the data set, sample by sample. */
  readonly indices: readonly number[];
}

/** What the network says of a part's samples now; the last answer stays until the next one comes. */
export function usePredictions(part: PartName): Predictions | undefined {
  const moment = useMoment();
  const [answer, setAnswer] = useState<Predictions>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each moment of the run it may say something else
  useEffect(() => {
    let wanted = true;
    void requestPredictions(part).then((said) => {
      if (wanted) setAnswer(said === undefined ? undefined : { part, ...said });
    });
    return () => {
      wanted = false;
    };
  }, [part, moment]);
  return answer?.part === part ? answer : undefined;
}

/** What the network says of points now. */
export function usePredictionsAt(points: Tensor): Decisions | undefined {
  const moment = useMoment();
  const [answer, setAnswer] = useState<Decisions>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each moment of the run it may say something else
  useEffect(() => {
    let wanted = true;
    void requestPredictionsAt(points).then((said) => {
      if (wanted) setAnswer(said);
    });
    return () => {
      wanted = false;
    };
  }, [points, moment]);
  return answer;
}
