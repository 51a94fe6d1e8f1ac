import {
  at,
  type CellId,
  cellOf,
  f64,
  HOUR_MS,
  type LatLng,
  Limits,
  MINUTE_MS,
  parentOf,
  u8
} from "@hotbag/core"
import { OUTCOMES } from "../Recorder.ts"
import { round } from "../summary.ts"
import type { RunRecord } from "./RunRecord.ts"

/** What happened in one hexagon of the city. Orders belong to the cell of their door. */
export interface CellFigures {
  readonly cell: CellId
  /** Index into `City.regions`: that of who came here first. */
  readonly region: number
  /** Orders placed. */
  readonly orders: number
  readonly delivered: number
  readonly lost: number
  /** By how much deliveries were later than promised, mean over them, those in time counted as 0; null without one. */
  readonly latenessMin: number | null
  /** Mean over deliveries; null without one. */
  readonly clickToDoorMin: number | null
  /** Time that couriers spent here, or on the way from here, in hours; and that of those with nothing to do. */
  readonly courierHours: number
  readonly idleHours: number
}

/** A city in hexagons. */
export interface CellMap {
  /** H3 resolution of all cells. */
  readonly resolution: number
  readonly cells: ReadonlyArray<CellFigures>
}

/** Edges of 200 m: finer, and most cells of a city see no order in an evening. */
const FINEST = 9

/**
 * Demand, supply and lateness by H3 cell, in the finest resolution with at most `Limits.reportCells` cells; in the
 * sequence of their ids. O(orders + places of couriers).
 */
export const cellFigures = (record: RunRecord): CellMap => {
  const tally = makeTally()
  countOrders(record, tally.at)
  for (const { busyMs, idleMs, position, region } of record.presence) {
    const sums = tally.at(position, region)
    sums.idleMs += idleMs
    sums.courierMs += idleMs + busyMs
  }
  const { resolution, sums } = coarsened(tally.sums, FINEST)
  const cells = [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([cell, sum]) => ({ cell, ...figuresOf(sum) }))
  return { resolution, cells }
}

interface Sums {
  readonly region: number
  orders: number
  delivered: number
  lost: number
  latenessMs: number
  clickToDoorMs: number
  courierMs: number
  idleMs: number
}

const nothing = (region: number): Sums => ({
  region,
  orders: 0,
  delivered: 0,
  lost: 0,
  latenessMs: 0,
  clickToDoorMs: 0,
  courierMs: 0,
  idleMs: 0
})

const makeTally = () => {
  const sums = new Map<CellId, Sums>()
  return {
    sums,
    at: (position: LatLng, region: number): Sums => {
      const cell = cellOf(position, FINEST)
      const known = sums.get(cell)
      if (known !== undefined) return known
      const made = nothing(region)
      sums.set(cell, made)
      return made
    }
  }
}

const countOrders = (
  { city, orders }: RunRecord,
  sumsAt: (position: LatLng, region: number) => Sums
): void => {
  for (let order = 0; order < city.orders.length; order++) {
    if (Number.isNaN(f64(orders.placedAtMs, order))) continue
    const { dropoff, promisedAtMs, restaurant } = at(city.orders, order)
    const sums = sumsAt(dropoff, at(city.restaurants, restaurant).region)
    sums.orders++
    const outcome = at(OUTCOMES, u8(orders.outcomes, order))
    if (outcome === "lost") sums.lost++
    if (outcome !== "delivered") continue
    const deliveredAtMs = f64(orders.deliveredAtMs, order)
    sums.delivered++
    sums.latenessMs += Math.max(0, deliveredAtMs - promisedAtMs)
    sums.clickToDoorMs += deliveredAtMs - f64(orders.placedAtMs, order)
  }
}

/** Cells of a city fall to a seventh with each step. */
const coarsened = (
  sums: ReadonlyMap<CellId, Sums>,
  resolution: number
): { readonly resolution: number; readonly sums: ReadonlyMap<CellId, Sums> } => {
  if (sums.size <= Limits.reportCells || resolution === 0) return { resolution, sums }
  const coarser = new Map<CellId, Sums>()
  for (const [cell, sum] of sums) {
    const parent = parentOf(cell, resolution - 1)
    const known = coarser.get(parent) ?? nothing(sum.region)
    coarser.set(parent, {
      region: known.region,
      orders: known.orders + sum.orders,
      delivered: known.delivered + sum.delivered,
      lost: known.lost + sum.lost,
      latenessMs: known.latenessMs + sum.latenessMs,
      clickToDoorMs: known.clickToDoorMs + sum.clickToDoorMs,
      courierMs: known.courierMs + sum.courierMs,
      idleMs: known.idleMs + sum.idleMs
    })
  }
  return coarsened(coarser, resolution - 1)
}

const figuresOf = (sum: Sums): Omit<CellFigures, "cell"> => {
  const meanMin = (sumMs: number) => (sum.delivered === 0 ? null : round(sumMs / sum.delivered / MINUTE_MS))
  return {
    region: sum.region,
    orders: sum.orders,
    delivered: sum.delivered,
    lost: sum.lost,
    latenessMin: meanMin(sum.latenessMs),
    clickToDoorMin: meanMin(sum.clickToDoorMs),
    courierHours: round(sum.courierMs / HOUR_MS),
    idleHours: round(sum.idleMs / HOUR_MS)
  }
}
