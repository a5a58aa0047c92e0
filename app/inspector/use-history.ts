import { useEffect, useState } from 'react';
import type { HistorySubject, Moment } from '../../engine/train/history.ts';
import type { ParameterPath } from '../../engine/train/parameter-path.ts';
import { useTraining } from '../training/status.ts';
import { requestHistory, requestPath } from '../training/training-client.ts';
import { useThrottled } from '../training/use-throttled.ts';

/** While a run goes on, in milliseconds: what was told before is not computed again, yet new steps are. */
const interval = 2000;

/** The answer to a question about the run, asked again as it goes on; the last one stays until the next comes. */
function useAnswer<T>(question: string, ask: () => Promise<T | undefined>): T | undefined {
  const moment = useThrottled(
    useTraining(({ run, moment }) => `${run} ${moment}`),
    interval,
  );
  const [answer, setAnswer] = useState<{ readonly question: string; readonly value: T | undefined }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each moment the run may be at another step
  useEffect(() => {
    let isCurrent = true;
    void ask().then((value) => {
      if (isCurrent) setAnswer({ question, value });
    });
    return () => {
      isCurrent = false;
    };
  }, [question, moment]);
  return answer?.question === question ? answer.value : undefined;
}

const nothing: readonly Moment[] = [];

/** What a tensor was like at the kept steps of the run, oldest first. */
export const useHistory = (subject: HistorySubject): readonly Moment[] =>
  useAnswer(JSON.stringify(subject), () => requestHistory(subject)) ?? nothing;

/** Which way a parameter went; undefined without a key, and until it is known. */
export const usePath = (key: string | undefined): ParameterPath | undefined =>
  useAnswer(key ?? '', async () => (key === undefined ? undefined : requestPath(key)));
