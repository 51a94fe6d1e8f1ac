import { at, DAY_MS } from "@hotbag/core"
import fc from "fast-check"
import { expect, it } from "vitest"
import { checkRun } from "../../../src/check/makeCheckers.ts"
import type { LogEntry } from "../../../src/report/LogEntry.ts"
import { arbitraryCity } from "../arbitraryCity.ts"
import { POLICIES, start } from "../play.ts"
import { failing, faultsOf, FROM_MS, HEALED_MS } from "./swarm.ts"

/**
 * Deterministic simulation in the style of a swarm: each seed makes a small city in which everything that can go wrong
 * does, and chooses which faults there are and how strong. First safety while things fail, then everything is healed, then
 * liveness. More seeds: HOTBAG_SWARM_SEEDS=10000.
 */
const SEEDS = Number(process.env["HOTBAG_SWARM_SEEDS"] ?? 300)
/** One seed alone, to look at it. */
const ONLY = process.env["HOTBAG_SWARM_SEED"]

const repeat = (seed: number) =>
  `HOTBAG_SWARM_SEED=${seed} npx vitest run packages/sim/test/world/faults/swarm.test.ts`

const played = (seed: number) => {
  const [usual] = fc.sample(arbitraryCity, { seed, numRuns: 1 })
  if (usual === undefined) throw new Error("a sample of one")
  const faults = faultsOf(seed)
  const city = failing(usual, faults, seed)
  const { entries, run } = start(city, at(POLICIES, seed % POLICIES.length), seed)
  run.advance(HEALED_MS)
  const healedWith = entries.length
  // Liveness: the last shift is over six hours after the begin; whatever hangs would hang for ever.
  run.advance(FROM_MS + DAY_MS)
  return { city, entries, faults, healedWith, run }
}

/** What went wrong under a seed, in words; empty: nothing. */
const wrongUnder = (seed: number, marks: Map<string, number>): ReadonlyArray<string> => {
  const { city, entries, faults, healedWith, run } = played(seed)
  if (!run.done) return ["the run never ends (P6)"]
  const report = run.report()
  for (const [name, count] of Object.entries<number>({ ...report.faults })) mark(marks, name, count)
  const kinds = new Set(faults.map(({ kind }) => kind))
  if (kinds.has("gateway-outage")) mark(marks, "lookUps", entries.filter(isLookUp).length)
  if (kinds.has("maps-outage")) mark(marks, "plannedWithoutMaps", report.offers)
  mark(marks, "eventsAfterHealing", entries.length - healedWith)
  const unplaced = city.orders.length - report.placed - report.faults.placementsGivenUp
  return [
    ...report.invariants.first.map(
      ({ checker, message, order = "" }) => `watch: ${checker}: ${order} ${message}`
    ),
    ...checkRun(city, entries).map(({ checker, message, order = "" }) => `${checker}: ${order} ${message}`),
    ...(report.delivered + report.cancelled + report.lost === report.placed ? [] : ["an order is open (P6)"]),
    ...(unplaced === 0 ? [] : [`${unplaced} orders are neither placed nor given up (P6)`]),
    ...(seed % 25 !== 0 || played(seed).run.report().hash === report.hash ? [] : ["another hash (P11)"])
  ]
}

const mark = (marks: Map<string, number>, name: string, count: number) =>
  marks.set(name, (marks.get(name) ?? 0) + count)

const isLookUp = (entry: LogEntry) => entry.type === "RequestPayment" && entry["operation"] === "look-up"

it("keeps every promise whatever fails (P2-P8, P11, S138)", { timeout: 1_000 * SEEDS + 60_000 }, () => {
  const marks = new Map<string, number>()
  const failed: Array<string> = []
  const seeds = ONLY === undefined ? Array.from({ length: SEEDS }, (_, i) => i + 1) : [Number(ONLY)]
  for (const seed of seeds) {
    let wrong: ReadonlyArray<string>
    try {
      wrong = wrongUnder(seed, marks)
    } catch (error) {
      wrong = [String(error)]
    }
    if (wrong.length > 0) failed.push(`${repeat(seed)}\n  ${wrong.slice(0, 5).join("\n  ")}`)
  }
  expect(failed.slice(0, 5).join("\n"), `${failed.length} of ${seeds.length} seeds`).toBe("")
  if (ONLY !== undefined) return
  // A fault that never happened proves nothing: then the run is void.
  for (const [name, count] of marks) expect(count, name).toBeGreaterThan(0)
  expect([...marks.keys()].toSorted()).toEqual([
    "answersLate",
    "commandsHeld",
    "eventsAfterHealing",
    "factsLate",
    "lookUps",
    "messagesLate",
    "placementsGivenUp",
    "placementsRefused",
    "plannedWithoutMaps",
    "reportsLate"
  ])
})
