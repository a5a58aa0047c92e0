import type { Attributes, AttributeValue } from '../../operators/operator.ts';
import type { DataSettings, Endpoint, GraphEdge, Skip, Training } from '../document.ts';

/**
 * Everything that can be wrong with a graph. Codes keep their meaning across versions; training and export wait for
 * E, not for W (almost surely a mistake) or A (advice: it may be meant).
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
  'bad-initialiser': 'E205',
  'bad-bypass': 'E206',
  'no-loss': 'W301',
  unreachable: 'W302',
  'small-batch': 'W303',
  'squashed-logits': 'W401',
  'not-probabilities': 'W402',
  'not-log-probabilities': 'W403',
  'cut-off': 'W404',
  'nothing-to-learn': 'W405',
  'weightless-loss': 'W406',
  'single-class': 'W407',
  'stacked-linear': 'A411',
  'clipped-logits': 'A412',
  'spare-outputs': 'A413',
  'repeated-softmax': 'A414',
  'dead-units': 'W421',
  'vanishing-gradient': 'W422',
  'exploding-gradient': 'W423',
  'diverging-loss': 'W424',
  'unscaled-inputs': 'A425',
  'spare-classes': 'A426',
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
  | { readonly kind: 'remove-initialiser'; readonly node: string; readonly parameter: string }
  /** Gives a node parameters of its own. */
  | { readonly kind: 'stop-sharing'; readonly node: string }
  | { readonly kind: 'set-batch-size'; readonly batchSize: number }
  /** Takes a node out; those that read it read what it read, where that fits. */
  | { readonly kind: 'remove-and-heal'; readonly node: string }
  | {
      readonly kind: 'insert-node';
      readonly edge: GraphEdge;
      readonly operator: string;
      readonly attributes?: Attributes;
    }
  /** Another operator in its place, with the attributes and wires that both know. */
  | { readonly kind: 'replace-operator'; readonly node: string; readonly operator: string }
  /** The wire comes from somewhere else. */
  | { readonly kind: 'reroute'; readonly edge: GraphEdge; readonly from: Endpoint }
  | { readonly kind: 'set-skip'; readonly node: string; readonly skip: Skip | 'none' }
  | { readonly kind: 'set-frozen'; readonly node: string; readonly frozen: boolean }
  /** Multiplies the learning rate, as it is when the fix is applied. */
  | { readonly kind: 'scale-learning-rate'; readonly factor: number }
  | { readonly kind: 'set-training'; readonly training: Partial<Training> }
  | { readonly kind: 'set-data'; readonly data: Partial<DataSettings> }
);

/** Advice may be meant as it is; a note says what is still to do. */
export const severities = ['error', 'warning', 'advice', 'note'] as const;
export type Severity = (typeof severities)[number];

export interface Diagnostic {
  readonly kind: DiagnosticKind;
  readonly code: string;
  readonly severity: Severity;
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

const severityOf = { E: 'error', W: 'warning', A: 'advice' } as const;

export function diagnostic(
  kind: DiagnosticKind,
  about: Omit<Diagnostic, 'kind' | 'code' | 'severity' | 'fixes'> & { readonly fixes?: readonly Fix[] },
): Diagnostic {
  const code = diagnosticCodes[kind];
  const severity =
    kind === 'missing-connection' ? 'note' : severityOf[code.slice(0, 1) as keyof typeof severityOf];
  return { kind, code, severity, fixes: [], ...about };
}
