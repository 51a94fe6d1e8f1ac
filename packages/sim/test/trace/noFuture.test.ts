import { at, HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { type DispatchPolicy, makePlannerPolicy } from "@hotbag/dispatch"
import { generateCity, grubhubInstance, scenarioNamed, withPrepError } from "@hotbag/sim"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import type { City } from "../../src/world/City.ts"
import { differences, momentsOf } from "./foreknowledge.ts"
import { grubhubDay } from "./madeUpDay.ts"
import { dataFolder, readDay, whyNoData } from "./sharedData.ts"

const dayOf = (files: Readonly<Record<string, string>>, name: string): City => {
  const parsed = grubhubInstance(files, name)
  if (Result.isFailure(parsed)) throw new Error(parsed.failure.message)
  return parsed.success.city
}

/** Light days of three seeds. */
const DAYS = ["0r50t75s2p125", "1r50t75s2p100", "4r50t75s2p125"]
const SD_MS = 8.2 * MINUTE_MS

/** A shorter search: it is the same code, and the test shall not take minutes. */
const planner = () => makePlannerPolicy({ movesPerDelivery: 1 })

/** Knows what comes: idle couriers go to where the next order will be placed. */
const peeking = ({ orders, restaurants }: City): DispatchPolicy => {
  const policy = makePlannerPolicy()
  const peek = (of: DispatchPolicy): DispatchPolicy => ({
    ...of,
    plan: (snapshot, budget) => {
      const plan = of.plan(snapshot, budget)
      const next = orders.find(({ placedAtMs }) => placedAtMs > snapshot.atMs)
      if (next === undefined) return plan
      const to = at(restaurants, next.restaurant).position
      return { ...plan, moves: (plan.moves ?? []).map(({ courier }) => ({ courier, to })) }
    }
  })
  return { ...policy, forRegion: (known) => peek(policy.forRegion?.(known) ?? policy) }
}

describe("nothing is known of the future: without the orders of later, everything before is the same", () => {
  const madeUp = dayOf(grubhubDay, "made-up")
  const cases: ReadonlyArray<readonly [string, () => City]> = [
    ["a made-up day", () => madeUp],
    ["a made-up day whose kitchens err", () => withPrepError(madeUp, SD_MS, 1)]
  ]

  it.each(cases)("%s, at ten moments", (_, city) => {
    expect(differences(city(), planner, momentsOf(city(), 10, 2 * HOUR_MS))).toEqual([])
  })

  it.skipIf(dataFolder === null).each(DAYS)(`%s, at ten moments${whyNoData}`, (name) => {
    const day = dayOf(readDay("grubhub", name), name)
    expect(differences(day, planner, momentsOf(day, 10, 5 * HOUR_MS))).toEqual([])
  })

  it.skipIf(dataFolder === null).each(DAYS)(
    `%s with kitchens that err, at ten moments${whyNoData}`,
    (name) => {
      const day = withPrepError(dayOf(readDay("grubhub", name), name), SD_MS, 1)
      expect(differences(day, planner, momentsOf(day, 10, 5 * HOUR_MS))).toEqual([])
    }
  )

  it("lunch in Pereira, at ten moments", () => {
    const scenario = scenarioNamed("pereira-lunch")
    if (scenario === undefined) throw new Error("there is a Pereira")
    const city = generateCity(scenario, {
      seed: 1,
      fromMs: 12 * HOUR_MS,
      toMs: 12 * HOUR_MS + 20 * MINUTE_MS
    })
    expect(differences(city, planner, momentsOf(city, 10, 2 * HOUR_MS))).toEqual([])
  })
})

describe("who does know the future", () => {
  it("is found out", () => {
    const city = dayOf(grubhubDay, "made-up")
    expect(differences(city, peeking, momentsOf(city, 10, 2 * HOUR_MS))).not.toEqual([])
  })
})
