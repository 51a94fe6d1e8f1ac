import { makeGeographicAssignment, type GeographicAssignment, type GeographicCosts } from "@hotbag/dispatch"
import { uniform, type Matrix } from "../instances.ts"

/** A point of the plane; of a row also what it costs to leave it out, and what any column costs it on top. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly leaveOut: number
  readonly base: number
}

/** Orders and couriers that come, go and move, with holes in the numbering. */
export interface Town {
  readonly costs: GeographicCosts
  readonly rows: Map<number, Place>
  readonly columns: Map<number, Place>
}

/** What a town may be like. */
export interface TownKind {
  readonly seed: number
  readonly rows: number
  readonly columns: number
  /** Places that exist, so that many orders share one; 0 when everybody has a place of their own. */
  readonly restaurants: number
  /** Of the pairs, which cost nothing but travel, whole minutes of it, or travel and something of their own. */
  readonly costs: "seconds" | "minutes" | "moods"
  readonly most: number
  /** Share of the pairs that are forbidden whatever the way. */
  readonly forbidden: number
  /** Greatest price of leaving a row out; each has its own when it is small. */
  readonly leaveOut: number
  readonly isOnALine: boolean
}

const SIZE_M = 15_000
const SECONDS_PER_M = 0.2

/** Draws the town of a kind. */
export const makeTown = (kind: TownKind): Town => {
  const next = uniform(kind.seed)
  const rows = new Map<number, Place>()
  const columns = new Map<number, Place>()
  const places = Array.from({ length: kind.restaurants }, () => placeIn(kind, next))
  for (let row = 0; row < kind.rows; row++) {
    const place = places[Math.floor(next() * places.length)] ?? placeIn(kind, next)
    rows.set(row, { ...placeIn(kind, next), x: place.x, y: place.y })
  }
  for (let column = 0; column < kind.columns; column++) columns.set(column, placeIn(kind, next))
  return { costs: costsOf(kind), rows, columns }
}

/** Somewhere in a town of the kind. */
export const placeIn = (kind: TownKind, next: () => number): Place => ({
  x: next() * SIZE_M,
  y: kind.isOnALine ? 0 : next() * SIZE_M,
  leaveOut: kind.leaveOut * (kind.leaveOut > 10_000 ? 1 : next()),
  base: Math.floor(next() * 50)
})

const costsOf = ({ costs, most, forbidden, seed }: TownKind): GeographicCosts => ({
  leastPerM: SECONDS_PER_M,
  most,
  cost: (row, column, distanceM) => {
    // Of the pair alone, and the same whoever asks.
    const mood = uniform(seed * 1_000_003 + row * 1_009 + column)()
    if (mood < forbidden) return Infinity
    const seconds = distanceM * SECONDS_PER_M
    if (costs === "minutes") return Math.ceil(seconds / 60) * 60
    return costs === "moods" ? seconds * (1 + mood) + 300 * mood : seconds
  }
})

/** An assignment to which the whole town was told. */
export const assignmentOf = (town: Town): GeographicAssignment => {
  const assignment = makeGeographicAssignment(town.costs)
  for (const [row, { x, y, leaveOut, base }] of town.rows) assignment.setRow(row, x, y, leaveOut, base)
  for (const [column, { x, y }] of town.columns) assignment.setColumn(column, x, y)
  return assignment
}

/** Cost of a pair, base and cut-off included. */
export const pairCost = (town: Town, row: number, column: number): number => {
  const from = town.rows.get(row)
  const to = town.columns.get(column)
  if (from === undefined || to === undefined) return Infinity
  const cost = town.costs.cost(row, column, Math.hypot(from.x - to.x, from.y - to.y))
  return cost > town.costs.most ? Infinity : cost + from.base
}

/** All pairs, and for every row a column of its own that stands for being left out: a full matching is always possible. */
export const matrixOf = (town: Town): Matrix => {
  const columns = [...town.columns.keys()]
  const rows = [...town.rows]
  const cost = rows.flatMap(([row, { leaveOut }], index) => [
    ...columns.map((column) => pairCost(town, row, column)),
    ...rows.map((_, other) => (other === index ? leaveOut : Infinity))
  ])
  return { rows: rows.length, cols: columns.length + rows.length, cost: Float64Array.from(cost) }
}
