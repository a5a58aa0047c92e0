import { useEffect, useRef, useState } from 'react';
import type { GraphDocument } from '../../engine/graph/document.ts';
import type { NodeReport } from '../../engine/trace/node-report.ts';
import type { ReportAnswer, ReportRequest } from './protocol.ts';

export type ReportState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'report';
      readonly report: NodeReport;
      /** The node and graph it tells of: with others it is old. */
      readonly node: string;
      readonly of: GraphDocument;
    };

interface Wanted {
  readonly document: GraphDocument;
  readonly node: string;
}

/** Asks one worker for reports, one at a time; of what is wanted meanwhile only the last is asked for. */
class ReportClient {
  readonly #worker = new Worker(new URL('./compiler-worker.ts', import.meta.url), { type: 'module' });
  readonly #show: (state: ReportState) => void;
  #sent: GraphDocument | undefined;
  #running: Wanted | undefined;
  #next: Wanted | undefined;
  #requests = 0;

  constructor(show: (state: ReportState) => void) {
    this.#show = show;
    this.#worker.onmessage = ({ data }: MessageEvent<ReportAnswer>) => this.#receive(data);
    this.#worker.onerror = () => {
      this.#show({
        kind: 'failed',
        message: 'The compiler stopped. Close and open this panel to start it again.',
      });
    };
  }

  ask(wanted: Wanted): void {
    if (this.#running === undefined) this.#send(wanted);
    else this.#next = wanted;
  }

  end(): void {
    this.#worker.terminate();
  }

  #send(wanted: Wanted): void {
    this.#running = wanted;
    this.#requests += 1;
    const { weights: _weights, data, ...drawing } = wanted.document;
    const { table: _table, ...settings } = data;
    const structure: GraphDocument = { ...drawing, data: settings };
    const message: ReportRequest = {
      request: this.#requests,
      node: wanted.node,
      ...(wanted.document === this.#sent ? {} : { document: structure }),
    };
    this.#sent = wanted.document;
    this.#worker.postMessage(message);
  }

  #receive(answer: ReportAnswer): void {
    const of = this.#running;
    const next = this.#next;
    this.#running = undefined;
    this.#next = undefined;
    if (next !== undefined) this.#send(next);
    else if (of !== undefined && answer.kind === 'report') {
      this.#show({ kind: 'report', report: answer.report, node: of.node, of: of.document });
    } else if (answer.kind === 'failed') this.#show(answer);
  }
}

/** Milliseconds without a change before the graph is compiled: not at every letter that is typed. */
const pause = 150;

/**
 * What the compiler made of a node, computed in a worker of its own as long as this is mounted. What was shown last stays
 * until the new one is there.
 */
export function useNodeReport(document: GraphDocument, node: string | undefined): ReportState {
  const [state, setState] = useState<ReportState>({ kind: 'waiting' });
  const client = useRef<ReportClient | undefined>(undefined);
  useEffect(() => {
    const started = new ReportClient(setState);
    client.current = started;
    return () => {
      client.current = undefined;
      started.end();
    };
  }, []);
  const known = useRef<GraphDocument | undefined>(undefined);
  useEffect(() => {
    if (node === undefined) return undefined;
    const wait = known.current === undefined || known.current === document ? 0 : pause;
    const timer = setTimeout(() => {
      known.current = document;
      client.current?.ask({ document, node });
    }, wait);
    return () => clearTimeout(timer);
  }, [document, node]);
  return state;
}
