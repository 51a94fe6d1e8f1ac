import { HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { checkRun } from "../../src/check/makeCheckers.ts"
import { generateCity } from "../../src/scenario/generateCity.ts"
import type { ScenarioInput } from "../../src/scenario/Scenario.ts"
import { startRun } from "../../src/startRun.ts"
import { makeBehaviour } from "../../src/world/behaviour.ts"
import { scenarioOf, town } from "../scenario/disturbance/disturbed.ts"
import { play } from "./play.ts"

const cityWith = (people: ScenarioInput["people"], couriersX = 1) =>
  generateCity(scenarioOf({ ...town, toMs: 19.5 * HOUR_MS, people }), { seed: 3, couriersX })
const plain = cityWith(null)
const moody = cityWith({})

/** Share of couriers who accept such an offer of the first order. */
const accepted = (
  city: typeof moody,
  offer: Partial<Parameters<ReturnType<typeof makeBehaviour>["answer"]>[3]> = {}
) => {
  const behaviour = makeBehaviour(city, 3)
  const seen = { toPickupM: 800, toDoorM: 1_500, orders: 1, dutyMs: HOUR_MS, ...offer }
  const yes = city.couriers.filter((_, courier) => behaviour.answer(courier, 0, 0, seen).kind === "accepts")
  return yes.length / city.couriers.length
}

describe("couriers with moods", () => {
  it("accept a usual offer as ever", () => expect(accepted(moody)).toBe(accepted(plain)))

  it.each([
    ["farther restaurants", { toPickupM: 4_000 }, { toPickupM: 8_000 }],
    ["larger bundles", { orders: 4 }, { orders: 12 }],
    ["longer ways for the pay", { toDoorM: 8_000 }, { toDoorM: 20_000 }],
    ["offers late in the shift", { dutyMs: 7 * HOUR_MS }, { dutyMs: 9 * HOUR_MS }]
  ])("accept %s less often, the same people being the first to refuse", (_, less, more) => {
    expect(accepted(moody, more)).toBeLessThan(accepted(moody, less))
    expect(accepted(moody, less)).toBeLessThanOrEqual(accepted(moody))
    expect(accepted(plain, more)).toBe(accepted(plain))
  })

  it("go home when there is nothing to do, and dispatch forgets them", () => {
    const idle = cityWith({ couriers: { goHomeAfterMs: 10 * MINUTE_MS, goHomeShare: 1 } }, 3)
    const { entries, report } = play(idle, nearest, 3)
    expect(report.people.leftEarly).toBeGreaterThan(50)
    expect(checkRun(idle, entries)).toEqual([])
    const patient = play(cityWith({ couriers: { goHomeShare: 0 } }, 3), nearest, 3)
    expect(patient.report.people.leftEarly).toBe(0)
  })
})

describe("kitchens and customers with moods", () => {
  it("are pressed by load, and serve in trays", () => {
    const { preparationMs } = makeBehaviour(moody, 3)
    const order = moody.orders.findIndex(
      ({ restaurant }) => moody.restaurants[restaurant]?.kitchenSlots === 4
    )
    const usualMs = moody.orders[order]?.preparationMs ?? 0
    expect(preparationMs(order, 0, 1)).toBe(Math.ceil(usualMs / MINUTE_MS) * MINUTE_MS)
    expect(preparationMs(order, 0, 4)).toBe(Math.ceil((usualMs * 1.25) / MINUTE_MS) * MINUTE_MS)
    expect(makeBehaviour(plain, 3).preparationMs(order, 0, 4)).toBe(usualMs)
  })

  it("complain the more the later it gets, and not within what they forgive", () => {
    const { complains } = makeBehaviour(moody, 3)
    const share = (lateMin: number) =>
      moody.orders.filter((_, order) => complains(order, lateMin * MINUTE_MS)).length / moody.orders.length
    expect(share(10)).toBe(0)
    expect(share(50)).toBeCloseTo(1 - Math.exp(-1), 1)
    expect(share(90)).toBeGreaterThan(share(50))
    expect(makeBehaviour(plain, 3).complains(0, 10 * HOUR_MS)).toBe(false)
  })

  it("keep every promise of a run, and are told in its report", () => {
    const short = cityWith({}, 0.5)
    const { entries, report } = play(short, nearest, 3)
    expect(checkRun(short, entries)).toEqual([])
    expect(report.people.complaints).toBeGreaterThan(0)
    expect(play(short, nearest, 3).report.hash).toBe(report.hash)
  })
})

describe("people of one's own", () => {
  it("replace the usual ones, one by one", () => {
    const run = (people: NonNullable<Parameters<typeof startRun>[0]["people"]>) => {
      const run = startRun({ city: plain, policy: nearest, seed: 3, commit: "test", people })
      run.advance(Infinity)
      return run.report()
    }
    const usual = run((usual) => usual)
    const willing = run((usual) => ({ ...usual, answer: () => ({ kind: "accepts", afterMs: 1_000 }) }))
    expect(usual.offersRejected).toBeGreaterThan(0)
    expect([willing.offersRejected, willing.offersTimedOut]).toEqual([0, 0])
    const grumpy = run((usual) => ({ ...usual, complains: () => true }))
    expect(grumpy.people.complaints).toBe(grumpy.delivered)
    expect(grumpy.hash).toBe(usual.hash)
    // Without moods, and without anybody in their stead, nobody was asked whether they complain.
    expect(play(plain, nearest, 3).report.people).toMatchObject({ complaints: null, leftEarly: null })
  })
})
