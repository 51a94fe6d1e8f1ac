import { at, f64 } from "../../At.ts"
import { HOUR_MS } from "../../Units.ts"
import { type EtaCase, PAST_FEATURES } from "./EtaCase.ts"

/**
 * What orders of the past tell about one that is placed now, in logarithms of durations so that a late hour counts for a large restaurant
 * as for a small one. Honest by time: an order's duration is known from its drop-off on, never before; of an order in progress only
 * how long it has been under way.
 *
 * Memory: a few numbers for each restaurant, cuisine, region and hour, and one entry for each open order.
 */
export class EtaHistory {
  readonly #levels = new Map<string, Level>()
  readonly #recent = new Map<string, Recent>()
  readonly #open = new Map<number, Open>()
  #count = 0

  /** Writes {@link PAST_FEATURES} from `offset` on; returns the usual logarithm of a duration in ms. O(1). */
  past(order: EtaCase, out: Float64Array, offset: number): number {
    const everywhere = this.#read("all", PRIOR_LOG_MS, 20)
    const regionHour = this.#read(hourKey(order), 0, 15)
    const cuisine = this.#read(`c${order.cuisine}`, 0, 20)
    const usual = everywhere + regionHour
    const features = [
      order.localHour,
      order.weekday,
      this.#read(`r${order.restaurantId}`, cuisine, 4),
      this.#levels.get(`r${order.restaurantId}`)?.weight ?? 0,
      cuisine,
      regionHour,
      usual
    ]
    for (let index = 0; index < PAST_FEATURES.length; index += 1) out[offset + index] = at(features, index)
    return usual
  }

  /** Writes {@link RECENT_FEATURES} from `offset` on, given the expected logarithm. O(open orders). */
  recent(order: EtaCase, expected: number, out: Float64Array, offset: number): void {
    const nowMs = order.placedAtMs
    let next = offset
    for (const key of [order.regionId, EVERYWHERE]) {
      const known = this.#recent.get(key)
      for (let index = 0; index < HALF_LIVES_MS.length; index += 1) {
        out[next++] = known === undefined ? 0 : recentMean(known, index, nowMs)
      }
    }
    let regionOver = 0
    let regionOpen = 0
    let over = 0
    for (const open of this.#open.values()) {
      const overdue = Math.max(0, Math.log(Math.max(1, nowMs - open.placedAtMs)) - open.expected)
      over += overdue
      if (open.regionId === order.regionId) {
        regionOver += overdue
        regionOpen += 1
      }
    }
    const rest = [
      regionOver / (regionOpen + 3),
      over / (this.#open.size + 5),
      regionOver,
      regionOpen,
      this.#open.size,
      this.#read(`e${order.restaurantId}`, 0, 4),
      expected
    ]
    for (let index = 0; index < rest.length; index += 1) out[next++] = at(rest, index)
  }

  /** An order is under way from now on; the answer names it when it is over. */
  placed(order: EtaCase, usual: number, expected: number): number {
    const id = this.#count++
    this.#open.set(id, { ...order, usual, expected })
    return id
  }

  /** An order was dropped off at `atMs`: from now on its duration is known. */
  droppedOff(id: number, atMs: number): void {
    const order = this.#open.get(id)
    if (order === undefined) return
    this.#open.delete(id)
    const took = Math.log(Math.max(1, atMs - order.placedAtMs))
    const beyondUsual = took - order.usual
    this.#add("all", took)
    this.#add(hourKey(order), beyondUsual)
    this.#add(`c${order.cuisine}`, beyondUsual)
    this.#add(`r${order.restaurantId}`, beyondUsual)
    const beyondExpected = took - order.expected
    this.#add(`e${order.restaurantId}`, beyondExpected)
    for (const key of [order.regionId, EVERYWHERE]) {
      const known = this.#recent.get(key) ?? newRecent(atMs)
      this.#recent.set(key, known)
      addRecent(known, beyondExpected, atMs)
    }
  }

  /** An order ended without a drop-off: it tells nothing. */
  gone(id: number): void {
    this.#open.delete(id)
  }

  #read(key: string, prior: number, belief: number): number {
    const level = this.#levels.get(key)
    return level === undefined ? prior : (level.sum + belief * prior) / (level.weight + belief)
  }

  #add(key: string, value: number): void {
    const level = this.#levels.get(key) ?? { sum: 0, weight: 0 }
    this.#levels.set(key, level)
    level.sum += value
    level.weight += 1
  }
}

interface Level {
  sum: number
  weight: number
}

interface Recent {
  readonly sums: Float64Array
  readonly weights: Float64Array
  atMs: number
}

interface Open extends EtaCase {
  readonly usual: number
  readonly expected: number
}

const EVERYWHERE = ""

/** Three quarters of an hour, until something is known. */
const PRIOR_LOG_MS = Math.log(0.75 * HOUR_MS)

const HALF_LIVES_MS = [0.25 * HOUR_MS, HOUR_MS, 4 * HOUR_MS, 24 * HOUR_MS]

/** Orders that a recent mean has to outweigh. */
const RECENT_BELIEF = 3

const hourKey = ({ localHour, regionId }: EtaCase): string => `h${Math.floor(localHour)}/${regionId}`

const newRecent = (atMs: number): Recent => ({
  sums: new Float64Array(HALF_LIVES_MS.length),
  weights: new Float64Array(HALF_LIVES_MS.length),
  atMs
})

const addRecent = (recent: Recent, value: number, atMs: number): void => {
  const passedMs = Math.max(0, atMs - recent.atMs)
  HALF_LIVES_MS.forEach((halfMs, index) => {
    const kept = 2 ** (-passedMs / halfMs)
    recent.sums[index] = f64(recent.sums, index) * kept + value
    recent.weights[index] = f64(recent.weights, index) * kept + 1
  })
  recent.atMs = Math.max(recent.atMs, atMs)
}

const recentMean = (recent: Recent, index: number, nowMs: number): number => {
  const kept = 2 ** (-Math.max(0, nowMs - recent.atMs) / at(HALF_LIVES_MS, index))
  return (f64(recent.sums, index) * kept) / (f64(recent.weights, index) * kept + RECENT_BELIEF)
}
