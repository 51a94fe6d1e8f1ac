import { describe, expect, it } from "vitest"
import { loadCity } from "../../src/input/city.ts"
import { grubhubDay, rappiDay, writeFolder } from "../tinyDays.ts"

const asked = {
  scenario: "pereira-lunch",
  trace: undefined,
  seed: 1,
  from: undefined,
  to: undefined,
  ordersX: 1,
  couriersX: 1
}
const nameOf = async (changed: Partial<Parameters<typeof loadCity>[0]>) =>
  (await loadCity({ ...asked, ...changed })).city.name

describe("the city to play", () => {
  it("is named by everything that makes it besides seed and code (P11)", async () => {
    expect(await nameOf({})).toBe("pereira-lunch")
    expect(await nameOf({ from: "11:00", to: "15:00" })).toBe("pereira-lunch")
    expect(await nameOf({ from: "12:00" })).toBe("pereira-lunch 12:00-15:00")
    expect(await nameOf({ ordersX: 2, couriersX: 0.5 })).toBe("pereira-lunch orders x2 couriers x0.5")
    const trace = `grubhub:${await writeFolder("day-1", grubhubDay)}`
    expect(await nameOf({ scenario: undefined, trace })).toBe("grubhub:day-1")
    expect(await nameOf({ scenario: undefined, trace, to: "12:00" })).toBe("grubhub:day-1 00:00-12:00")
  })

  it("says what of a real day it does without", async () => {
    const couriers = `${rappiDay["couriers.csv"] ?? ""}c3,car,4.8,-75.69,12:00:00,12:00:00\n`
    const folder = await writeFolder("day-2", { ...rappiDay, "couriers.csv": couriers })
    const { city, notes } = await loadCity({ ...asked, scenario: undefined, trace: `rappi:${folder}` })
    expect(city.couriers.length).toBe(2)
    expect(notes).toEqual([expect.stringMatching(/day-2\/couriers\.csv: 1 couriers dropped: /)])
  })
})
