import { checkGraph } from '../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { traceCompilation } from '../../engine/trace/compilation.ts';
import { NodeReporter } from '../../engine/trace/node-report.ts';
import type { ReportAnswer, ReportRequest } from './protocol.ts';

/** Answers requests for reports: compiles each graph once, when its first node is asked for. */
export class ReportHost {
  #document: GraphDocument | undefined;
  #reporter: NodeReporter | undefined;

  answer({ request, document, node }: ReportRequest): ReportAnswer {
    if (document !== undefined) {
      this.#document = document;
      this.#reporter = undefined;
    }
    if (this.#document === undefined) return { request, kind: 'failed', message: 'There is no graph yet.' };
    try {
      this.#reporter ??= new NodeReporter(traceCompilation(checkGraph(this.#document)));
      return { request, kind: 'report', report: this.#reporter.report(node) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { request, kind: 'failed', message: `The graph could not be compiled: ${message}.` };
    }
  }
}
