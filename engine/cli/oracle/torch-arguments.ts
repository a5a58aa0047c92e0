import { attributeFault, defaultAttributes } from '../../graph/attributes.ts';
import type { AttributeDeclaration, Attributes, AttributeValue, Operator } from '../../operators/operator.ts';
import { type FixtureTensor, fixtureNumbers } from './fixture-tensor.ts';

/** Constructor arguments by their Python names. */
export type TorchArguments = Readonly<Record<string, unknown>>;

export type AttributesResult =
  | { readonly ok: true; readonly attributes: Attributes }
  /** `refused` where the attribute is there, but not for such a value. */
  | { readonly ok: false; readonly refused: boolean; readonly why: string };

/** Arguments that say where and how to compute, not what. */
const immaterial = new Set(['inplace', 'device', 'dtype']);

/** What an operator has to be told: deprecated arguments that are None, and immaterial ones, left out. */
export const materialArguments = (args: TorchArguments): readonly (readonly [string, unknown])[] =>
  Object.entries(args).filter(
    ([name, value]) =>
      !(immaterial.has(name) || (['size_average', 'reduce'].includes(name) && value === null)),
  );

/** What PyTorch takes where nothing is said and Nodegrad takes nothing. */
const otherDefaults: Attributes = { ignore_index: -100 };

const isTensor = (value: unknown): value is FixtureTensor =>
  typeof value === 'object' && value !== null && 'shape' in value && 'data' in value;

/** A tensor of weights as a list, a single size as a list of sizes, everything else as it is. */
function attributeValue(declaration: AttributeDeclaration, given: unknown): unknown {
  if (isTensor(given)) return given.shape.length <= 1 ? [...fixtureNumbers(given)] : given;
  return declaration.kind === 'shape' && typeof given === 'number' ? [given] : given;
}

/** PyTorch's arguments as attributes, or which of them the operator lacks. */
export function attributesOf(operator: Operator, args: TorchArguments): AttributesResult {
  const attributes: Record<string, AttributeValue> = { ...defaultAttributes(operator) };
  for (const [name, value] of Object.entries(otherDefaults)) {
    if (Object.hasOwn(attributes, name)) attributes[name] = value;
  }
  for (const [name, given] of materialArguments(args)) {
    const declaration = operator.attributes.find((attribute) => attribute.name === name);
    if (declaration === undefined)
      return { ok: false, refused: false, why: `${operator.name} has no attribute ${name} yet` };
    const value = attributeValue(declaration, given);
    const fault = attributeFault(declaration, value);
    if (fault !== undefined) return { ok: false, refused: true, why: `${operator.name}.${name}: ${fault}` };
    attributes[name] = value as AttributeValue;
  }
  return { ok: true, attributes };
}
