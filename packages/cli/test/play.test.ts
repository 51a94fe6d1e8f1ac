import type { Progress, Run } from "@hotbag/sim"
import { describe, expect, it } from "vitest"
import { Exit, Stopped } from "../src/exit.ts"
import { makeProgressLines } from "../src/output/progressLine.ts"
import { play } from "../src/play.ts"

const HOUR_MS = 3_600_000

/** A run on which nothing happens until it is over. */
const fakeRun = (fromMs: number, endMs: number, onAdvance: (untilMs: number) => void = () => {}): Run => {
  let nowMs = fromMs
  const progress = (): Progress => ({
    nowMs,
    fromMs,
    toMs: endMs,
    placed: 10,
    delivered: 4,
    cancelled: 0,
    lost: 0,
    open: { awaitingRestaurant: 1, preparing: 2, ready: 2, onTheWay: 1 },
    couriers: { idle: 0, toRestaurant: 0, atRestaurant: 0, toCustomer: 1, offline: 0 },
    unassigned: 3,
    recentClickToDoorMin: 30.04,
    slos: [{ name: "carried", budgetSpent: 0.456, objective: 0.9, attained: 0.95 }],
    events: 0
  })
  return {
    get done() {
      return nowMs >= endMs
    },
    advance: (untilMs) => {
      onAdvance(untilMs)
      nowMs = untilMs
    },
    progress,
    couriersNeeded: () => null,
    standings: () => [],
    report: () => {
      throw new Error("not asked for")
    },
    record: () => {
      throw new Error("not asked for")
    },
    trips: () => [],
    roundsMs: () => [],
    systemMinutes: () => null,
    servedBy: () => {
      throw new Error("nobody asks")
    }
  }
}

describe("play", () => {
  it("goes to the end, a simulated minute at a time", async () => {
    const steps: Array<number> = []
    const run = fakeRun(HOUR_MS, 2 * HOUR_MS, (untilMs) => steps.push(untilMs))
    await play(run, { stop: new AbortController().signal })
    expect(run.done).toBe(true)
    expect(steps).toEqual(Array.from({ length: 61 }, (_, minute) => HOUR_MS + minute * 60_000))
  })

  it("stops when asked to, and lets others run in between", async () => {
    const stop = new AbortController()
    let breaths = 0
    const endless = fakeRun(0, Number.POSITIVE_INFINITY)
    setImmediate(() => stop.abort(new Stopped(Exit.interrupted)))
    const stopped = play(endless, { stop: stop.signal, onBreath: () => breaths++ })
    await expect(stopped).rejects.toMatchObject({ _tag: "Stopped", code: 130 })
    expect(breaths).toBeGreaterThan(0)
  })

  it("takes a run that never ends for the bug that it is", async () => {
    const stuck: Run = { ...fakeRun(0, HOUR_MS), done: false }
    await expect(play(stuck, { stop: new AbortController().signal })).rejects.toThrow(/goes on long after/)
  })

  it("waits as long as somebody wants to watch a moment, draws meanwhile, and can still be stopped", async () => {
    const stop = new AbortController()
    const steps: Array<number> = []
    let holds = 0
    let breaths = 0
    const held = play(
      fakeRun(0, HOUR_MS, (untilMs) => steps.push(untilMs)),
      {
        stop: stop.signal,
        onBreath: () => breaths++,
        holdMs: (untilMs) => {
          if (untilMs < 120_000) return 0
          if (++holds === 5) stop.abort(new Stopped(Exit.interrupted))
          return 1
        }
      }
    )
    await expect(held).rejects.toMatchObject({ _tag: "Stopped", code: 130 })
    expect(steps).toEqual([0, 60_000, 120_000])
    expect(breaths).toBeGreaterThanOrEqual(5)
  })

  it("lets an observer end it", async () => {
    const run = fakeRun(0, HOUR_MS)
    const onSlice = () => {
      throw new Error("disk full")
    }
    await expect(play(run, { stop: new AbortController().signal, onSlice })).rejects.toThrow("disk full")
  })
})

describe("progress lines", () => {
  it("come every simulated half hour, and cost nothing in between", async () => {
    const lines: Array<string> = []
    let asked = 0
    const run = fakeRun(HOUR_MS + 600_000, 3 * HOUR_MS)
    const onSlice = makeProgressLines(HOUR_MS + 600_000, (line) => lines.push(line))
    await play(run, {
      stop: new AbortController().signal,
      onSlice: (untilMs, progress) =>
        onSlice(untilMs, () => {
          asked++
          return progress()
        })
    })
    expect(lines.map((line) => line.slice(0, 5))).toEqual(["01:30", "02:00", "02:30", "03:00"])
    expect(lines[0]).toBe(
      "01:30  10 placed  4 delivered  6 open  3 without a courier  click-to-door 30.0 min  budget spent 46 %\n"
    )
    expect(asked).toBe(lines.length)
  })
})
