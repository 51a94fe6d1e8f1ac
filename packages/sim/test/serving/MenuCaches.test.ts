import { HOUR_MS, Limits, MINUTE_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import fc from "fast-check"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { makeStream } from "../../src/kernel/streams.ts"
import { decodeScenario } from "../../src/scenario/decodeScenario.ts"
import { generateCity } from "../../src/scenario/generateCity.ts"
import { DEFAULT_CALIBRATION } from "../../src/serving/defaultCalibration.ts"
import { DEFAULT_DEPLOYMENT } from "../../src/serving/Deployment.ts"
import { MenuCaches } from "../../src/serving/MenuCaches.ts"
import { startRun } from "../../src/startRun.ts"
import { smallScenario } from "../scenario/smallScenario.ts"

/** Share of reads that hit, of Poisson reads at `perMs`, each of a menu that `menuOf` chooses. */
const hitRate = (reads: number, perMs: number, menuOf: (u: number) => number): number => {
  const caches = new MenuCaches()
  caches.resize(1)
  const [arrivals, choices] = [makeStream(1, "arrivals"), makeStream(1, "choices")]
  let atMs = 0
  for (let read = 0; read < reads; read++) {
    atMs -= Math.log(arrivals.uniform(read)) / perMs
    caches.read(0, menuOf(choices.uniform(read)), atMs, false)
  }
  return caches.hits / caches.reads
}

describe("the menus that processes keep (S2, S98, S127)", () => {
  it.each([0.2, 1, 5, 20])(
    "are found as often as theory says: λT/(1+λT) at λT = %d (Jung, Berger and Balakrishnan 2003)",
    (load) => {
      const expected = load / (1 + load)
      expect(hitRate(200_000, load / Limits.menuCacheMs, () => 0)).toBeCloseTo(expected, 2)
    }
  )

  it("are as few as fit, the one read longest ago goes first: Che, Tung and Wang's approximation (2002)", () => {
    const count = 20_000
    const weights = Array.from({ length: count }, (_, menu) => (menu + 1) ** -0.8)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const shares = weights.map((weight) => weight / total)
    // So many reads pass until a menu that nobody reads is gone.
    const keptOf = (reads: number) => shares.reduce((sum, share) => sum - Math.expm1(-share * reads), 0)
    let [low, high] = [1, 1e7]
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2
      if (keptOf(middle) < Limits.cachedMenus) low = middle
      else high = middle
    }
    const expected = shares.reduce((sum, share) => sum - share * Math.expm1(-share * low), 0)
    let sofar = 0
    const ends = Float64Array.from(shares, (share) => (sofar += share))
    const menuOf = (u: number) => {
      let [from, until] = [0, count - 1]
      while (from < until) {
        const middle = (from + until) >> 1
        if ((ends[middle] ?? 1) < u) from = middle + 1
        else until = middle
      }
      return from
    }
    // So many a second that five minutes are much longer than it takes to push a menu out.
    expect(hitRate(300_000, 20, menuOf)).toBeCloseTo(expected, 1.5)
  })

  it("are what a plain list of them says, process by process, with a store that is away at times", () => {
    const read = fc.record({
      loop: fc.nat(1),
      menu: fc.nat(4),
      afterMs: fc.nat(Limits.menuCacheMs / 2),
      isAway: fc.boolean()
    })
    fc.assert(
      fc.property(fc.array(read, { maxLength: 60 }), (reads) => {
        const caches = new MenuCaches()
        caches.resize(2)
        const fetched: Array<{ readonly key: string; readonly atMs: number }> = []
        let atMs = 0
        for (const { afterMs, isAway, loop, menu } of reads) {
          atMs += afterMs
          const key = `${loop} ${menu}`
          const isKept = fetched.some((one) => one.key === key && atMs < one.atMs + Limits.menuCacheMs)
          expect(caches.read(loop, menu, atMs, isAway)).toBe(isKept)
          if (!isKept && !isAway) fetched.push({ key, atMs })
        }
      })
    )
  })

  it("are forgotten by a process that stops", () => {
    const caches = new MenuCaches()
    caches.resize(2)
    caches.read(1, 7, 0, false)
    expect(caches.read(1, 7, 1, false)).toBe(true)
    caches.resize(1)
    caches.resize(2)
    expect(caches.read(1, 7, 2, false)).toBe(false)
  })
})

describe("menus of a run", () => {
  const scenario = {
    ...smallScenario,
    regions: smallScenario.regions.map((r) => ({ ...r, ordersPerDay: 4_000 }))
  }
  const city = generateCity(Result.getOrThrow(decodeScenario(scenario)), {
    seed: 1,
    fromMs: 18 * HOUR_MS,
    toMs: 19 * HOUR_MS
  })
  const nodes = (count: number) => ({ ...DEFAULT_DEPLOYMENT, nodes: { min: count, max: count } })
  const run = startRun({
    city,
    policy: nearest,
    seed: 1,
    commit: "test",
    serving: { calibration: DEFAULT_CALIBRATION, deployment: nodes(1) }
  })
  run.advance(Infinity)
  const report = run.report()
  const system = report.system ?? expect.fail("no system")

  it("are ten for each order, and their hits are an objective that is no gate", () => {
    expect(system.menus.reads).toBe(10 * report.placed)
    const goal = system.stretch.find(({ name }) => name === "menu-cache") ?? expect.fail("no goal")
    expect(goal.total).toBe(system.menus.reads)
    expect(goal.attained).toBeCloseTo(system.menus.hitRate, 3)
    expect(report.slos.map(({ name }) => name)).not.toContain("menu-cache")
    const minutes = run.systemMinutes() ?? []
    expect(minutes.reduce((sum, { menuReads }) => sum + menuReads, 0)).toBe(system.menus.reads)
  })

  it("are cold at first and warm after some minutes", () => {
    const within = (fromMs: number, toMs: number) => {
      const minutes = (run.systemMinutes() ?? []).filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
      const sum = (count: (minute: (typeof minutes)[number]) => number) =>
        minutes.reduce((total, minute) => total + count(minute), 0)
      return sum(({ menuHits }) => menuHits) / sum(({ menuReads }) => menuReads)
    }
    const [first, later] = [
      within(18 * HOUR_MS, 18 * HOUR_MS + MINUTE_MS),
      within(18 * HOUR_MS + 10 * MINUTE_MS, 19 * HOUR_MS)
    ]
    expect(first).toBeLessThan(later - 0.2)
  })

  it("are hit less the more processes share them out", () => {
    const rates = [1, 2, 4, 8, 16].map(
      (count) =>
        run.servedBy({ calibration: DEFAULT_CALIBRATION, deployment: nodes(count) }).report.menus.hitRate
    )
    expect(rates.toSorted((a, b) => b - a)).toEqual(rates)
    expect(rates[0]).toBeGreaterThan((rates[4] ?? 0) + 0.2)
  })

  it("leave every other figure as it is", () => {
    const { database, latencies } = system
    expect(latencies.read.count).toBe(15 * report.placed)
    // A visit for each step there: orders and their errands, commands and theirs, offers and theirs, searches.
    const { command, nearby, offer, placement } = latencies
    expect(database.count).toBe(2 * (placement.count + command.count + offer.count) + nearby.count)
  })
})
