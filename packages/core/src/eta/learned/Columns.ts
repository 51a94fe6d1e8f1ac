/**
 * What a model learns from or predicts for, column by column: the value of feature `f` of row `r` stands at
 * `values[f * rows + r]`. NaN is a value that is not known.
 */
export interface Columns {
  readonly rows: number
  readonly values: Float64Array
}

/** The columns of rows given one after the other, each with as many numbers as there are features. O(cells). */
export const columnsOf = (rows: ReadonlyArray<ArrayLike<number>>, features: number): Columns => {
  const values = new Float64Array(rows.length * features)
  rows.forEach((row, index) => {
    for (let feature = 0; feature < features; feature += 1) {
      values[feature * rows.length + index] = row[feature] ?? Number.NaN
    }
  })
  return { rows: rows.length, values }
}
