import { Limits, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { DEFAULT_CALIBRATION } from "../../../src/serving/defaultCalibration.ts"
import { Task } from "../../../src/serving/Workload.ts"
import {
  busDown,
  committed,
  gatewaySilent,
  servedWith,
  steady,
  storeAway,
  storeSlow,
  TWO_NODES,
  WELL
} from "./servedWith.ts"

const FROM_MS = 5 * MINUTE_MS
const LENGTHS_S = [0, 1, 5, 20, 60, 180, 300]
const day = steady(Task.place, 8, 20 * 60)

const objective = (served: ReturnType<typeof servedWith>, wanted: string) =>
  served.report.slos.find(({ name }) => name === wanted) ?? expect.fail(wanted)

/** Each is at least as bad as the one before. */
const rises = (figures: ReadonlyArray<number>) => expect(figures.toSorted((a, b) => a - b)).toEqual(figures)

describe("servers on a day on which nothing fails", () => {
  it("do what they do when nothing could fail, to the last figure", () => {
    const [usual, well] = [servedWith(day, null), servedWith(day, WELL)]
    expect(well).toEqual(usual)
    expect(usual.report.faults).toBeNull()
  })

  it("are not touched by an outage that is over, or in another region", () => {
    const elsewhere = steady(Task.place, 8, 20 * 60, 1)
    expect(servedWith(elsewhere, busDown(FROM_MS, 2 * FROM_MS))).toEqual(servedWith(elsewhere, null))
    expect(servedWith(day, storeAway(-MINUTE_MS, 0))).toEqual(servedWith(day, null))
  })
})

describe("a bus that is down", () => {
  const runs = LENGTHS_S.map((s) => servedWith(day, busDown(FROM_MS, FROM_MS + s * SECOND_MS)))

  it("makes the outbox as old as the outage is long, and nothing is lost (P7)", () => {
    runs.forEach(({ report }, i) => {
      const { maxMs, count } = report.latencies["outbox-lag"]
      expect(count).toBe(day.count)
      expect(report.latencies.status.count).toBe(day.count)
      const lengthMs = (LENGTHS_S[i] ?? 0) * SECOND_MS
      expect(maxMs).toBeGreaterThan(lengthMs - SECOND_MS)
      expect(maxMs).toBeLessThan(lengthMs * 1.05 + SECOND_MS)
      // Placements do not feel it.
      expect(report.shed + report.late).toBe(0)
    })
  })

  it("is never better for being longer", () => {
    rises(runs.map(({ report }) => report.latencies["outbox-lag"].maxMs))
    rises(runs.map(({ report }) => report.latencies["outbox-lag"].p99Ms))
    rises(runs.map(({ report }) => report.latencies.status.maxMs))
    rises(runs.map((run) => -objective(run, "outbox-lag").attained))
    rises(runs.map((run) => objective(run, "outbox-lag").budgetSpent))
    rises(runs.map(({ report }) => report.faults?.outboxMost ?? 0))
  })

  it("breaks a promise while it lasts, not only when it is over, and curves show it growing", () => {
    const lasts = runs[runs.length - 1] ?? expect.fail("no run")
    const { met, spentAtMs } = objective(lasts, "outbox-lag")
    expect(met).toBe(false)
    expect(spentAtMs).toBeLessThanOrEqual(FROM_MS + MINUTE_MS)
    const ages = lasts.minutes.filter(({ atMs }) => atMs >= FROM_MS && atMs < FROM_MS + 4 * MINUTE_MS)
    expect(ages.map(({ outboxOldestMs }) => Math.round(outboxOldestMs / MINUTE_MS))).toEqual([1, 2, 3, 4])
    rises(ages.map(({ outboxWaiting }) => outboxWaiting))
    expect(lasts.minutes.at(-2)?.outboxWaiting).toBeLessThan(5)
    expect(lasts.report.faults?.commitsHeld).toBe(lasts.report.faults?.outboxMost)
  })

  it.each([
    [0.3, 120],
    [0.5, 60],
    [0.7, 60]
  ])("at a load of %d is caught up with after L·ρ/(1−ρ)", (load, seconds) => {
    const nodeMs = 20
    const calibration = {
      ...DEFAULT_CALIBRATION,
      variation: 0,
      command: { answer: { nodeMs: 0.1, databaseMs: 0 }, after: { nodeMs, databaseMs: 0 } }
    }
    const deployment = { ...TWO_NODES, stations: "apart" as const, nodes: { min: 1, max: 1 } }
    const { report } = servedWith(
      steady(Task.command, (load * SECOND_MS) / nodeMs, 900),
      busDown(FROM_MS, FROM_MS + seconds * SECOND_MS),
      { calibration, deployment }
    )
    const drainedMs = (report.faults?.caughtUpAtMs ?? 0) - FROM_MS - seconds * SECOND_MS
    const expectedMs = (seconds * SECOND_MS * load) / (1 - load)
    expect(drainedMs / expectedMs).toBeGreaterThan(0.8)
    expect(drainedMs / expectedMs).toBeLessThan(1.25)
  })

  it("does not push requests aside when it is back: a process runs so many errands side by side", () => {
    const calibration = {
      ...DEFAULT_CALIBRATION,
      place: { ...DEFAULT_CALIBRATION.place, after: { nodeMs: 20, databaseMs: 0 } }
    }
    const { report } = servedWith(day, busDown(FROM_MS, FROM_MS + 300 * SECOND_MS), { calibration })
    // The backlog is 24 s of work of both nodes; somebody who orders waits for what is in lanes, and no more.
    expect(report.latencies.placement.maxMs).toBeLessThan(Limits.relayLanes * 20 * 1.6 + 200)
    expect(report.latencies["outbox-lag"].count).toBe(day.count)
  })
})

describe("a store that is away", () => {
  const runs = LENGTHS_S.map((s) => {
    const faults = storeAway(FROM_MS, FROM_MS + s * SECOND_MS)
    return servedWith(committed(day, faults), faults)
  })

  it("answers with 503, whoever tries again is let in when it is back, and what was accepted is served", () => {
    runs.forEach(({ report }, i) => {
      const seconds = LENGTHS_S[i] ?? 0
      expect(report.late).toBe(0)
      expect(report.shed).toBe(report.faults?.unavailable ?? 0)
      // Two tries each time the outage lasts two seconds longer: eight new ones a second, and all who came before.
      if (seconds >= 20) expect(report.shed).toBeGreaterThan(8 * seconds)
      expect(report.requests).toBe(day.count + report.shed - strayed(report.latencies.placement.count))
      expect(report.latencies["outbox-lag"].count).toBe(report.latencies.placement.count)
    })
  })

  it("is never better for being longer", () => {
    rises(runs.map(({ report }) => report.shed))
    rises(runs.map((run) => -objective(run, "placement-accepted").attained))
    rises(runs.map((run) => objective(run, "availability").budgetSpent))
  })

  it("turns away commands too, which come when they came, not when they were committed", () => {
    const commands = steady(Task.command, 30, 900)
    const faults = storeAway(FROM_MS, FROM_MS + 30 * SECOND_MS)
    const { minutes, report } = servedWith(committed(commands, faults), faults)
    const first = minutes.find(({ atMs }) => atMs === FROM_MS) ?? expect.fail("a minute")
    // Nine hundred of them are sent in half a minute, and each some three times.
    expect(first.failed).toBeGreaterThan(1_800)
    expect(first.failed).toBeLessThan(5_400)
    expect(report.shed).toBe(first.failed)
    expect(report.latencies.command.count).toBe(
      commands.count - strayed(report.latencies.command.count, commands.count)
    )
    // They come back spread over some seconds: nobody waits for the time limit.
    expect(report.latencies.command.maxMs).toBeLessThan(SECOND_MS)
  })

  const strayed = (served: number, all = day.count): number => {
    // Whoever was on the way when it broke is answered with 503, though the run has it committed.
    expect(all - served).toBeLessThanOrEqual(2)
    return all - served
  }
})

describe("a store that is slow", () => {
  it("adds what it takes to everything that is committed, and breaks the objective of placing", () => {
    const faults = storeSlow(FROM_MS, FROM_MS + 5 * MINUTE_MS, 2 * SECOND_MS)
    const served = servedWith(committed(day, faults), faults)
    const { placement } = served.report.latencies
    expect(placement.count).toBe(day.count)
    expect(placement.p95Ms).toBeGreaterThan(2 * SECOND_MS)
    expect(placement.maxMs).toBeLessThan(2 * SECOND_MS + 200)
    expect(served.report.shed + served.report.late).toBe(0)
    expect(objective(served, "placement").met).toBe(false)
    expect(objective(served, "placement-accepted").met).toBe(true)
  })

  it("fails requests once it takes longer than a client waits, and bounds how many wait (P8)", () => {
    const faults = storeSlow(FROM_MS, FROM_MS + 5 * MINUTE_MS, 4 * SECOND_MS)
    const slow = committed(day, faults)
    const late = servedWith(slow, faults).report
    expect(late.late).toBeGreaterThan(8 * 4 * 60)
    const bounded = servedWith(slow, faults, { deployment: { ...TWO_NODES, waitingPerCore: 5 } }).report
    expect(bounded.shed).toBeGreaterThan(0)
    expect(bounded.late).toBeLessThan(late.late)
    expect(bounded.latencies["outbox-lag"].count).toBe(bounded.latencies.placement.count)
  })
})

describe("a gateway that says nothing", () => {
  it("keeps lanes of the relay until the time limit, then is left alone; placing does not feel it", () => {
    const served = servedWith(day, gatewaySilent(FROM_MS, FROM_MS + 5 * MINUTE_MS))
    const { faults, latencies } = served.report
    expect(latencies["outbox-lag"].count).toBe(day.count)
    expect(latencies["outbox-lag"].maxMs).toBeGreaterThan(Limits.gatewayAnswerMs)
    expect(latencies["outbox-lag"].maxMs).toBeLessThan(Limits.gatewayAnswerMs + SECOND_MS)
    // Six seconds of orders before the first time-outs, then one question every sixteen seconds in each of two processes.
    expect(faults?.gatewayTimeOuts).toBeGreaterThan(8 * 5)
    expect(faults?.gatewayTimeOuts).toBeLessThan(8 * 8 + 2 * 22)
    expect(faults?.gatewayRested).toBeGreaterThan(8 * 250)
    expect(latencies.placement).toEqual(servedWith(day, null).report.latencies.placement)
  })

  it("is never better for being silent for longer", () => {
    const lags = LENGTHS_S.map((s) =>
      objective(servedWith(day, gatewaySilent(FROM_MS, FROM_MS + s * SECOND_MS)), "outbox-lag")
    )
    rises(lags.map(({ attained }) => -attained))
  })

  it("takes all lanes of a busy relay, and others wait for theirs", () => {
    const busy = steady(Task.place, 60, 600)
    const one = { ...TWO_NODES, nodes: { min: 1, max: 1 } }
    const { report } = servedWith(busy, gatewaySilent(FROM_MS, FROM_MS + MINUTE_MS), { deployment: one })
    expect(report.faults?.outboxMost).toBeGreaterThan(100)
    expect(report.latencies["outbox-lag"].count).toBe(busy.count)
    expect(report.latencies["outbox-lag"].maxMs).toBeLessThan(2 * Limits.gatewayAnswerMs + SECOND_MS)
  })
})
