import type { AttributeValue } from '../operators/operator.ts';
import type { GraphEdge } from './document.ts';

/**
 * Everything that can be wrong with a graph. Codes keep their meaning across versions; training and export wait for
 * E, not for W.
 */
export const diagnosticCodes = {
  'unknown-operator': 'E101',
  'bad-attribute': 'E102',
  'duplicate-id': 'E103',
  'unknown-port': 'E104',
  'missing-connection': 'E105',
  'doubled-connection': 'E106',
  cycle: 'E107',
  'unknown-block': 'E108',
  'recursive-block': 'E109',
  'too-many-nodes': 'E110',
  'shape-mismatch': 'E201',
  'wrong-kind': 'E202',
  'bad-weights': 'E203',
  'bad-sharing': 'E204',
  'no-loss': 'W301',
  unreachable: 'W302',
  'small-batch': 'W303',
  'newer-version': 'E501',
  'not-a-document': 'E502',
} as const;

export type DiagnosticKind = keyof typeof diagnosticCodes;

/** A change to the document that mends a fault; the app applies it as one undo step. */
export type Fix = { readonly label: string } & (
  | {
      readonly kind: 'set-attribute';
      readonly node: string;
      readonly attribute: string;
      readonly value: AttributeValue;
    }
  | { readonly kind: 'remove-attribute'; readonly node: string; readonly attribute: string }
  | { readonly kind: 'remove-node'; readonly node: string }
  | { readonly kind: 'remove-edge'; readonly edge: GraphEdge }
  /** Drops stored weights, by `node/parameter`. */
  | { readonly kind: 'remove-weights'; readonly key: string }
  /** Gives a node parameters of its own. */
  | { readonly kind: 'stop-sharing'; readonly node: string }
  | { readonly kind: 'set-batch-size'; readonly batchSize: number }
);

export interface Diagnostic {
  readonly kind: DiagnosticKind;
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'note';
  readonly node?: string;
  /** Input or output port at fault. */
  readonly port?: string;
  readonly attribute?: string;
  /** The character of a text attribute at fault, from 0. */
  readonly position?: number;
  /** A short headline: what is wrong, at which node. */
  readonly title: string;
  /** What was expected, what was found, what to do. */
  readonly message: string;
  readonly fixes: readonly Fix[];
}

/**
 * Whether training and export wait for it: every error, and an input not yet connected, which is only a note while
 * one draws.
 */
export const isBlocking = ({ severity, kind }: Pick<Diagnostic, 'severity' | 'kind'>): boolean =>
  severity === 'error' || kind === 'missing-connection';

/** Whether training waits for it: what blocks, and what only training cannot do with. */
export const stopsTraining = (found: Pick<Diagnostic, 'severity' | 'kind'>): boolean =>
  isBlocking(found) || found.kind === 'no-loss' || found.kind === 'small-batch';

const severities = { E: 'error', W: 'warning' } as const;

export function diagnostic(
  kind: DiagnosticKind,
  about: Omit<Diagnostic, 'kind' | 'code' | 'severity' | 'fixes'> & { readonly fixes?: readonly Fix[] },
): Diagnostic {
  const code = diagnosticCodes[kind];
  const severity =
    kind === 'missing-connection' ? 'note' : severities[code.slice(0, 1) as keyof typeof severities];
  return { kind, code, severity, fixes: [], ...about };
}
