import { MINUTE_MS } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { explainSlos } from "../../src/report/explainSlos.ts"
import { OBJECTIVES, type OrderTimes } from "../../src/report/objectives.ts"

const never = Number.NaN
const minutes = (count: number) => count * MINUTE_MS

/** Taken by its restaurant, promised for minute 40, and nobody has come yet. */
const waiting: OrderTimes = {
  placedAtMs: 0,
  promisedAtMs: minutes(40),
  confirmedAtMs: minutes(1),
  readyAtMs: minutes(20),
  firstOfferAtMs: minutes(15),
  assignedAtMs: never,
  pickedUpAtMs: never,
  deliveredAtMs: never,
  endedAtMs: never,
  lost: false
}

describe("the objective carried", () => {
  const { judge } = OBJECTIVES.find(({ slo }) => slo.name === "carried") ?? expect.fail("there is one")
  const judged = (changed: Partial<OrderTimes>) => judge({ ...waiting, ...changed })

  it("is good when a courier was found, however late that was", () => {
    const assignedAtMs = minutes(55)
    expect(judged({ assignedAtMs, deliveredAtMs: minutes(90), endedAtMs: minutes(90) })).toBe(true)
  })

  it("is bad when the platform gave up, or a customer who had waited past the promise", () => {
    expect(judged({ lost: true, endedAtMs: minutes(61) })).toBe(false)
    expect(judged({ lost: true, endedAtMs: minutes(30) })).toBe(false)
    expect(judged({ endedAtMs: minutes(40) + 1 })).toBe(false)
  })

  it("is not asked of an order that was cancelled sooner or without food to carry, or that the restaurant never took", () => {
    expect(judged({ endedAtMs: minutes(40) })).toBeNull()
    expect(judged({ endedAtMs: minutes(45), readyAtMs: never })).toBeNull()
    expect(judged({ confirmedAtMs: never, endedAtMs: minutes(50) })).toBeNull()
  })

  it("says so when it is explained", () => {
    const [carried] = explainSlos()
    expect(carried?.name).toBe("carried")
    expect(carried?.measured).toMatch(/the promised time was over, and its customer cancelled/)
  })
})
