import { at, f64, HOUR_MS, MINUTE_MS } from "@hotbag/core"
import type { InvariantsReport } from "../check/live/Complaints.ts"
import type { SystemReport } from "../serving/SystemReport.ts"
import { noFaultsFelt } from "../world/faults/Faults.ts"
import type { World } from "../world/World.ts"
import { concurrency } from "./concurrency.ts"
import { couriersNeeded } from "./couriersNeeded.ts"
import type { MinutesSummary, PeopleFigures, Report, RunSeconds, SloResult } from "./Report.ts"
import { summariseRounds } from "./RoundTimes.ts"
import { isBeyondCouriers, spentAtMs, standings } from "./standing.ts"
import { durationsMin, round, summarise } from "./summary.ts"

/** What a report needs that the world does not know. */
export interface RunFacts {
  readonly seed: number
  readonly commit: string
  readonly policy: string
  readonly cautions: ReadonlyArray<string>
  readonly hash: string
  readonly happenings: number
  /** Somebody took the time. */
  readonly measured: boolean
  /** Customers and couriers have moods, of the city's own or of whoever replaced their behaviour. */
  readonly moody: boolean
  /** Wall-clock time spent, in ms. */
  readonly spentMs: number
  /** What each round took of it. */
  readonly roundsMs: ReadonlyArray<number>
  readonly invariants: InvariantsReport
  /** What it did to the servers, if they were simulated. */
  readonly system: SystemReport | null
}

/** Sums up a finished run. O(orders · log orders). */
export const makeReport = (world: World, facts: RunFacts): Report => {
  const { city, recorder } = world
  const { counts } = recorder
  const customers = sloResults(world)
  const slos = [...customers, ...(facts.system?.slos ?? [])]
  return {
    seed: facts.seed,
    commit: facts.commit,
    scenario: city.name,
    policy: facts.policy,
    hash: facts.hash,
    fromMs: city.fromMs,
    toMs: city.toMs,
    cautions: facts.cautions,
    placed: counts.placed,
    delivered: counts.delivered,
    cancelled: counts.cancelled,
    lost: counts.lost,
    lostUnconfirmed: counts.lostUnconfirmed,
    clickToDoor: summarise(recorder.placedAtMs, recorder.deliveredAtMs),
    clickToDoorOverageMean: overageMean(world),
    readyToPickup: summarise(recorder.readyAtMs, recorder.pickedUpAtMs),
    readyToDoor: summarise(recorder.readyAtMs, recorder.deliveredAtMs),
    timeToFirstOffer: timeToFirstOffer(world),
    ...courierFigures(world),
    offers: counts.offers,
    ...answers(world),
    escalations: counts.escalations,
    people: peopleFigures(world, facts),
    faults: { ...(world.faulty?.figures ?? noFaultsFelt()) },
    concurrent: concurrency(recorder),
    ordersPerBundle: counts.trips === 0 ? Number.NaN : round(counts.tripOrders / counts.trips),
    slos,
    firstBreach: firstBreachOf(slos),
    couriersNeeded: customers.every(({ met }) => met) ? null : couriersNeeded(world),
    beyondCouriers: beyondCouriers(world),
    system: facts.system,
    invariants: facts.invariants,
    events: counts.events,
    happenings: facts.happenings,
    ...speeds(counts.events, facts)
  }
}

/** What couriers said to offers, where they have a say. */
const answers = ({ city, recorder }: World): Pick<Report, "offersRejected" | "offersTimedOut"> => {
  if (city.rules.offers === "obeyed") return { offersRejected: null, offersTimedOut: null }
  const { offersRejected, offersTimedOut } = recorder.counts
  return { offersRejected, offersTimedOut }
}

const peopleFigures = (world: World, { moody }: RunFacts): PeopleFigures => {
  const { complaints, goneHome, relocations } = world.recorder.counts
  const mayLeave = moody || world.city.couriers.some(({ plannedOffAtMs }) => plannedOffAtMs !== undefined)
  return {
    complaints: moody ? complaints : null,
    leftEarly: mayLeave ? goneHome + leftBeforePlanned(world) : null,
    relocations
  }
}

type Speeds = Pick<Report, "rounds" | "eventsPerSecond" | "worldEventsPerSecond" | "seconds">

const speeds = (events: number, facts: RunFacts): Speeds => {
  const { measured, roundsMs, spentMs } = facts
  const rounds = summariseRounds(roundsMs)
  if (measured)
    return {
      rounds,
      eventsPerSecond: perSecond(events, spentMs),
      worldEventsPerSecond: perSecond(events, spentMs - sumOf(roundsMs)),
      seconds: secondsOf(facts)
    }
  const never = Number.NaN
  return {
    rounds: { count: rounds.count, p50Ms: never, p99Ms: never, maxMs: never },
    eventsPerSecond: never,
    worldEventsPerSecond: never,
    seconds: { run: never, rounds: never, world: never }
  }
}

/** Couriers who were on duty and whom the day took away before their time. */
const leftBeforePlanned = ({ city, couriers }: World): number =>
  city.couriers.filter(
    ({ offAtMs, plannedOffAtMs = offAtMs }, courier) =>
      offAtMs < plannedOffAtMs && at(couriers, courier).leftAtMs === null
  ).length

const secondsOf = ({ roundsMs, spentMs }: RunFacts): RunSeconds => {
  const inRoundsMs = sumOf(roundsMs)
  const seconds = (ms: number) => round(Math.max(0, ms) / 1_000)
  return { run: seconds(spentMs), rounds: seconds(inRoundsMs), world: seconds(spentMs - inRoundsMs) }
}

const sumOf = (values: ReadonlyArray<number>): number => {
  let sum = 0
  for (const value of values) sum += value
  return sum
}

const perSecond = (count: number, ms: number): number =>
  ms > 0 ? Math.round((count / ms) * 1_000) : Number.NaN

/** Every objective of the customers as it stands. */
export const sloResults = ({ city, recorder }: World): ReadonlyArray<SloResult> =>
  recorder.trackers.map((tracker) => {
    const result = tracker.result()
    return result.met ? result : { ...result, spentAtMs: spentAtMs(city, tracker) ?? result.spentAtMs }
  })

const beyondCouriers = (world: World): Report["beyondCouriers"] =>
  standings(world, true)
    .filter(isBeyondCouriers)
    .map(({ hopeless, judged, slo }) => ({ slo, tooLate: round(hopeless / judged) }))

/** The objective that was breached first. */
const firstBreachOf = (slos: ReadonlyArray<SloResult>): Report["firstBreach"] => {
  let first: Report["firstBreach"] = null
  for (const { name, spentAtMs } of slos) {
    if (spentAtMs !== null && (first === null || spentAtMs < first.atMs)) {
      first = { slo: name, atMs: spentAtMs }
    }
  }
  return first
}

const overageMean = ({ city, recorder }: World): number => {
  const targetMin = city.rules.clickToDoorTargetMs / MINUTE_MS
  const minutes = durationsMin(recorder.placedAtMs, recorder.deliveredAtMs)
  let sum = 0
  for (const value of minutes) sum += Math.max(0, value - targetMin)
  return minutes.length === 0 ? Number.NaN : round(sum / minutes.length)
}

const timeToFirstOffer = ({ recorder }: World): MinutesSummary =>
  summarise(recorder.confirmedAtMs, recorder.firstOfferAtMs)

/**
 * Over the duty time of every courier who came online in the run: within the time of demand, and beyond it or beyond the
 * off-time as long as work in hand lasted, so that nobody works more than they are on duty.
 */
const courierFigures = ({ city, couriers, recorder }: World) => {
  let dutyMs = 0
  let workedMs = 0
  let present = 0
  let squares = 0
  couriers.forEach((courier, index) => {
    const { offAtMs, onAtMs } = at(city.couriers, index)
    const untilMs = Math.max(Math.min(courier.leftAtMs ?? offAtMs, city.toMs), courier.freedAtMs)
    const onDutyMs = untilMs - Math.max(onAtMs, city.fromMs)
    if (onDutyMs <= 0) return
    present++
    dutyMs += onDutyMs
    workedMs += courier.drivenMs + courier.servedMs
    squares += courier.delivered ** 2 / onDutyMs
  })
  const { delivered } = recorder.counts
  // Sum of squares around the mean, over its square; rounding must not take it below 0.
  const variance = delivered === 0 ? Number.NaN : Math.max(0, (squares * dutyMs) / delivered ** 2 - 1)
  return {
    couriers: present,
    courierUtilization: dutyMs === 0 ? Number.NaN : round(workedMs / dutyMs),
    ordersPerCourierHour: dutyMs === 0 ? Number.NaN : round(delivered / (dutyMs / HOUR_MS)),
    courierUnevenness: round(Math.sqrt(variance))
  }
}

/** Mean click-to-door, in minutes, of orders delivered since `sinceMs`; null when there are none. */
export const recentClickToDoorMin = ({ recorder }: World, sinceMs: number): number | null => {
  let sum = 0
  let count = 0
  for (let order = 0; order < recorder.deliveredAtMs.length; order++) {
    const deliveredAtMs = f64(recorder.deliveredAtMs, order)
    if (!(deliveredAtMs >= sinceMs)) continue
    sum += deliveredAtMs - f64(recorder.placedAtMs, order)
    count++
  }
  return count === 0 ? null : round(sum / count / MINUTE_MS)
}
