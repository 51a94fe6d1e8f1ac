import { MINUTE_MS } from "../../Units.ts"
import type { LatLng } from "../../geo/LatLng.ts"
import type { QuoteRules } from "../../restaurant/quoteRules.ts"
import { lognormalOf } from "../Distribution.ts"
import { haversineTravel } from "../haversineTravel.ts"
import {
  type DeliveryProgress,
  type LastPosition,
  type LivePhase,
  livePhaseOf,
  type StopOnTheWay
} from "./DeliveryProgress.ts"
import {
  laterOfMoments,
  type LogScale,
  logScaleOf,
  type Moments,
  NO_TIME,
  remainingMoments,
  sumOfMoments
} from "./Moments.ts"

/** What a live estimate reckons with: the very rules that the quote was made by. */
export type LiveEtaRules = Pick<QuoteRules, "travel" | "vehicle" | "toRestaurant" | "wait" | "handOver">

/** What is left of a delivery in progress, before calibration. */
export interface LiveEstimate extends LogScale {
  readonly atMs: number
  readonly phase: LivePhase
  /** Driving left until the courier's next stop for this delivery, by the travel model, from the last position on; null without one. */
  readonly drivingMs: number | null
}

/**
 * What is left of a delivery until drop-off, as seen at `nowMs`, from what has happened, the courier's last position, the stops before, and
 * the travel model (S16, S81):
 *
 *     pickup   = later of (food ready, way to the restaurant) + wait
 *     drop-off = pickup + way + hand-over
 *
 * A position that is not fresh counts from its own time on: the way from there has been going on since. Without any, the leg counts
 * from its beginning (S95). `pace` multiplies the driving of the leg that the courier is on: see `paceOf`.
 *
 * Means and variances instead of whole distributions: some microseconds, a handful of small objects, no lattice.
 */
export const liveEstimate = (
  progress: DeliveryProgress,
  last: LastPosition | null,
  nowMs: number,
  rules: LiveEtaRules,
  pace = 1
): LiveEstimate => {
  const phase = livePhaseOf(progress)
  const seen = phase === "waiting" || progress.arrivedAtCustomerAtMs !== null ? null : last
  const way = wayToNextStop(progress, phase, seen, nowMs, rules)
  const leg = legOf(progress, phase, way, nowMs, rules, pace)
  const left =
    phase === "carrying" ? leg : sumOfMoments(leg, afterPickup(progress, nowMs + leg.mean, nowMs, rules))
  return { atMs: nowMs, phase, drivingMs: way === null ? null : way.drivingMs, ...logScaleOf(left) }
}

/** A way over other people's stops. */
interface Way {
  readonly drivingMs: number
  /** Since when it has been going on. */
  readonly sinceMs: number
  /** Serving the other stops, and waiting for their kitchens. */
  readonly serving: Moments
}

/** From where the courier was seen over the other stops to the next one of this delivery. */
const wayToNextStop = (
  progress: DeliveryProgress,
  phase: LivePhase,
  last: LastPosition | null,
  nowMs: number,
  rules: LiveEtaRules
): Way | null => {
  if (phase === "fetching" && progress.arrivedAtRestaurantAtMs !== null) return null
  const from = last ?? legStart(progress, phase)
  if (from === null) return null
  const target = phase === "carrying" ? progress.dropoff : progress.pickup
  return {
    ...wayOver(progress, from.at, progress.stopsBefore, target, nowMs, nowMs, rules),
    sinceMs: from.atMs
  }
}

/** Driving and serving from `from` over `stops` to `target`, beginning at `startMs`. */
const wayOver = (
  progress: DeliveryProgress,
  from: LatLng,
  stops: ReadonlyArray<StopOnTheWay>,
  target: LatLng,
  startMs: number,
  nowMs: number,
  rules: LiveEtaRules
): Way => {
  let at = from
  let drivingMs = 0
  let serving = NO_TIME
  for (const stop of stops) {
    drivingMs += driveMs(rules, at, stop.at, progress, nowMs)
    const kitchenMs = (stop.readyAtMs ?? startMs) - (startMs + drivingMs + serving.mean)
    if (kitchenMs > 0) serving = { mean: serving.mean + kitchenMs, variance: serving.variance }
    serving = sumOfMoments(serving, stop.kind === "pickup" ? rules.wait : rules.handOver)
    at = stop.at
  }
  return { drivingMs: drivingMs + driveMs(rules, at, target, progress, nowMs), sinceMs: startMs, serving }
}

/** Who carries food set out from the restaurant; where a courier was who accepted, nobody knows. */
const legStart = (progress: DeliveryProgress, phase: LivePhase): LastPosition | null =>
  phase === "carrying" && progress.pickedUpAtMs !== null
    ? { at: progress.pickup, atMs: progress.pickedUpAtMs }
    : null

/** Until the next thing that this delivery waits for is done: pickup, or drop-off. */
const legOf = (
  progress: DeliveryProgress,
  phase: LivePhase,
  way: Way | null,
  nowMs: number,
  rules: LiveEtaRules,
  pace: number
): Moments => {
  const { arrivedAtCustomerAtMs, arrivedAtRestaurantAtMs, readyAtMs } = progress
  if (arrivedAtCustomerAtMs !== null) return remainingMoments(rules.handOver, nowMs - arrivedAtCustomerAtMs)
  const driving = way === null ? NO_TIME : drivingMoments(way, nowMs, pace)
  if (phase === "carrying") return sumOfMoments(driving, rules.handOver)
  const food = readyAtMs === null ? foodMoments(progress, nowMs) : NO_TIME
  if (arrivedAtRestaurantAtMs !== null) {
    const waitingMs = readyAtMs === null ? 0 : nowMs - Math.max(readyAtMs, arrivedAtRestaurantAtMs)
    return sumOfMoments(food, remainingMoments(rules.wait, waitingMs))
  }
  const courier =
    way === null ? remainingMoments(rules.toRestaurant, nowMs - (progress.acceptedAtMs ?? nowMs)) : driving
  return sumOfMoments(laterOfMoments(food, courier), rules.wait)
}

/** Driving takes a third more in one case of ten, and gets on as the courier does. */
const drivingMoments = ({ drivingMs, serving, sinceMs }: Way, nowMs: number, pace: number): Moments => {
  const medianMs = drivingMs * pace
  if (medianMs < 1_000) return serving
  return sumOfMoments(remainingMoments(lognormalOf(medianMs, (medianMs * 4) / 3), nowMs - sinceMs), serving)
}

/** The kitchen's word, give or take: the ninth in ten takes half as long again, counted from its beginning. */
const foodMoments = (
  { placedAtMs, preparingAtMs, readyEstimateAtMs }: DeliveryProgress,
  nowMs: number
): Moments => {
  const sinceMs = preparingAtMs ?? placedAtMs
  const medianMs = Math.max(MINUTE_MS, readyEstimateAtMs - sinceMs)
  return remainingMoments(lognormalOf(medianMs, medianMs * 1.5), nowMs - sinceMs)
}

const afterPickup = (
  progress: DeliveryProgress,
  pickedUpAtMs: number,
  nowMs: number,
  rules: LiveEtaRules
): Moments => {
  const { dropoff, pickup, stopsBetween } = progress
  const way = wayOver(progress, pickup, stopsBetween, dropoff, pickedUpAtMs, nowMs, rules)
  return sumOfMoments(drivingMoments(way, pickedUpAtMs, 1), rules.handOver)
}

/** By the travel model; what it cannot say, as the crow flies (S95). */
const driveMs = (
  { travel, vehicle }: LiveEtaRules,
  from: LatLng,
  to: LatLng,
  progress: DeliveryProgress,
  nowMs: number
): number => {
  const by = progress.vehicle ?? vehicle
  const ms = travel.durationMs(from, to, by, nowMs)
  return ms >= 0 && ms < Infinity ? ms : asTheCrowFlies.durationMs(from, to, by, nowMs)
}

const asTheCrowFlies = haversineTravel()
