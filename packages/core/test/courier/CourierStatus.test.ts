import { CourierStatus, courierWordA, courierWordB } from "@hotbag/core"
import { expect, it } from "vitest"

it("derives document A's view from B's words (C15)", () => {
  expect(
    CourierStatus.literals.map((status) => [status, courierWordB(status), courierWordA(status)])
  ).toEqual([
    ["idle", "idle", "available"],
    ["to-restaurant", "en-route to pickup", "occupied"],
    ["at-restaurant", "en-route to pickup", "occupied"],
    ["delivering", "delivering", "occupied"],
    ["offline", "offline", "offline"]
  ])
})
