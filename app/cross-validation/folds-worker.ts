import { loadStored } from '../../engine/data/prepare.ts';
import { notFetched } from '../data/resolved-data.ts';
import type { FoldsRequest } from './protocol.ts';
import { validateFolds } from './validate-folds.ts';

/** The part of a dedicated worker's global scope that is used here; the page's DOM types do not have it. */
interface WorkerScope {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent<FoldsRequest>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;

const answer = async (request: FoldsRequest): Promise<void> => {
  try {
    const stored = await loadStored(request.document.data).catch(() => {
      throw new Error(notFetched.message);
    });
    validateFolds(
      request,
      stored,
      (told) => scope.postMessage(told),
      () => performance.now(),
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    scope.postMessage({ kind: 'refused', message: `Cross-validation stopped: ${message}` });
  }
};

scope.onmessage = ({ data }) => void answer(data);
