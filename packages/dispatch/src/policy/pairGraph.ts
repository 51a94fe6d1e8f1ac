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
  const rows = deliveryOfRow.length
  const start = new Int32Array(rows + 1)
  const rowOfDelivery = new Int32Array(rows)
  deliveryOfRow.forEach((d, row) => {
    rowOfDelivery[d] = row
    start[row + 1] = i32(start, row) + i32(snapshot.pairStart, d + 1) - i32(snapshot.pairStart, d)
  })
  const arcs = i32(start, rows)
  const pairOfArc = new Int32Array(arcs)
  const col = new Int32Array(arcs)
  const cost = new Float64Array(arcs)
  const filled = start.slice(0, rows)
  const { deliveryOfPair, pairsOfCourier } = pairsByCourier(snapshot)
  // Column after column, so that every row gets its columns in ascending sequence without sorting.
  courierSequence(snapshot).forEach((courier, column) => {
    for (const pair of pairsOfCourier(courier)) {
      const row = i32(rowOfDelivery, i32(deliveryOfPair, pair))
      const arc = i32(filled, row)
      filled[row] = arc + 1
      pairOfArc[arc] = pair
      col[arc] = column
      cost[arc] = f64(pairCost, pair)
    }
  })
  const rowSkip = Float64Array.from(deliveryOfRow, (d) => f64(skip, d))
  const problem = { rows, cols: snapshot.couriers.length, start, col, cost, skip: rowSkip }
  return { problem, deliveryOfRow, pairOfArc }
}

/** Courier indexes by handle. */
const courierSequence = ({ couriers }: Snapshot): Int32Array =>
  Int32Array.from(couriers.keys()).sort((a, b) => at(couriers, a).handle - at(couriers, b).handle)

/** The snapshot's pairs from the couriers' side, by counting. */
const pairsByCourier = ({ deliveries, couriers, pairStart, pairCourier }: Snapshot) => {
  const pairs = i32(pairStart, deliveries.length)
  const first = new Int32Array(couriers.length + 1)
  for (let pair = 0; pair < pairs; pair++) {
    const next = i32(pairCourier, pair) + 1
    first[next] = i32(first, next) + 1
  }
  for (let courier = 0; courier < couriers.length; courier++) {
    first[courier + 1] = i32(first, courier) + i32(first, courier + 1)
  }
  const filled = first.slice()
  const sorted = new Int32Array(pairs)
  const deliveryOfPair = new Int32Array(pairs)
  for (let d = 0; d < deliveries.length; d++) {
    for (let pair = i32(pairStart, d); pair < i32(pairStart, d + 1); pair++) {
      deliveryOfPair[pair] = d
      const courier = i32(pairCourier, pair)
      const place = i32(filled, courier)
      filled[courier] = place + 1
      sorted[place] = pair
    }
  }
  const pairsOfCourier = (courier: number) => sorted.subarray(i32(first, courier), i32(first, courier + 1))
  return { deliveryOfPair, pairsOfCourier }
}
