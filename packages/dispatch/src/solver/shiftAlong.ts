import { i32 } from "@hotbag/core"

/**
 * Augments along the path that ends at column `last`: each column on it goes to the row that reached it (`from`), back
 * to the row `source`, which had none. O(path).
 */
export const shiftAlong = (
  from: Int32Array,
  colOfRow: Int32Array,
  rowOfCol: Int32Array,
  source: number,
  last: number
): void => {
  let column = last
  while (column >= 0) {
    const row = i32(from, column)
    const given = i32(colOfRow, row)
    colOfRow[row] = column
    rowOfCol[column] = row
    column = row === source ? -1 : given
  }
}
