import { gridCourierIndex, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import {
  makePlannerPolicy,
  makeRegionDispatcher,
  policyByName,
  policyNames,
  type RegionOptions
} from "@hotbag/dispatch"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bundling, openBundling } from "./bundling.ts"
import { Play, step, WINDOW_MS } from "./play.ts"
import { TOWN } from "./town.ts"

/**
 * Reaches that no two kilometres of the grid are apart by, and room for everybody: then the grid and the index that
 * looks at everybody agree to the courier.
 */
const settings: fc.Arbitrary<Partial<RegionOptions>> = fc.record({
  search: fc.record({
    stepsM: fc.constantFrom([2_345, 5_432, 25_001], [25_001], [1_111, 3_333]),
    enough: fc.constantFrom(1, 3),
    most: fc.constant(64),
    soonFreeMs: fc.constantFrom(0, 10 * MINUTE_MS, Infinity)
  }),
  planAheadMs: fc.constantFrom(Infinity, 6 * MINUTE_MS),
  answerLeadMs: fc.constantFrom(0, 45 * SECOND_MS),
  offerWithinMs: fc.constantFrom(Infinity, 8 * MINUTE_MS),
  openBundles: fc.boolean(),
  // From the restaurant in the middle of town to either other one, but not from one of these to the other.
  bundleRestaurantsWithinM: fc.constantFrom(0, 6_000),
  escalateAfterMs: fc.constantFrom(3 * MINUTE_MS, 12 * MINUTE_MS)
})

const days = fc.record({ settings, steps: fc.array(step, { maxLength: 80, size: "max" }) })

const ANGEL = 1_000

/** The planner takes its time, so that it plays fewer days than the others. */
const policies = [
  ...policyNames.map((title) => ({
    title,
    policy: policyByName(title) ?? bundling,
    share: title === "planner" ? 0.4 : 1
  })),
  { title: "bundling", policy: bundling, share: 1 },
  { title: "open bundling", policy: openBundling, share: 1 },
  { title: "planner without prepositioning", policy: makePlannerPolicy({ reachMs: 0 }), share: 0.4 }
]

describe.each(policies)("whatever happens, under $title", ({ policy, share }) => {
  it("everybody holds what the model says, and nothing is forgotten (P3, P6, S11, S12)", () => {
    const decided = new Set<string>()
    let nearbyBundles = 0
    fc.assert(
      fc.property(days, ({ settings, steps }) => {
        const play = new Play({ ...TOWN, ...settings, policy })
        for (const next of steps) play.take(next)
        nearbyBundles += play.model.nearbyBundles
        for (const { decisions } of play.told) for (const { _tag } of decisions) decided.add(_tag)
      }),
      { numRuns: 150 * share }
    )
    const all = ["Offer", "Withdraw", "Commit", "Widen", "Escalate"]
    if (policy.openBundles === true) all.push("Preposition")
    expect([...decided].toSorted(), "days in which little happens prove little").toEqual(all.toSorted())
    expect(nearbyBundles > 0, "only the planner bundles nearby restaurants").toBe(policy.name === "planner")
  })

  it("the same facts bring the same decisions", () => {
    fc.assert(
      fc.property(days, ({ settings, steps }) => {
        const play = new Play({ ...TOWN, ...settings, policy })
        for (const next of steps) play.take(next)
        const index = gridCourierIndex()
        const again = makeRegionDispatcher({ ...TOWN, ...settings, policy, index })
        for (const { fact, decisions } of play.told) expect(again.handle(fact)).toEqual(decisions)
      }),
      { numRuns: 30 * share }
    )
  })

  it("with one willing courier in reach everything is delivered, whoever else is never heard of again", () => {
    fc.assert(
      fc.property(days, fc.boolean(), ({ settings, steps }, everybodyVanishes) => {
        const search = { stepsM: [25_001], enough: 1, most: 64, soonFreeMs: Infinity, ...settings.search }
        const reach = { ...search, stepsM: [...search.stepsM.filter((stepM) => stepM < 25_001), 25_001] }
        const play = new Play({ ...TOWN, ...settings, search: reach, policy })
        for (const next of steps) play.take(next)
        expectAllDelivered(play, everybodyVanishes)
      }),
      { numRuns: 60 * share }
    )
  })
})

describe.each(policies)(
  "a dispatcher that takes over in the middle of the day, under $title",
  ({ policy, share }) => {
    it("says and keeps what the first one would have to, and everything is delivered (P3, P6, S11, S84)", () => {
      let inHand = 0
      fc.assert(
        fc.property(days, fc.array(step, { maxLength: 40 }), ({ settings, steps }, later) => {
          const search = { stepsM: [25_001], enough: 1, most: 64, soonFreeMs: Infinity }
          const before = new Play({ ...TOWN, ...settings, search, policy })
          for (const next of steps) before.take(next)
          const after = before.takenOver()
          for (const { hand } of after.model.couriers.values()) inHand += hand.length
          expect([...after.model.deliveries.keys()]).toEqual([...before.model.deliveries.keys()])
          for (const next of later) after.take(next)
          expectAllDelivered(after, false)
        }),
        { numRuns: 60 * share }
      )
      expect(inHand, "couriers without work prove little").toBeGreaterThan(0)
    })
  }
)

/** Two days are enough for one courier to carry what a day of steps leaves over. */
const expectAllDelivered = (play: Play, everybodyVanishes: boolean): void => {
  const { couriers, deliveries, offers } = play.model
  const vanished = new Set([...couriers.keys()].filter((courier) => everybodyVanishes || courier % 2 === 0))
  const lost = [...couriers].flatMap(([courier, { hand }]) => (vanished.has(courier) ? hand : []))
  play.online(ANGEL, [0, 0], Infinity)
  const untilMs = play.nowMs + 48 * 60 * MINUTE_MS
  for (let minute = 0; deliveries.size > lost.length && play.nowMs < untilMs; minute++) {
    play.pass(play.nowMs + WINDOW_MS)
    for (const [offer, { courier }] of offers) {
      const willing = courier === ANGEL || !vanished.has(courier)
      play.tell({ _tag: willing ? "OfferAccepted" : "OfferTimedOut", atMs: play.nowMs, offer })
    }
    // A stop every ten minutes.
    if (minute % 20 !== 0) continue
    for (const [handle, courier] of couriers) {
      if (courier.state === "busy" && !vanished.has(handle)) play.work(handle, courier)
    }
  }
  expect([...deliveries.keys()].toSorted((a, b) => a - b)).toEqual(lost.toSorted((a, b) => a - b))
}
