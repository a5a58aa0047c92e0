import { useMemo } from 'react';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import {
  type GradientShare,
  sharesOfOutput,
  sharesOfParameter,
} from '../../engine/graph/formula/gradient-shares.ts';
import { keyOfParameter, ownedKey } from '../../engine/graph/parameter-keys.ts';
import { type OutputKey, outputKey } from '../../engine/program/program.ts';
import type { LookAt } from '../../engine/train/session.ts';
import { useDocument } from '../document/store.ts';
import { requestNumbers } from '../training/training-client.ts';
import { useAnswer } from '../training/use-answer.ts';
import type { SentTensor } from '../worker/protocol.ts';

/** At most five a second, as other numbers of a node. */
const interval = 200;

/** A share of a gradient with its numbers. */
export interface ShownShare {
  /** The gradient that it is part of. */
  readonly of: OutputKey;
  readonly key: OutputKey;
  /** Whose share it is. */
  readonly from: string;
  readonly label: string;
  readonly tensor: SentTensor;
  readonly isBatched: boolean;
}

interface Part extends GradientShare {
  readonly of: OutputKey;
  /** The port or the parameter whose gradient it is. */
  readonly at: string;
  readonly isBatched: boolean;
}

/** The parts of all gradients of a node that are sums. */
function partsOf(checked: CheckedGraph, id: string): readonly Part[] {
  const node = checked.nodes.get(id);
  if (node === undefined) return [];
  const nodes = [...checked.nodes.values()];
  const outputs = [...node.outputs.keys()].map((port) => ({
    at: port,
    of: outputKey('gradient', id, port),
    isBatched: true,
    shares: sharesOfOutput(nodes, id, port),
  }));
  const parameters = node.parameters.map(({ name }) => {
    return {
      at: name,
      of: ownedKey('parameterGradient', node, name),
      isBatched: false,
      shares: sharesOfParameter(nodes, keyOfParameter(node, name)),
    };
  });
  return [...parameters, ...outputs].flatMap(({ shares, ...sum }) =>
    shares.length < 2 ? [] : shares.map((share) => ({ ...share, ...sum })),
  );
}

/** What each reader adds to the gradients of a node that are sums; empty until it is known, and without a node. */
export function useGradientShares(node: string | undefined, at: LookAt): readonly ShownShare[] {
  const checked = useDocument((state) => state.checked);
  const parts = useMemo(() => (node === undefined ? [] : partsOf(checked, node)), [checked, node]);
  const keys = parts.map(({ key }) => key);
  const question = keys.length === 0 ? undefined : JSON.stringify([keys, at]);
  const numbers = useAnswer(question, interval, () => requestNumbers(keys, at));
  return useMemo(
    () =>
      parts.flatMap(({ key, of, at: part, node: reader, port, isBatched }) => {
        const found = numbers?.values.get(key);
        if (found === undefined) return [];
        const from = `${nameOfNode(checked.document, reader)}.${port}`;
        const tensor = { shape: found.shape, data: Float64Array.from(found.data) };
        return [{ of, key, from, label: `${part}, share of ${from}`, tensor, isBatched }];
      }),
    [parts, numbers, checked.document],
  );
}
