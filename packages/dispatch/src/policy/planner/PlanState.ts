import type { PlannerWeights } from "./Weights.ts"
import type { TravelCache } from "./TravelCache.ts"
import type { Visits } from "./visits.ts"

/**
 * Stops that one route may hold. In a surge with few couriers what does not fit waits in the pool: it would be served
 * hours later, and is planned again long before.
 */
export const ROUTE_STOPS = 32

/**
 * A plan while it is being optimised: dense numbers and typed arrays, grown but never shrunk, so that no round and no
 * candidate move allocates.
 *
 * A route is the drop-off sequence of one courier, cut into trips: stop `i` of courier `c` is `seq[c * ROUTE_STOPS + i]`,
 * and `opens` is 1 where a trip begins, that is, where the courier goes to a restaurant first. All stops of a trip are
 * of one restaurant, or of two that are near each other, in which order `visitBoth` says. `leaveAt` and `costBefore` hold the courier's time and cost after the first `i` stops, so that a
 * change is evaluated from its own trip onward only.
 */
export interface PlanState {
  readonly weights: PlannerWeights
  readonly travel: TravelCache
  nowMs: number
  beforePickupMs: number
  afterPickupMs: number
  beforeDropoffMs: number
  afterDropoffMs: number
  /** Most that a bundle may delay anything in it. */
  bundleDelayMs: number
  /** Two restaurants at most so many metres apart may be in one trip; 0: one restaurant only. */
  bundleWithinM: number
  /** Most deliveries in a trip of anybody. */
  maxBundle: number

  deliveryCount: number
  /** Restaurant and door of each delivery. */
  shop: Int32Array
  door: Int32Array
  ready: Float64Array
  promised: Float64Array
  /** The earliest possible drop-off: a courier stands at the restaurant when the food is ready, and drives straight. */
  floorAt: Float64Array
  /** Drop-off and courier that the last round announced; `Infinity` and -1 for none. */
  announcedAt: Float64Array
  announcedTo: Int32Array
  /** Courier of each delivery, -1 in the pool. */
  courierOf: Int32Array
  /** Planned drop-off of each delivery that has a courier. */
  dropAt: Float64Array

  courierCount: number
  start: Int32Array
  vehicle: Int32Array
  /** Most deliveries in one trip of each courier. */
  capacity: Int32Array
  free: Float64Array
  arrived: Float64Array
  off: Float64Array
  /** What every further delivery of each courier costs for the sake of fairness. */
  fairness: Float64Array
  /** What each delivery with this courier costs besides, since the courier may decline. */
  refusal: Float64Array
  length: Int32Array
  seq: Int32Array
  opens: Uint8Array
  /** `ROUTE_STOPS + 1` per courier. */
  leaveAt: Float64Array
  costBefore: Float64Array
  routeCost: Float64Array
  /** Names a route's content: two equal versions of a courier are the same route. */
  version: Int32Array
  nextVersion: number

  /** Candidate couriers of each delivery, `candidateStride` apart, `candidateCount` of them, best first. */
  candidateStride: number
  candidates: Int32Array
  candidateCount: Int32Array
  /**
   * Least that insertion into any route of that candidate can cost: by the triangle inequality nobody is at the
   * restaurant sooner than straight from the start. Spares most evaluations where couriers are plenty.
   */
  insertLow: Float64Array
  /** Best insertion into that candidate's route, valid while `insertVersion` is the route's. */
  insertVersion: Int32Array
  insertCost: Float64Array
  /** Code of the way to insert, as `bestInsertion` gives it. */
  insertAt: Int32Array

  /** Deliveries without a courier. */
  pool: Int32Array
  poolCount: number

  /** Regret of each delivery that is watched, and whether it is known: see `watchRegrets`. */
  regret: Float64Array
  fit: Uint8Array
  /** Counts what is watched together; who of the couriers is in it. */
  watchStamp: number
  watchedIn: Int32Array
  /** The candidate slots of what is watched in which a courier is, as a chain that ends with -1. */
  firstWatch: Int32Array
  nextWatch: Int32Array

  /** The tail under evaluation. */
  readonly tailSeq: Int32Array
  readonly tailOpens: Uint8Array
  /** Answer of `visitBoth`. */
  readonly visits: Visits
  /** Answer of `bestInsertion`. */
  foundCost: number
  foundAt: number
}

/** An empty state. */
export const makePlanState = (
  weights: PlannerWeights,
  travel: TravelCache,
  candidates: number
): PlanState => ({
  weights,
  travel,
  nowMs: 0,
  beforePickupMs: 0,
  afterPickupMs: 0,
  beforeDropoffMs: 0,
  afterDropoffMs: 0,
  bundleDelayMs: weights.bundleDelayMs,
  bundleWithinM: 0,
  maxBundle: ROUTE_STOPS,
  deliveryCount: 0,
  ...deliveryArrays(0, candidates),
  courierCount: 0,
  ...courierArrays(0),
  nextVersion: 1,
  candidateStride: candidates,
  poolCount: 0,
  watchStamp: 0,
  tailSeq: new Int32Array(ROUTE_STOPS + 1),
  tailOpens: new Uint8Array(ROUTE_STOPS + 1),
  visits: { firstShop: -1, lastShop: -1, firstAtMs: 0, lastAtMs: 0, otherTakesMs: 0 },
  foundCost: 0,
  foundAt: 0
})

/** Makes room for so many deliveries and couriers. What was in the arrays is lost. */
export const reserve = (s: PlanState, deliveries: number, couriers: number): void => {
  if (deliveries > s.shop.length) Object.assign(s, deliveryArrays(roomFor(deliveries), s.candidateStride))
  if (couriers > s.start.length) Object.assign(s, courierArrays(roomFor(couriers)))
  s.deliveryCount = deliveries
  s.courierCount = couriers
}

const roomFor = (count: number): number => 2 ** Math.ceil(Math.log2(count + 1))

const deliveryArrays = (n: number, candidates: number) => ({
  shop: new Int32Array(n),
  door: new Int32Array(n),
  ready: new Float64Array(n),
  promised: new Float64Array(n),
  floorAt: new Float64Array(n),
  announcedAt: new Float64Array(n),
  announcedTo: new Int32Array(n),
  courierOf: new Int32Array(n),
  dropAt: new Float64Array(n),
  candidates: new Int32Array(n * candidates),
  candidateCount: new Int32Array(n),
  insertLow: new Float64Array(n * candidates),
  insertVersion: new Int32Array(n * candidates),
  insertCost: new Float64Array(n * candidates),
  insertAt: new Int32Array(n * candidates),
  pool: new Int32Array(n),
  regret: new Float64Array(n),
  fit: new Uint8Array(n),
  nextWatch: new Int32Array(n * candidates)
})

const courierArrays = (n: number) => ({
  start: new Int32Array(n),
  vehicle: new Int32Array(n),
  capacity: new Int32Array(n),
  free: new Float64Array(n),
  arrived: new Float64Array(n),
  off: new Float64Array(n),
  fairness: new Float64Array(n),
  refusal: new Float64Array(n),
  length: new Int32Array(n),
  seq: new Int32Array(n * ROUTE_STOPS),
  opens: new Uint8Array(n * ROUTE_STOPS),
  leaveAt: new Float64Array(n * (ROUTE_STOPS + 1)),
  costBefore: new Float64Array(n * (ROUTE_STOPS + 1)),
  routeCost: new Float64Array(n),
  version: new Int32Array(n),
  watchedIn: new Int32Array(n),
  firstWatch: new Int32Array(n)
})
