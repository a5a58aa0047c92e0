import { formatShape, type Shape } from '../../program/shape.ts';
import type { AttributeDeclaration, Attributes, Inference } from '../operator.ts';

/** PyTorch's `dim`: an axis, counted from the end where it is negative. With null for `usual` it may be None. */
export const dimAttribute = (usual: number | null, help: string): AttributeDeclaration => ({
  name: 'dim',
  kind: 'integer',
  default: usual,
  ...(usual === null ? { optional: true } : {}),
  minimum: -16,
  maximum: 15,
  help,
});

/** Said of a `dim` that a shape does not have. A single number counts as one axis, as in PyTorch. */
export function dimFault({ dim }: Attributes, shape: Shape): Extract<Inference, { readonly ok: false }> {
  const axes = Math.max(1, shape.length);
  return {
    ok: false,
    code: 'bad-attribute',
    at: 'dim',
    message: `dim must lie between ${-axes} and ${axes - 1} for an input of ${formatShape(shape)}; found ${dim}.`,
    fix: { attribute: 'dim', value: -1, label: 'Set dim to −1, the last axis' },
  };
}
