import { pytorchTest } from '../../engine/formats/pytorch-test.ts';
import { statisticsOfNodes } from '../../engine/train/node-statistics.ts';
import { numbersByKey } from '../../engine/train/numbers-by-key.ts';
import { parameterPath } from '../../engine/train/parameter-path.ts';
import { feedsOfLook } from '../../engine/train/proof.ts';
import { keptOf } from '../../engine/train/timeline.ts';
import { nodeLook, nodesRead, sentTensor } from './node-snapshot.ts';
import type { PageMessage, QuestionKind, SentTensor, WorkerMessage } from './protocol.ts';
import { lookAt, type Run } from './run.ts';

/** What is answered at once; histories are told between slices of training. */
type Question = Extract<PageMessage, { kind: Exclude<QuestionKind, 'history'> }>;

interface Answer {
  readonly answer: WorkerMessage;
  /** Buffers of the answer, which go over to the page. */
  readonly transfer: readonly ArrayBuffer[];
}

const buffersOf = (tensors: Readonly<Record<string, SentTensor>>): readonly ArrayBuffer[] =>
  Object.values(tensors).map(({ data }) => data.buffer);

const whole = (answer: WorkerMessage): Answer => ({ answer, transfer: [] });

/** The answer to a question about where the run stands. */
export function answerTo(run: Run, question: Question): Answer {
  const { graph, session, travel } = run;
  const to = { run: run.id, request: question.request };
  switch (question.kind) {
    case 'look': {
      const checked = graph.nodes.get(question.node);
      const look = checked && nodeLook(checked, lookAt(run, question.at, nodesRead(graph, [question.node])));
      const tensors =
        look === undefined
          ? []
          : [look.values, look.gradients, look.parameters, look.parameterGradients, look.buffers];
      return { answer: { kind: 'look', ...to, look }, transfer: tensors.flatMap(buffersOf) };
    }
    case 'numbers': {
      const look = lookAt(run, question.at);
      const found = numbersByKey(session, look, question.keys);
      const values = Object.fromEntries([...found].map(([key, tensor]) => [key, sentTensor(tensor)]));
      const { draw, rows } = look;
      return {
        answer: { kind: 'numbers', ...to, values, batch: rows.length, draw },
        transfer: buffersOf(values),
      };
    }
    case 'statistics':
      return whole({
        kind: 'statistics',
        ...to,
        statistics: statisticsOfNodes(graph, lookAt(run, question.at)),
      });
    case 'path': {
      const left = run.former?.left;
      const path = parameterPath(
        travel.timeline.kept(),
        question.key,
        left && keptOf(left),
        question.element,
      );
      return whole({ kind: 'path', ...to, path });
    }
    case 'pytorch-test': {
      const feeds = feedsOfLook(graph, run.data, session, lookAt(run, question.at));
      return whole({ kind: 'pytorch-test', ...to, text: pytorchTest(graph, feeds) });
    }
    case 'predictions': {
      const decisions = session.predict(question.part);
      const { indices } = run.data[question.part];
      return whole({ kind: 'predictions', ...to, decisions, indices });
    }
    case 'predict-at': {
      // The page may ask of data that it has and this run has not yet.
      const isOfRun = question.points.shape[1] === run.data.features;
      const decisions = isOfRun ? session.predictAt(question.points) : undefined;
      return whole({ kind: 'predict-at', ...to, decisions });
    }
    case 'parameters': {
      const parameters = Object.fromEntries(
        [...session.parameters(), ...session.buffers()].map(([key, tensor]) => [key, sentTensor(tensor)]),
      );
      return { answer: { kind: 'parameters', ...to, parameters }, transfer: buffersOf(parameters) };
    }
  }
}
