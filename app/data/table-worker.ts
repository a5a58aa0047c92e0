import { TableHost } from './table-host.ts';
import type { Numbered, TableAnswer, TableRequest } from './table-protocol.ts';

/** The part of a dedicated worker's global scope that is used here; the page's DOM types do not have it. */
interface WorkerScope {
  postMessage(message: Numbered<TableAnswer>): void;
  onmessage: ((event: MessageEvent<Numbered<TableRequest>>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;
let current = 0;
const host = new TableHost((share) =>
  scope.postMessage({ request: current, message: { kind: 'progress', share } }),
);

scope.onmessage = async ({ data: { request, message } }) => {
  current = request;
  const answer = await host.answer(message).catch(
    (error: unknown): TableAnswer => ({
      kind: 'refused',
      message: `The table could not be read: ${error instanceof Error ? error.message : String(error)}.`,
    }),
  );
  scope.postMessage({ request, message: answer });
};
