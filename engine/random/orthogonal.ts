/**
 * The orthonormal factor of a matrix by Householder reflections in float64, its columns' signs such that R has a
 * positive diagonal, which makes it unique. `matrix` is rows × columns, row-major, with rows ≥ columns; Q has the same
 * size. Source: Golub and Van Loan, Matrix Computations, section 5.2.
 */
export function orthonormalFactor(matrix: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const r = Float64Array.from(matrix);
  const reflections: Float64Array[] = [];
  const signs: number[] = [];
  for (let k = 0; k < columns; k += 1) {
    const v = Float64Array.from({ length: rows }, (_, row) =>
      row < k ? 0 : (r[row * columns + k] as number),
    );
    const head = v[k] as number;
    const length = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
    // The reflection away from the head loses no digits; the column becomes ∓length.
    const to = head > 0 ? -length : length;
    signs.push(to < 0 ? -1 : 1);
    v[k] = head - to;
    reflect(r, columns, v, k);
    reflections.push(v);
  }
  const q = new Float64Array(rows * columns);
  for (let k = 0; k < columns; k += 1) q[k * columns + k] = signs[k] as number;
  for (let k = columns - 1; k >= 0; k -= 1) reflect(q, columns, reflections[k] as Float64Array, 0);
  return q;
}

/** Applies I − 2vvᵀ/vᵀv to the columns of a matrix from `first` on. */
function reflect(matrix: Float64Array, columns: number, v: Float64Array, first: number): void {
  const square = v.reduce((sum, x) => sum + x * x, 0);
  if (square === 0) return;
  for (let column = first; column < columns; column += 1) {
    let along = 0;
    for (let row = 0; row < v.length; row += 1) {
      along += (v[row] as number) * (matrix[row * columns + column] as number);
    }
    const factor = (2 * along) / square;
    for (let row = 0; row < v.length; row += 1) {
      const at = row * columns + column;
      matrix[at] = (matrix[at] as number) - factor * (v[row] as number);
    }
  }
}

/** Row-major transpose of rows × columns. */
export const transposedMatrix = (matrix: ArrayLike<number>, rows: number, columns: number): Float64Array =>
  Float64Array.from(
    { length: rows * columns },
    (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)] as number,
  );
