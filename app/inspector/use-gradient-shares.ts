import { useEffect, useState } from 'react';
import type { CheckedGraph } from '../../engine/graph/checked-graph.ts';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import { type GradientShare, sharesOfOutput, sharesOfParameter } from '../../engine/graph/gradient-shares.ts';
import { keyOfParameter, keyParts } from '../../engine/graph/parameter-keys.ts';
import { type OutputKey, outputKey } from '../../engine/program/program.ts';
import type { LookAt } from '../../engine/train/session.ts';
import { useDocument } from '../document/store.ts';
import { useTraining } from '../training/status.ts';
import { requestNumbers } from '../training/training-client.ts';
import { useThrottled } from '../training/use-throttled.ts';
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
    const key = keyOfParameter(node, name);
    const owner = keyParts(key);
    return {
      at: name,
      of: outputKey('parameterGradient', owner.node, owner.parameter),
      isBatched: false,
      shares: sharesOfParameter(nodes, key),
    };
  });
  return [...parameters, ...outputs].flatMap(({ shares, ...sum }) =>
    shares.length < 2 ? [] : shares.map((share) => ({ ...share, ...sum })),
  );
}

/** What each reader adds to the gradients of a node that are sums; empty until it is known, and without a node. */
export function useGradientShares(node: string | undefined, at: LookAt): readonly ShownShare[] {
  const checked = useDocument((state) => state.checked);
  const moment = useThrottled(
    useTraining((state) => state.moment),
    interval,
  );
  const [shares, setShares] = useState<readonly ShownShare[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at another moment other numbers are there
  useEffect(() => {
    const parts = node === undefined ? [] : partsOf(checked, node);
    if (parts.length === 0) {
      setShares([]);
      return undefined;
    }
    let isCurrent = true;
    const keys = parts.map(({ key }) => key);
    void requestNumbers(keys, at).then((numbers) => {
      if (!isCurrent) return;
      setShares(
        parts.flatMap(({ key, of, at: part, node: reader, port, isBatched }) => {
          const found = numbers?.values.get(key);
          const from = `${nameOfNode(checked.document, reader)}.${port}`;
          return found === undefined
            ? []
            : [
                {
                  of,
                  key,
                  from,
                  label: `${part}, share of ${from}`,
                  tensor: { shape: found.shape, data: Float64Array.from(found.data) },
                  isBatched,
                },
              ];
        }),
      );
    });
    return () => {
      isCurrent = false;
    };
  }, [checked, node, at, moment]);
  return shares;
}
