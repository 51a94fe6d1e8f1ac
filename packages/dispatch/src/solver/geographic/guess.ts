import { f64, i32, at } from "@hotbag/core"
import { alongHilbertCurve } from "./hilbertCurve.ts"
import { leastReduced } from "./leastReduced.ts"
import { makeState, reserve, type Side, type State } from "./State.ts"

/** The highest price of leaving out in the coarser assignment, in ways across the grid. */
const LONGEST_WAYS = 1
/** Points that stand for one in the coarser assignment. */
const GROUP = 3

/**
 * A coarser picture of the same assignment: neighbouring rows, and neighbouring columns, in groups of three along a Hilbert
 * curve, each represented by its member in the middle. Where everybody is needed the duals fall or rise by far more
 * than neighbours differ, and the coarse duals have that already: a multilevel start.
 */
export interface Guess {
  readonly coarse: State
  /** Gives each of our columns the highest dual that the coarse rows allow where it is. */
  readonly take: () => void
}

/** The coarser assignment, unsolved. */
export const makeGuess = (state: State): Guess => {
  const { rows, columns, costs } = state
  const rowsInGroups = groupsOf(rows)
  const columnsInGroups = groupsOf(columns)
  const coarse = makeState({
    leastPerM: costs.leastPerM,
    most: costs.most,
    cost: (row, column, distanceM) =>
      costs.cost(i32(rowsInGroups.middle, row), i32(columnsInGroups.middle, column), distanceM)
  })
  // Prices far beyond any way would drown the picture: whom to leave out is not for the guess to say.
  const { columns: wide, rows: high, sizeM } = columns.cells
  const most = LONGEST_WAYS * (wide + high) * sizeM * costs.leastPerM
  represent(coarse.rows, rows, rowsInGroups.middle, most)
  represent(coarse.columns, columns, columnsInGroups.middle, most)
  return {
    coarse,
    take: () => {
      const { sorted } = columnsInGroups
      for (let index = 0; index < sorted.length; index++) {
        const column = i32(sorted, index)
        columns.dual[column] = leastReduced(
          coarse,
          coarse.rows,
          coarse.rows.tops,
          f64(columns.x, column),
          f64(columns.y, column),
          f64(columns.leave, column),
          (row, distanceM) => costs.cost(i32(rowsInGroups.middle, row), column, distanceM)
        )
      }
    }
  }
}

interface Groups {
  /** The points, group after group. */
  readonly sorted: Int32Array
  /** The member of each group that is nearest to its centre. */
  readonly middle: Int32Array
}

const groupsOf = ({ x, y, present, size }: Side): Groups => {
  const sorted = alongHilbertCurve(x, y, present, size)
  const middle = new Int32Array(Math.ceil(sorted.length / GROUP))
  for (let group = 0; group < middle.length; group++) {
    const members = [...sorted.subarray(group * GROUP, (group + 1) * GROUP)]
    const centreX = members.reduce((sum, point) => sum + f64(x, point), 0) / members.length
    const centreY = members.reduce((sum, point) => sum + f64(y, point), 0) / members.length
    const off = members.map((point) => Math.hypot(f64(x, point) - centreX, f64(y, point) - centreY))
    middle[group] = at(members, off.indexOf(Math.min(...off)))
  }
  return { sorted, middle }
}

const represent = (coarse: Side, side: Side, middle: Int32Array, most: number): void => {
  if (middle.length === 0) return
  reserve(coarse, middle.length - 1)
  coarse.count = middle.length
  for (let group = 0; group < middle.length; group++) {
    const point = i32(middle, group)
    coarse.present[group] = 1
    coarse.x[group] = f64(side.x, point)
    coarse.y[group] = f64(side.y, point)
    coarse.leave[group] = Math.min(f64(side.leave, point), most)
  }
}
