import { at, f64, i32 } from "@hotbag/core"
import type { Snapshot } from "../Snapshot.ts"
import type { SparseProblem } from "../solver/sparse.ts"
import { placementOrder } from "./placementOrder.ts"

/**
 * A snapshot as an assignment problem in a canonical sequence: rows by placement (ties by handle), columns by
 * courier handle. However the snapshot was sorted, the solver sees the same problem and gives the same answer.
 */
export interface PairGraph {
  readonly problem: SparseProblem
  /** Delivery index of each row. */
  readonly deliveryOfRow: Int32Array
  /** The snapshot's pair behind each pair of the problem. */
  readonly pairOfArc: Int32Array
}

/**
 * Builds the graph from the cost of each of the snapshot's pairs and the price of leaving each delivery out (both
 * in minutes; an infinite cost forbids the pair). O(pairs + n log n) for n deliveries and couriers.
 */
export const pairGraph = (snapshot: Snapshot, pairCost: Float64Array, skip: Float64Array): PairGraph => {
  const deliveryOfRow = placementOrder(snapshot.deliveries)
  const courierOfCol = Int32Array.from(snapshot.couriers.keys()).sort(
    (a, b) => at(snapshot.couriers, a).handle - at(snapshot.couriers, b).handle
  )
  const rows = deliveryOfRow.length
  const cols = courierOfCol.length
  const colOfCourier = new Int32Array(cols)
  courierOfCol.forEach((courier, column) => {
    colOfCourier[courier] = column
  })
  const start = new Int32Array(rows + 1)
  deliveryOfRow.forEach((d, row) => {
    const pairs = i32(snapshot.pairStart, d + 1) - i32(snapshot.pairStart, d)
    start[row + 1] = i32(start, row) + pairs
  })
  const arcs = i32(start, rows)
  const pairOfArc = new Int32Array(arcs)
  const col = new Int32Array(arcs)
  const cost = new Float64Array(arcs)
  deliveryOfRow.forEach((d, row) => {
    const first = i32(start, row)
    const pairs = pairOfArc.subarray(first, i32(start, row + 1))
    for (let index = 0; index < pairs.length; index++) pairs[index] = i32(snapshot.pairStart, d) + index
    const column = (pair: number) => i32(colOfCourier, i32(snapshot.pairCourier, pair))
    pairs.sort((a, b) => column(a) - column(b))
    pairs.forEach((pair, index) => {
      col[first + index] = column(pair)
      cost[first + index] = f64(pairCost, pair)
    })
  })
  const rowSkip = Float64Array.from(deliveryOfRow, (d) => f64(skip, d))
  return { problem: { rows, cols, start, col, cost, skip: rowSkip }, deliveryOfRow, pairOfArc }
}
