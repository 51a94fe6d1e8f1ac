import { MINUTE_MS } from "@hotbag/core"
import type { DispatchPolicy } from "@hotbag/dispatch"
import {
  type City,
  isCertainlyShortOfCouriers,
  isShortOfCouriers,
  type Run,
  type Serving,
  type Standing,
  startRun
} from "@hotbag/sim"
import { makeProgressLines } from "../output/progressLine.ts"
import { play } from "../play.ts"
import { unbroken } from "../unbroken.ts"
import type { Plan, Tried } from "./Plan.ts"

/** What a run of a plan is played with. */
export interface TryOptions {
  readonly city: City
  readonly policy: DispatchPolicy
  readonly seed: number
  readonly commit: string
  readonly serving: Serving
  /** Told every simulated half hour. */
  readonly say: (line: string) => void
  /** Whether to go on when it is certain that couriers are too few. */
  readonly toTheEnd: boolean
}

/** How often it is asked whether couriers are too few, simulated ms: the question costs a pass over the minutes so far. */
const ASK_EVERY_MS = 10 * MINUTE_MS

/**
 * Plays a run and says what became of the customers' objectives. A run whose couriers are too few for certain is given up:
 * what an objective allows is counted over all orders of the city, so nothing that comes later would change it, and such
 * runs, with their queues, are the slow ones. `run` is null then.
 */
export const playTried = async (
  couriersX: number,
  { city, commit, policy, say, seed, serving, toTheEnd }: TryOptions
): Promise<{ readonly tried: Tried; readonly run: Run | null }> => {
  const run = startRun({ city, policy, seed, commit, serving })
  const enough = new AbortController()
  const lines = makeProgressLines(city.fromMs, (line) => say(`  ${line.trimEnd()}`))
  let askAtMs = city.fromMs
  let stoppedAtMs: number | null = null
  try {
    await play(run, {
      stop: enough.signal,
      onSlice: (untilMs, progress) => {
        lines(untilMs, progress)
        if (toTheEnd || run.done || untilMs < askAtMs) return
        askAtMs = untilMs + ASK_EVERY_MS
        if (!run.standings().some(isCertainlyShortOfCouriers)) return
        stoppedAtMs = untilMs
        enough.abort()
      }
    })
  } catch (error) {
    if (!enough.signal.aborted) throw error
  }
  if (run.done) unbroken(run.report())
  const tried = {
    seed,
    couriersX,
    couriers: couriersOf(city),
    ...judged(run.standings()),
    stoppedAtMs,
    likelyX: likelyX(couriersX, run)
  }
  return { tried, run: run.done ? run : null }
}

const likelyX = (couriersX: number, run: Run): number | null => {
  const needed = run.couriersNeeded()
  return needed === null || needed.onDuty === 0 ? null : (couriersX * needed.needed) / needed.onDuty
}

const judged = (standings: ReadonlyArray<Standing>): Pick<Tried, "breached" | "missing" | "firstBreach"> => {
  const broken = standings.filter(({ spentAtMs }) => spentAtMs !== null)
  return {
    breached: broken.map(({ slo }) => slo),
    missing: broken.filter(isShortOfCouriers).map(({ slo }) => slo),
    firstBreach: earliest(broken.map(({ slo, spentAtMs }) => ({ name: slo, spentAtMs })))
  }
}

/** Who is on duty at some time of the demand. */
const couriersOf = ({ couriers, fromMs, toMs }: City): number =>
  couriers.filter(({ offAtMs, onAtMs }) => Math.min(offAtMs, toMs) > Math.max(onAtMs, fromMs)).length

/** The objective whose budget was gone first; null when every one was kept. */
export const earliest = (
  objectives: ReadonlyArray<{ readonly name: string; readonly spentAtMs: number | null }>
): Plan["without"]["firstBreach"] =>
  objectives.reduce<Plan["without"]["firstBreach"]>(
    (first, { name, spentAtMs }) =>
      spentAtMs !== null && (first === null || spentAtMs < first.atMs)
        ? { slo: name, atMs: spentAtMs }
        : first,
    null
  )
