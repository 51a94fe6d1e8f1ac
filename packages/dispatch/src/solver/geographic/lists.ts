import { f64, i32 } from "@hotbag/core"
import { longerF64, longerI32, type Lists, type State } from "./State.ts"

/** Makes the first `count` columns found the list of the row. O(count). */
export const keepFound = (lists: Lists, row: number, count: number): void => {
  if (count > i32(lists.room, row)) {
    const room = count + (count >> 1) + 4
    if (lists.used + room > lists.column.length) {
      const length = Math.max(1024, 2 * (lists.used + room))
      lists.column = longerI32(lists.column, length)
      lists.cost = longerF64(lists.cost, length)
    }
    lists.first[row] = lists.used
    lists.room[row] = room
    lists.used += room
  }
  const { column, cost, foundColumn, foundCost } = lists
  const first = i32(lists.first, row)
  for (let at = 0; at < count; at++) {
    column[first + at] = i32(foundColumn, at)
    cost[first + at] = f64(foundCost, at)
  }
  lists.count[row] = count
}

/** Forgets all lists and their memory. */
export const clearLists = (lists: Lists): void => {
  lists.used = 0
  lists.count.fill(0)
  lists.room.fill(0)
}

/** Adds a column to the list of the row, if there is room; false when there is none. O(1). */
export const added = (lists: Lists, row: number, column: number, cost: number): boolean => {
  const count = i32(lists.count, row)
  if (count === i32(lists.room, row)) return false
  const place = i32(lists.first, row) + count
  lists.column[place] = column
  lists.cost[place] = cost
  lists.count[row] = count + 1
  return true
}

/** Whether the row lists the column. O(list). */
export const isListed = (lists: Lists, row: number, column: number): boolean => {
  const first = i32(lists.first, row)
  const end = first + i32(lists.count, row)
  for (let at = first; at < end; at++) if (i32(lists.column, at) === column) return true
  return false
}

/** Removes every column that `isGone` marks from all lists. O(all lists). */
export const forgetColumns = ({ rows, lists }: State, isGone: Uint8Array): void => {
  const { column, cost } = lists
  for (let row = 0; row < rows.size; row++) {
    if (rows.present[row] !== 1) continue
    let at = i32(lists.first, row)
    let end = at + i32(lists.count, row)
    while (at < end) {
      if (isGone[i32(column, at)] !== 1) {
        at++
        continue
      }
      end--
      column[at] = i32(column, end)
      cost[at] = f64(cost, end)
    }
    lists.count[row] = end - i32(lists.first, row)
  }
}

/** The least cost - dual of what the row lists; `Infinity` for an empty list. O(list). */
export const leastListed = ({ columns, lists }: State, row: number): number => {
  const { column, cost } = lists
  const first = i32(lists.first, row)
  const end = first + i32(lists.count, row)
  let least = Infinity
  for (let at = first; at < end; at++) {
    const reduced = f64(cost, at) - f64(columns.dual, i32(column, at))
    if (reduced < least) least = reduced
  }
  return least
}
