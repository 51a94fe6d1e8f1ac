import { makeNodeHeap, type NodeHeap } from "../NodeHeap.ts"
import type { GeographicCosts } from "./GeographicAssignment.ts"
import { makePointCells, type PointCells } from "./PointCells.ts"
import { makeTops, type Tops } from "./Tops.ts"

/** The rows or the columns: points in a plane, each with its price, its dual and its partner. */
export interface Side {
  /** One more than the greatest number in use, and how many points are present. */
  size: number
  count: number
  x: Float64Array
  y: Float64Array
  /** 1 where the point takes part. */
  present: Uint8Array
  /** Price of leaving each out. */
  leave: Float64Array
  /** What each pays or adds: at most its `leave`, and equal to it when it is left out. */
  dual: Float64Array
  /** Who each is matched with; -1 for nobody. */
  partner: Int32Array
  readonly cells: PointCells
  /** Upper bounds of `dual`. */
  readonly tops: Tops
}

/**
 * Columns that each row knows by name. Whoever is not listed has cost - dual of at least `bound`, so that a row whose dual
 * is no greater needs to know nobody else.
 */
export interface Lists {
  column: Int32Array
  cost: Float64Array
  used: number
  /** Where the list of a row begins, how long it is, and how long it may grow there. */
  first: Int32Array
  count: Int32Array
  room: Int32Array
  bound: Float64Array
  /** Upper bounds of `bound`, by the cells of the rows. */
  readonly boundTops: Tops
  /** What a look around found, before it is kept. */
  foundColumn: Int32Array
  foundCost: Float64Array
}

/** Scratch of one search. A node is a column, or a row plus the number of columns there may be. */
export interface Search {
  heap: NodeHeap
  /** Row from which each column was reached, and column from which each row was. */
  from: Int32Array
  fromColumn: Int32Array
  reached: Int32Array
  reachedCount: number
  settled: Int32Array
  settledCount: number
  /** Of the rows: when the search came to each, from which source, and what that source has found. */
  since: Float64Array
  source: Int32Array
  goal: Int32Array
  /** Of the columns: when the search came to each, and up to which slack it has looked for rows. */
  sinceColumn: Float64Array
  horizon: Float64Array
  /** Columns whose duals have risen, and by how much, since the rows were told. */
  risen: Int32Array
  risenCount: number
  risenBy: Float64Array
  /** Rows or columns that wait for a partner, and the one whose turn it is. */
  queue: Int32Array
  readonly one: Int32Array
  /** Nodes settled by all searches: the measure of effort. */
  effort: number
}

/** A geographic assignment while it is worked on. */
export interface State {
  readonly costs: GeographicCosts
  /** Metres per unit of cost at most, and metres beyond which nobody is matched. */
  readonly mPerCost: number
  readonly farM: number
  readonly rows: Side
  readonly columns: Side
  readonly lists: Lists
  readonly search: Search
  /** How much further than needed a row looks around, in units of cost. */
  margin: number
}

/** An assignment without rows and columns. */
export const makeState = (costs: GeographicCosts): State => ({
  costs,
  // A hair less than told, so that the rounding of a distance or a product never hides a pair.
  mPerCost: (1 + 1e-9) / costs.leastPerM,
  farM: (costs.most * (1 + 1e-9)) / costs.leastPerM,
  rows: makeSide(),
  columns: makeSide(),
  lists: {
    column: new Int32Array(0),
    cost: new Float64Array(0),
    used: 0,
    first: new Int32Array(0),
    count: new Int32Array(0),
    room: new Int32Array(0),
    bound: new Float64Array(0),
    boundTops: makeTops(),
    foundColumn: new Int32Array(0),
    foundCost: new Float64Array(0)
  },
  search: {
    heap: makeNodeHeap(new Float64Array(0)),
    from: new Int32Array(0),
    fromColumn: new Int32Array(0),
    reached: new Int32Array(0),
    reachedCount: 0,
    settled: new Int32Array(0),
    settledCount: 0,
    since: new Float64Array(0),
    source: new Int32Array(0),
    goal: new Int32Array(0),
    sinceColumn: new Float64Array(0),
    horizon: new Float64Array(0),
    risen: new Int32Array(0),
    risenCount: 0,
    risenBy: new Float64Array(0),
    queue: new Int32Array(0),
    one: new Int32Array(1),
    effort: 0
  },
  margin: 0
})

const makeSide = (): Side => ({
  size: 0,
  count: 0,
  x: new Float64Array(0),
  y: new Float64Array(0),
  present: new Uint8Array(0),
  leave: new Float64Array(0),
  dual: new Float64Array(0),
  partner: new Int32Array(0),
  cells: makePointCells(),
  tops: makeTops()
})

/** Makes room for the point `point` of a side; memory at least doubles. */
export const reserve = (side: Side, point: number): void => {
  if (point >= side.present.length) {
    const length = Math.max(64, 2 * (point + 1))
    side.x = longerF64(side.x, length)
    side.y = longerF64(side.y, length)
    side.leave = longerF64(side.leave, length)
    side.dual = longerF64(side.dual, length)
    const paired = side.partner.length
    side.partner = longerI32(side.partner, length)
    side.partner.fill(-1, paired)
    const present = new Uint8Array(length)
    present.set(side.present)
    side.present = present
  }
  if (point >= side.size) side.size = point + 1
}

/** Makes the lists and the scratch as long as the sides are. */
export const reserveWork = ({ rows, columns, lists, search }: State): void => {
  const rowRoom = rows.present.length
  const columnRoom = columns.present.length
  if (lists.first.length < rowRoom) {
    lists.first = longerI32(lists.first, rowRoom)
    lists.count = longerI32(lists.count, rowRoom)
    lists.room = longerI32(lists.room, rowRoom)
    lists.bound = longerF64(lists.bound, rowRoom)
    search.fromColumn = new Int32Array(rowRoom)
    search.since = new Float64Array(rowRoom)
    search.source = new Int32Array(rowRoom)
    search.goal = new Int32Array(rowRoom)
  }
  if (lists.foundColumn.length < columnRoom) {
    lists.foundColumn = new Int32Array(columnRoom)
    lists.foundCost = new Float64Array(columnRoom)
    search.from = new Int32Array(columnRoom)
    search.sinceColumn = new Float64Array(columnRoom)
    search.horizon = new Float64Array(columnRoom)
    search.risen = longerI32(search.risen, columnRoom)
    search.risenBy = longerF64(search.risenBy, columnRoom)
  }
  const nodes = rowRoom + columnRoom
  if (search.reached.length < nodes) {
    search.heap = makeNodeHeap(new Float64Array(nodes).fill(Infinity))
    search.reached = new Int32Array(nodes)
    search.settled = new Int32Array(nodes)
    search.queue = new Int32Array(nodes)
  }
}

/** A longer copy. */
export const longerF64 = (values: Float64Array, length: number): Float64Array => {
  const longer = new Float64Array(length)
  longer.set(values)
  return longer
}

/** A longer copy. */
export const longerI32 = (values: Int32Array, length: number): Int32Array => {
  const longer = new Int32Array(length)
  longer.set(values)
  return longer
}
