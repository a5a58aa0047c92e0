import type { History, HistorySubject } from '../../engine/train/history.ts';
import type { ParameterPath } from '../../engine/train/parameter-path.ts';
import { requestHistory, requestPath } from '../training/training-client.ts';
import { useAnswer } from '../training/use-answer.ts';

/** While a run goes on, in milliseconds: what was told before is not computed again, yet new steps are. */
const interval = 2000;

const nothing: History = { moments: [], former: undefined };

/** What a tensor was like at the kept steps of the run, and of the one that it branched off. */
export const useHistory = (subject: HistorySubject): History =>
  useAnswer(JSON.stringify(subject), interval, () => requestHistory(subject)) ?? nothing;

/** Which way a parameter went, and one of its elements in any case; undefined without a key, and until it is known. */
export const usePath = (key: string | undefined, element: number | undefined): ParameterPath | undefined =>
  useAnswer(key === undefined ? undefined : `${key} ${element}`, interval, async () =>
    key === undefined ? undefined : requestPath(key, element),
  );
