import type { ReportRequest } from './protocol.ts';
import { ReportHost } from './report-host.ts';

/** The part of a dedicated worker's global scope that is used here; the page's DOM types do not have it. */
interface WorkerScope {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent<ReportRequest>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;
const host = new ReportHost();

scope.onmessage = ({ data }) => scope.postMessage(host.answer(data));
