import type { TextFault } from '../operator.ts';

/**
 * The language of the Formula node: arithmetic on tensors as NumPy and PyTorch write it. It is read, never run as
 * code: what a text can say is what these types can hold.
 */

export type BinarySign = '+' | '-' | '*' | '/' | '@' | '^' | '>' | '>=' | '<' | '<=' | '==';

/** A piece of a formula; `at` is the character where it begins, from 0. */
export type Term =
  | { readonly kind: 'number'; readonly at: number; readonly value: number }
  | { readonly kind: 'name'; readonly at: number; readonly name: string }
  | { readonly kind: 'negated'; readonly at: number; readonly of: Term }
  | {
      readonly kind: 'binary';
      /** Where its sign stands. */
      readonly at: number;
      readonly sign: BinarySign;
      readonly left: Term;
      readonly right: Term;
    }
  | {
      readonly kind: 'call';
      readonly at: number;
      readonly name: string;
      readonly of: readonly Term[];
      readonly options: readonly Option[];
    };

/** `dim=1`, `keepdim=true` */
export interface Option {
  readonly at: number;
  readonly name: string;
  readonly value: number | boolean;
}

/** A text that cannot be read, or does not make sense; thrown inside the language and caught at its doors. */
export class FormulaFault extends Error implements TextFault {
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/** The text around a character, with a mark before it: `x * ▸sgmoid(x)`. */
export function pointedAt(text: string, position: number): string {
  const before = text.slice(0, position);
  const from = before.length > 24 ? `…${before.slice(-24)}` : before;
  const after = text.slice(position);
  return `${from}▸${after.length > 24 ? `${after.slice(0, 24)}…` : after}`.replace(/\s+/g, ' ');
}

/** What is wrong, at which character as people count, and the place itself. */
export const describeFault = (text: string, { message, position }: TextFault): string =>
  `${message} (character ${position + 1}: ${pointedAt(text, position)})`;
