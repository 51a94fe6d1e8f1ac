import { f64, i32 } from "@hotbag/core"
import { admit } from "./admit.ts"
import type { State } from "./State.ts"
import { raiseTop } from "./Tops.ts"

/** Raises the dual of a column. Rows that do not list it must be told before they search again: `tellOfRises`. O(1). */
export const rise = ({ columns, search }: State, column: number, by: number): void => {
  // Nothing to tell; and `risenBy` above 0 is what keeps a column from being noted twice.
  if (by <= 0) return
  const dual = f64(columns.dual, column) + by
  columns.dual[column] = dual
  raiseTop(columns.tops, columns.cells, i32(columns.cells.cellOf, column), dual)
  if (search.risenBy[column] === 0) search.risen[search.risenCount++] = column
  search.risenBy[column] = f64(search.risenBy, column) + by
}

/** Tells the rows of every column that has risen since they were told last, but for those that `isNew` marks. */
export const tellOfRises = (state: State, isNew: Uint8Array): void => {
  const { columns, search } = state
  for (let index = 0; index < search.risenCount; index++) {
    const column = i32(search.risen, index)
    const by = f64(search.risenBy, column)
    search.risenBy[column] = 0
    if (columns.present[column] === 1 && isNew[column] !== 1) admit(state, column, by)
  }
  search.risenCount = 0
}
