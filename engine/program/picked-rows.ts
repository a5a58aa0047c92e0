import type { Operation, ValueId } from './program.ts';

interface Written {
  readonly operation: Operation;
  readonly inputs: readonly ValueId[];
}

/** A matrix with a unit row for each label, as a product reads it: as it is, or transposed. */
export interface PickedRows {
  readonly unitRows: ValueId;
  readonly isTransposed: boolean;
}

/**
 * Whether a product's left side is a matrix of unit rows: then it picks rows of the right side or, transposed, adds its rows up
 * by label. What meets a zero there does not count, as in PyTorch, though it were infinite; a label that is no class gives NaN.
 */
export function pickedRows(values: readonly Written[], product: Written): PickedRows | undefined {
  const at = (id: ValueId): Written => values[id] as Written;
  const behindMarks = (id: ValueId): ValueId => {
    const { operation, inputs } = at(id);
    const isMark = operation.primitive === 'port' || operation.primitive === 'stopGradient';
    return isMark ? behindMarks(inputs[0] as ValueId) : id;
  };
  if (product.operation.primitive !== 'matmul') return undefined;
  const left = behindMarks(product.inputs[0] as ValueId);
  const { operation, inputs } = at(left);
  const isTransposed = operation.primitive === 'transpose';
  const unitRows = isTransposed ? behindMarks(inputs[0] as ValueId) : left;
  const { operation: made } = at(unitRows);
  const isUnit = made.primitive === 'oneHot' && made.axis === 1 && made.classes > 1;
  if (!isUnit || (isTransposed && operation.permutation.join() !== '1,0')) return undefined;
  return { unitRows, isTransposed };
}
