import {
  HOUR_MS,
  type LastPosition,
  Limits,
  type LiveEstimate,
  liveEstimate,
  type LiveEtaRules,
  type LivePhase,
  type LiveQuantiles,
  liveQuantiles,
  type OrderId,
  paceOf,
  type PaceStart,
  scoreOf,
  TERMINAL_DELIVERY_STATUSES,
  type Vehicle,
  worthTelling
} from "@hotbag/core"
import { EtaLearning } from "./EtaLearning.ts"
import type { LiveDelivery } from "./LiveDelivery.ts"
import { progressOf } from "./progressOf.ts"

/** Hears of an estimate that is news: see `worthTelling`. */
export type EtaListener = (orderId: OrderId, eta: LiveQuantiles) => void

/** What is known of the courier of a delivery. */
export interface CourierSeen {
  readonly last: LastPosition | null
  readonly vehicle: Vehicle | null
}

/**
 * Estimates of the deliveries in progress, their quantiles calibrated by how others ended. Plain code, an estimate some microseconds; memory
 * grows with deliveries in progress and with regions × 24 hours, both bounded.
 */
export class LiveEtaBook {
  readonly learning = new EtaLearning()
  readonly #known = new Map<OrderId, Known>()
  readonly #rulesOf: (delivery: LiveDelivery) => LiveEtaRules
  #listeners: ReadonlyArray<EtaListener> = []

  constructor(rulesOf: (delivery: LiveDelivery) => LiveEtaRules) {
    this.#rulesOf = rulesOf
  }

  /** Deliveries that are estimated. */
  get size(): number {
    return this.#known.size
  }

  /** The estimate as last made. */
  of(orderId: OrderId): LiveQuantiles | null {
    return this.#known.get(orderId)?.shown ?? null
  }

  listen(listener: EtaListener): () => void {
    const own: EtaListener = (orderId, eta) => listener(orderId, eta)
    this.#listeners = [...this.#listeners, own]
    return () => {
      this.#listeners = this.#listeners.filter((each) => each !== own)
    }
  }

  /** Whether a delivery was estimated so recently, and with its courier in sight, that a movement changes nothing yet. */
  isRecent(orderId: OrderId, nowMs: number): boolean {
    const known = this.#known.get(orderId)
    return known !== undefined && known.isSeen && nowMs - known.madeAtMs < Limits.etaAfterMoveMs
  }

  /**
   * Deliveries whose estimate is to be made anew now, the oldest first: asked every `Limits.etaRefreshTurnMs`, so that none comes to be older than
   * `Limits.etaRefreshMs` (S16) and never more than a share of all are made in one go. O(what is due).
   */
  due(nowMs: number): ReadonlyArray<OrderId> {
    const { etaRefreshesPerTurn, etaRefreshMs, etaRefreshSpreadMs, etaRefreshTurnMs } = Limits
    // One turn to spare: a turn that comes late is made up for.
    const turns = etaRefreshSpreadMs / etaRefreshTurnMs - 1
    const most = Math.max(etaRefreshesPerTurn, Math.ceil(this.#known.size / turns))
    const due: Array<OrderId> = []
    for (const [orderId, { madeAtMs }] of this.#known) {
      const isYoung = Math.abs(nowMs - madeAtMs) < etaRefreshMs - etaRefreshSpreadMs
      if (isYoung || due.length >= most) break
      due.push(orderId)
    }
    return due
  }

  /** Estimates a delivery in progress anew, and tells listeners when that is news. */
  estimate(delivery: LiveDelivery, { last, vehicle }: CourierSeen, nowMs: number): LiveQuantiles {
    const { orderId } = delivery
    const known = this.#known.get(orderId) ?? unknown()
    // At the end of the line: the oldest estimate is always the first.
    this.#known.delete(orderId)
    this.#known.set(orderId, known)
    const progress = progressOf(delivery, vehicle)
    const rules = this.#rulesOf(delivery)
    const plain = liveEstimate(progress, last, nowMs, rules)
    const pace = paceFor(known, delivery, plain, last)
    const estimate = pace === 1 ? plain : liveEstimate(progress, last, nowMs, rules, pace)
    const scores = this.learning.scores(pathOf(delivery, estimate.phase, nowMs))
    known.madeAtMs = nowMs
    known.isSeen = last !== null
    known.shown = liveQuantiles(estimate, scores)
    keepSample(known, delivery, estimate, scores)
    if (worthTelling(known.told, known.shown)) {
      known.told = known.shown
      for (const listener of this.#listeners) listener(orderId, known.shown)
    }
    return known.shown
  }

  /** A delivery has ended: what was said of it is compared with what happened, and it is forgotten. */
  end(delivery: LiveDelivery): void {
    const known = this.#known.get(delivery.orderId)
    this.#known.delete(delivery.orderId)
    if (known === undefined || delivery.status !== "delivered") return
    for (const { estimate, path, scores } of known.samples.values()) {
      const score = scoreOf(estimate, delivery.updatedAtMs - estimate.atMs)
      this.learning.observe(path, scores, score)
    }
  }

  /** A delivery is not to be found any more, and nobody knows how it ended. */
  forget(orderId: OrderId): void {
    this.#known.delete(orderId)
  }

  /** How often what was said came true, in the text format of Prometheus. */
  metrics(): string {
    return [
      this.learning.metrics(),
      "# HELP hotbag_eta_deliveries Deliveries in progress that are estimated.",
      "# TYPE hotbag_eta_deliveries gauge",
      `hotbag_eta_deliveries ${this.#known.size}`,
      ""
    ].join("\n")
  }
}

/** Whether a delivery is over. */
export const hasEnded = ({ status }: LiveDelivery): boolean => TERMINAL_DELIVERY_STATUSES.has(status)

interface Sample {
  readonly estimate: LiveEstimate
  readonly path: ReadonlyArray<string>
  /** As they were shown. */
  readonly scores: ReadonlyArray<number>
}

interface Known {
  madeAtMs: number
  /** Whether the courier's place was known. */
  isSeen: boolean
  shown: LiveQuantiles | null
  told: LiveQuantiles | null
  /** The leg whose pace is watched: another one begins anew. */
  leg: string
  start: PaceStart | null
  /** Of each phase one estimate, to be compared with what happens. */
  readonly samples: Map<LivePhase, Sample>
  readonly counts: Map<LivePhase, number>
}

const unknown = (): Known => ({
  madeAtMs: 0,
  isSeen: false,
  shown: null,
  told: null,
  leg: "",
  start: null,
  samples: new Map(),
  counts: new Map()
})

/** How much longer than the model says the courier has driven on this leg, by positions alone. */
const paceFor = (
  known: Known,
  delivery: LiveDelivery,
  { drivingMs }: LiveEstimate,
  last: LastPosition | null
): number => {
  if (drivingMs === null || last === null) return 1
  const leg = `${delivery.courierId ?? ""} ${delivery.status} ${delivery.stops.length}`
  if (known.leg !== leg || known.start === null) {
    known.leg = leg
    known.start = { atMs: last.atMs, drivingMs }
  }
  return paceOf(known.start, drivingMs, last.atMs)
}

/**
 * Of each phase one estimate is kept, any of them with the same probability (reservoir sampling, J. Vitter 1985), so that calibration sees a
 * phase as customers do, who look at any time of it. Which one follows from the id: the same in every replay.
 */
const keepSample = (
  { counts, samples }: Known,
  delivery: LiveDelivery,
  estimate: LiveEstimate,
  scores: ReadonlyArray<number>
): void => {
  const count = (counts.get(estimate.phase) ?? 0) + 1
  counts.set(estimate.phase, count)
  if (numberOf(delivery.orderId, count) % count !== 0) return
  samples.set(estimate.phase, {
    estimate,
    path: pathOf(delivery, estimate.phase, estimate.atMs),
    scores: [...scores].sort((a, b) => a - b)
  })
}

/** FNV-1a with a last mix; 32 bits. */
const numberOf = (id: string, count: number): number => {
  let hash = 0x811c9dc5 ^ count
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** Cells of calibration: the phase, the region in it, an hour of the day in that. */
const pathOf = ({ regionId }: LiveDelivery, phase: LivePhase, atMs: number): ReadonlyArray<string> => {
  const hour = Math.floor(atMs / HOUR_MS) % 24
  return [phase, `${phase}/${regionId}`, `${phase}/${regionId}/${hour}`]
}
