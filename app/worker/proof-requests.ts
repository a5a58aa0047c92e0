import {
  computedBy,
  feedsOfLook,
  type Proof,
  type ProofProgress,
  proveNode,
} from '../../engine/train/proof.ts';
import type { PageMessage, RunId, WorkerMessage } from './protocol.ts';
import { lookAt, type Run } from './run.ts';

type ProofRequest = Extract<PageMessage, { kind: 'prove' }>;

/** The proof under way, gone on with between slices of training; a second one ends the first. */
export class ProofRequests {
  #proving:
    | { readonly run: RunId; readonly request: number; readonly steps: Generator<ProofProgress, Proof> }
    | undefined;

  /** Begins; the answer, where there is nothing to prove. */
  begin(run: Run, { node, request, at }: ProofRequest): WorkerMessage | undefined {
    this.#proving = undefined;
    if (!run.graph.nodes.has(node)) return { kind: 'proof', run: run.id, request, proof: undefined };
    const look = lookAt(run, at);
    const feeds = feedsOfLook(run.graph, run.data, run.session, look);
    const computed = { ...computedBy[run.session.arithmetic], values: look.values };
    this.#proving = {
      run: run.id,
      request,
      steps: proveNode(run.graph, node, feeds, look.mode, computed),
    };
    return undefined;
  }

  end(request: number): void {
    if (this.#proving?.request === request) this.#proving = undefined;
  }

  isOf(run: Run): boolean {
    return this.#proving?.run === run.id;
  }

  /** Goes on until it is to stop: how far it is, or the proof. */
  slice(run: Run, goOn: () => boolean): WorkerMessage | undefined {
    const proving = this.#proving;
    if (proving?.run !== run.id) return undefined;
    const { request, steps } = proving;
    for (;;) {
      const next = steps.next();
      if (next.done === true) {
        this.#proving = undefined;
        return { kind: 'proof', run: run.id, request, proof: next.value };
      }
      if (!goOn()) return { kind: 'proof-progress', run: run.id, request, progress: next.value };
    }
  }
}
