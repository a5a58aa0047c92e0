import { elementCount, type Tensor, zeros } from '../tensor.ts';

/** (…, m, k) times (…, k, n), leading axes equal. Where rows are picked, what meets a 0 on the left does not count. */
export function matmulTensor(left: Tensor, right: Tensor, isPicking = false): Tensor {
  const lead = left.shape.slice(0, -2);
  const [rows = 1, inner = 1] = left.shape.slice(-2);
  const columns = right.shape.at(-1) ?? 1;
  const result = zeros([...lead, rows, columns]);
  for (let block = 0; block < elementCount(lead); block += 1) {
    for (let row = 0; row < rows; row += 1) {
      const to = (block * rows + row) * columns;
      for (let k = 0; k < inner; k += 1) {
        const factor = left.data[(block * rows + row) * inner + k] as number;
        if (isPicking && factor === 0) continue;
        const from = (block * inner + k) * columns;
        for (let column = 0; column < columns; column += 1) {
          result.data[to + column] =
            (result.data[to + column] as number) + factor * (right.data[from + column] as number);
        }
      }
    }
  }
  return result;
}
