import { parameterKey } from '../../program/program.ts';
import { ownersOfKey } from '../blocks/blocks.ts';
import { displayName } from '../display-name.ts';
import type { GraphDocument, StoredTensor } from '../document.ts';
import type { Topology } from '../topology.ts';
import { tensorFault } from '../weights.ts';
import type { CheckedNode } from './checked-graph.ts';
import { type Diagnostic, diagnostic } from './diagnostic.ts';

/**
 * Reading a tensor's text takes as long as it is large, and the tensors of a document stay the same objects from
 * edit to edit.
 */
const knownFaults = new WeakMap<StoredTensor, { readonly fault: string | undefined }>();

function faultOf(tensor: StoredTensor): string | undefined {
  const known = knownFaults.get(tensor);
  if (known !== undefined) return known.fault;
  const fault = tensorFault(tensor);
  knownFaults.set(tensor, { fault });
  return fault;
}

const sameSizes = (left: readonly number[], right: readonly number[]): boolean =>
  left.length === right.length && left.every((size, axis) => size === right[axis]);

const describeSizes = (shape: readonly number[]): string => shape.join('×') || '1';

/** Stored weights that fit no parameter; those of a node whose own shapes are not known wait for it. */
export function checkWeights(
  weights: GraphDocument['weights'],
  topology: Topology,
  checkedNodes: ReadonlyMap<string, CheckedNode>,
  leftOut: ReadonlySet<string>,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [key, tensor] of Object.entries(weights ?? {})) {
    const id = key.slice(0, Math.max(key.lastIndexOf('/'), 0));
    // What is not computed keeps its weights for when it is again.
    if (ownersOfKey(key).some((owner) => leftOut.has(owner))) continue;
    const node = topology.nodes.get(id);
    const checked = checkedNodes.get(id);
    const fixes = [{ kind: 'remove-weights', key, label: `Drop the weights ${key}` }] as const;
    const report = (title: string, message: string): void => {
      diagnostics.push(
        diagnostic('bad-weights', { ...(node === undefined ? {} : { node: id }), title, message, fixes }),
      );
    };
    if (node === undefined) {
      report(
        `Weights for ${key}, which is not there`,
        `Expected node/parameter; found no node ${id || key}.`,
      );
      continue;
    }
    const fault = faultOf(tensor);
    if (fault !== undefined) {
      const expected = `${fault.slice(0, 1).toUpperCase()}${fault.slice(1)}`;
      report(`${displayName(node)}: the stored weights ${key} cannot be read`, expected);
      continue;
    }
    if (checked === undefined) continue;
    const own = [...checked.parameters, ...checked.buffers].filter(({ name }) => !checked.shares.has(name));
    const declared = own.find(({ name }) => parameterKey(id, name) === key);
    if (declared === undefined) {
      const known = own.map(({ name }) => parameterKey(id, name)).join(', ');
      report(
        `${displayName(node)} has no parameter for ${key}`,
        `Expected ${known || 'no weights'}; found ${key}.`,
      );
    } else if (!sameSizes(declared.shape, tensor.shape)) {
      report(
        `${displayName(node)}: the stored ${declared.name} does not fit`,
        `Expected ${describeSizes(declared.shape)}; found ${describeSizes(tensor.shape)}.`,
      );
    }
  }
  return diagnostics;
}
