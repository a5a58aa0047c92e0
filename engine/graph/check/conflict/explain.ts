import { displayName, nameOfNode } from '../../display-name.ts';
import type { GraphDocument } from '../../document.ts';
import { applyFix } from '../../edit/apply-fix.ts';
import { checkGraph } from '../check.ts';
import { describeType } from '../check-node.ts';
import type { CheckedGraph } from '../checked-graph.ts';
import type { Diagnostic, DiagnosticKind, Fix } from '../diagnostic.ts';
import { levelOfFix } from '../fix-level.ts';
import { insertFixes, originFixes, ownAttributeFixes, sourceChoiceFixes } from './candidates.ts';
import {
  type ArrivingWire,
  type AttributeRepair,
  attributeRepairs,
  type FaultyNode,
  faultyNode,
  type InputRepair,
  inputRepairs,
} from './faulty-node.ts';
import { type Aspect, aspectsOf, describeOrigin, originsOf, readAspect } from './origins.ts';

/** A conflict with who forced each side, and every edit found that solves it. */
export interface ExplainedDiagnostic extends Diagnostic {
  /** One sentence per size in conflict: 'act1 sends N×8; 8 comes from out_features of fc1, through act1.' */
  readonly reasons: readonly string[];
}

/** Conflicts between what arrives and what a node takes. */
const explained: ReadonlySet<DiagnosticKind> = new Set(['shape-mismatch', 'wrong-kind', 'bad-attribute']);

/** Fixes offered, and edits tried for them: each is one check of the graph. */
const mostFixes = 5;
const mostTries = 24;
const mostReasons = 4;

const errorKey = ({ code, node, port }: Diagnostic): string => `${code} ${node} ${port}`;

/** Whether an edit makes a node fit and leaves every node that was right as right as it was. */
function solves(checked: CheckedGraph, whole: GraphDocument, node: string, fix: Fix): boolean {
  if (levelOfFix(fix) === undefined) return false;
  const changed = applyFix(whole, fix);
  if (changed === whole) return false;
  const next = checkGraph(changed, checked);
  if (!next.nodes.has(node)) return false;
  const before = new Set(checked.diagnostics.map(errorKey));
  return next.diagnostics.every(
    (found) =>
      found.severity !== 'error' ||
      before.has(errorKey(found)) ||
      // What follows the conflict was not looked at before: its faults are its own.
      (found.node !== undefined &&
        !checked.nodes.has(found.node) &&
        checked.flat.nodes.some(({ id }) => id === found.node)),
  );
}

const sameFix = (left: Fix, right: Fix): boolean =>
  JSON.stringify({ ...left, label: '' }) === JSON.stringify({ ...right, label: '' });

/** The first few of the candidates that solve it. */
function solving(
  checked: CheckedGraph,
  whole: GraphDocument,
  node: string,
  candidates: readonly Fix[],
): readonly Fix[] {
  const distinct = candidates.filter(
    (fix, index) => candidates.findIndex((other) => sameFix(other, fix)) === index,
  );
  const found: Fix[] = [];
  for (const fix of distinct.slice(0, mostTries)) {
    if (found.length >= mostFixes) break;
    if (found.every(({ label }) => label !== fix.label) && solves(checked, whole, node, fix)) found.push(fix);
  }
  return found;
}

/** 'act1 sends N×8; 8 comes from out_features of fc1, through act1.' */
function sizeReason(checked: CheckedGraph, wire: ArrivingWire, aspect: Aspect): string {
  const size = readAspect(wire.type, aspect);
  const origins = originsOf(checked.nodes, wire.edge.from, aspect).map(describeOrigin);
  const what = aspect === 'classes' ? `the ${size} classes come from` : `${size} comes from`;
  const sends = `${nameOfNode(checked.flat, wire.edge.from[0])} sends ${describeType(wire.type)}`;
  return `${sends}; ${what} ${[...new Set(origins)].join(' and ') || 'there'}.`;
}

function reasonsFor(
  checked: CheckedGraph,
  { node, attributes, wires }: FaultyNode,
  inputs: readonly InputRepair[],
  own: readonly AttributeRepair[],
): readonly string[] {
  const inConflict =
    inputs.length > 0
      ? inputs
      : wires.flatMap((wire) => aspectsOf(wire.type).map((aspect) => ({ wire, aspect })));
  const sent = inConflict.map(({ wire, aspect }) => sizeReason(checked, wire, aspect));
  const set = own.flatMap(({ attribute }) => {
    const value = attributes[attribute];
    return value === null || !Object.hasOwn(node.attributes, attribute)
      ? []
      : [`${attribute} of ${displayName(node)} is set to ${Array.isArray(value) ? value.join('×') : value}.`];
  });
  return [...new Set([...sent, ...set])].slice(0, mostReasons);
}

function explainNow(
  checked: CheckedGraph,
  diagnostic: Diagnostic,
  whole: GraphDocument,
): ExplainedDiagnostic {
  const faulty =
    diagnostic.node === undefined || !explained.has(diagnostic.kind)
      ? undefined
      : faultyNode(checked, diagnostic.node);
  if (faulty === undefined) return { ...diagnostic, reasons: [] };
  const ofKind = diagnostic.kind === 'wrong-kind';
  const inputs = ofKind ? [] : inputRepairs(faulty);
  const own = ofKind ? [] : attributeRepairs(faulty);
  const isData = (fix: Fix): boolean =>
    fix.kind === 'set-attribute' && checked.nodes.get(fix.node)?.operator.category === 'data';
  const upstream = originFixes(checked, inputs);
  const [fromLayers, fromData] = [upstream.filter((fix) => !isData(fix)), upstream.filter(isData)];
  const candidates = [
    ...diagnostic.fixes.filter(({ kind }) => kind !== 'remove-edge'),
    ...ownAttributeFixes(faulty.node.id, own).slice(0, 4),
    ...fromLayers.slice(0, 8),
    ...insertFixes(checked, faulty, inputs).slice(0, 4),
    // What the data gives is changed last: it would have to be other data.
    ...fromData.slice(0, 8),
    ...sourceChoiceFixes(checked, faulty.wires).slice(0, 4),
  ];
  return {
    ...diagnostic,
    reasons: ofKind ? [] : reasonsFor(checked, faulty, inputs, own),
    fixes: [
      ...solving(checked, whole, faulty.node.id, candidates),
      ...diagnostic.fixes.filter(({ kind }) => kind === 'remove-edge'),
    ],
  };
}

const known = new WeakMap<CheckedGraph, Map<Diagnostic, ExplainedDiagnostic>>();

/**
 * The diagnostic with the nodes that forced each side of a conflict and the edits that solve it, each of them tried.
 * Worked out when asked for, not at every check: it takes some checks of the graph. Where a level inside a block is
 * shown, `whole` is the document it belongs to.
 */
export function explainDiagnostic(
  checked: CheckedGraph,
  diagnostic: Diagnostic,
  whole: GraphDocument = checked.document,
): ExplainedDiagnostic {
  const all = known.get(checked) ?? new Map<Diagnostic, ExplainedDiagnostic>();
  known.set(checked, all);
  const found = all.get(diagnostic) ?? explainNow(checked, diagnostic, whole);
  all.set(diagnostic, found);
  return found;
}
