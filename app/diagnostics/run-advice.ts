import { noAdvice, useTraining } from '../training/status.ts';
import type { RunAdvice } from '../worker/protocol.ts';

/** What the run shows to go wrong; nothing while its results are of an older graph. */
export const useRunAdvice = (): RunAdvice =>
  useTraining(({ advice, stale }) => ({ advice: stale ? noAdvice : advice })).advice;
