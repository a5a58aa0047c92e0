import { useEffect, useState } from 'react';
import { useDocument } from '../document/store.ts';
import { useTraining } from './status.ts';
import { useThrottled } from './use-throttled.ts';

/**
 * The answer to a question about the run, asked again after an edit and as the run goes on, at most once per `interval`
 * milliseconds. The last one stays until the next comes; undefined until the first, and where nothing is asked.
 */
export function useAnswer<T>(
  question: string | undefined,
  interval: number,
  ask: () => Promise<T | undefined>,
): T | undefined {
  const checked = useDocument((state) => state.checked);
  const moment = useThrottled(
    useTraining(({ run, moment }) => `${run} ${moment}`),
    interval,
  );
  const [answer, setAnswer] = useState<{ readonly question: string; readonly value: T | undefined }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: after an edit, and at each moment of the run, the answer may be another
  useEffect(() => {
    if (question === undefined) return undefined;
    let isCurrent = true;
    void ask().then((value) => {
      if (isCurrent) setAnswer({ question, value });
    });
    return () => {
      isCurrent = false;
    };
  }, [question, checked, moment]);
  return answer?.question === question ? answer?.value : undefined;
}
