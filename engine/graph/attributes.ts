import type {
  AttributeDeclaration,
  Attributes,
  AttributeValue,
  Operator,
  TextFault,
} from '../operators/operator.ts';
import { type Diagnostic, diagnostic } from './check/diagnostic.ts';
import { displayName } from './display-name.ts';
import type { GraphNode } from './document.ts';

/** Most axes of one sample. */
const maximumRank = 16;

const bounds = (minimum: number | undefined, maximum: number | undefined): string => {
  const upper = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (minimum !== undefined && upper !== undefined) return ` from ${minimum} to ${upper}`;
  if (minimum !== undefined) return ` of at least ${minimum}`;
  return upper === undefined ? '' : ` of at most ${upper}`;
};

/** Where the default leaves one size to be worked out, as PyTorch's −1 does, others may too. */
const hasFreeSize = (shape: readonly number[]): boolean => shape.includes(-1);

/** What an attribute takes, in words: 'a whole number of at least 1'. */
export function describeExpected(declaration: AttributeDeclaration): string {
  switch (declaration.kind) {
    case 'integer': {
      const or = declaration.inferred === true || declaration.optional === true ? ' or nothing' : '';
      return `a whole number${bounds(declaration.minimum, declaration.maximum)}${or}`;
    }
    case 'number':
      return `a number${bounds(declaration.minimum, declaration.maximum)}${declaration.optional === true ? ' or nothing' : ''}`;
    case 'boolean':
      return 'true or false';
    case 'text':
      return `a text of at most ${declaration.maximumLength} characters`;
    case 'choice':
      return `one of ${declaration.options.join(', ')}`;
    case 'numbers':
      return `a list of numbers${bounds(declaration.minimum, undefined)}, or nothing`;
    case 'shape':
      return `at most ${maximumRank} sizes of at least 1${hasFreeSize(declaration.default) ? ' (one may be -1)' : ''}`;
  }
}

/** A value as a message shows it; long ones are cut. */
export function describeFound(value: unknown): string {
  if (value === null) return 'nothing';
  if (value === undefined) return 'nothing at all';
  if (typeof value === 'string') return `the text ${JSON.stringify(shorten(value))}`;
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return shorten(`[${value.slice(0, 20).map(describeElement).join(', ')}]`);
  return typeof value === 'object' ? 'an object' : String(value);
}

/** An object from a file may hold anything under `toString`, so it is never asked for its text. */
const describeElement = (element: unknown): string =>
  typeof element === 'object' && element !== null ? 'an object' : String(element);

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

const isWithin = (value: number, minimum = -Infinity, maximum = Infinity): boolean =>
  value >= minimum && value <= maximum;

function fits(declaration: AttributeDeclaration, value: unknown): boolean {
  switch (declaration.kind) {
    case 'integer':
      if (value === null) return declaration.inferred === true || declaration.optional === true;
      return (
        Number.isSafeInteger(value) && isWithin(value as number, declaration.minimum, declaration.maximum)
      );
    case 'number':
      if (value === null) return declaration.optional === true;
      return Number.isFinite(value) && isWithin(value as number, declaration.minimum, declaration.maximum);
    case 'boolean':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string' && value.length <= declaration.maximumLength;
    case 'choice':
      return typeof value === 'string' && declaration.options.includes(value);
    case 'numbers':
      return (
        value === null ||
        (Array.isArray(value) &&
          value.length > 0 &&
          value.every((each) => Number.isFinite(each) && isWithin(each, declaration.minimum)))
      );
    case 'shape':
      return (
        Array.isArray(value) &&
        value.length <= maximumRank &&
        value.filter((size) => size === -1).length <= (hasFreeSize(declaration.default) ? 1 : 0) &&
        value.every((size) => Number.isSafeInteger(size) && (size >= 1 || size === -1))
      );
  }
}

/** What is wrong with a value for an attribute, saying what was expected and found; undefined where it fits. */
export const attributeFault = (declaration: AttributeDeclaration, value: unknown): string | undefined =>
  fits(declaration, value)
    ? undefined
    : `Expected ${describeExpected(declaration)}; found ${describeFound(value)}.`;

/** What is wrong with a text in the language it is written in. */
const textFault = (declaration: AttributeDeclaration, value: unknown): TextFault | undefined =>
  declaration.kind === 'text' && typeof value === 'string' ? declaration.fault(value) : undefined;

export const defaultAttributes = (operator: Operator): Attributes =>
  Object.fromEntries(operator.attributes.map(({ name, default: value }) => [name, value as AttributeValue]));

export interface ResolvedAttributes {
  /** Every declared attribute: as drawn, else the default. Only for use where nothing is wrong. */
  readonly attributes: Attributes;
  /** The same, with the default in place of what is at fault; a text that cannot be read stays. */
  readonly usable: Attributes;
  readonly diagnostics: readonly Diagnostic[];
}

/** A node's attributes with the defaults filled in, and what is wrong with those that were drawn. */
export function resolveAttributes(operator: Operator, node: GraphNode): ResolvedAttributes {
  const diagnostics: Diagnostic[] = [];
  const attributes: Record<string, AttributeValue> = {};
  const usable: Record<string, AttributeValue> = {};
  for (const declaration of operator.attributes) {
    const { name } = declaration;
    const value = Object.hasOwn(node.attributes, name)
      ? (node.attributes[name] as AttributeValue)
      : declaration.default;
    attributes[name] = value;
    const fault = attributeFault(declaration, value);
    const inText = fault === undefined ? textFault(declaration, value) : undefined;
    if (inText !== undefined) {
      diagnostics.push(
        diagnostic('bad-attribute', {
          node: node.id,
          attribute: name,
          position: inText.position,
          title: `${displayName(node)}: ${name} cannot be read`,
          message: `${inText.message}.`,
        }),
      );
    }
    usable[name] = fault === undefined ? value : declaration.default;
    if (fault === undefined) continue;
    const mend = declaration.default;
    diagnostics.push(
      diagnostic('bad-attribute', {
        node: node.id,
        attribute: name,
        title: `${displayName(node)}: ${name} does not fit`,
        message: fault,
        fixes: [
          {
            kind: 'set-attribute',
            node: node.id,
            attribute: name,
            value: mend,
            label: mend === null ? `Leave ${name} empty` : `Set ${name} to ${describeFound(mend)}`,
          },
        ],
      }),
    );
  }
  for (const name of Object.keys(node.attributes)) {
    if (operator.attributes.some((declaration) => declaration.name === name)) continue;
    const known = operator.attributes.map((declaration) => declaration.name);
    diagnostics.push(
      diagnostic('bad-attribute', {
        node: node.id,
        attribute: name,
        title: `${displayName(node)} has no attribute ${shorten(name)}`,
        message: `Expected ${known.length === 0 ? 'no attributes' : known.join(', ')}; found ${shorten(name)}.`,
        fixes: [
          { kind: 'remove-attribute', node: node.id, attribute: name, label: `Remove ${shorten(name)}` },
        ],
      }),
    );
  }
  return { attributes, usable, diagnostics };
}
