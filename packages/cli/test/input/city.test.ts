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

  it("warns of what is laid over it and does not act, and refuses when nothing would", async () => {
    const rain = { with: ["rain-at-seven"] }
    await expect(loadCity({ ...asked, ...rain })).rejects.toThrow(
      '--with: "rain-at-seven", 19:00 to 21:00, is outside of the demand that is played, 11:00 to 15:00'
    )
    const trace = `grubhub:${await writeFolder("day-3", grubhubDay)}`
    await expect(loadCity({ ...asked, ...rain, scenario: undefined, trace, to: "12:00" })).rejects.toThrow(
      "00:00 to 12:00, and would do nothing"
    )
    const beside = await loadCity({ ...asked, with: ["rain-at-seven", "moods"] })
    expect(beside.warnings).toEqual([expect.stringMatching(/^"rain-at-seven".*15:00: it does nothing$/)])
    expect(beside.cautions).toEqual(beside.warnings)
    const own = await loadCity({ ...asked, scenario: "rain-at-seven", from: "17:00", to: "18:30" })
    expect(own.warnings).toEqual([expect.stringContaining("only the last deliveries meet it")])
    const evening = await loadCity({ ...asked, ...rain, from: "18:00", to: "20:00" })
    expect(evening.warnings).toEqual([])
  })

  it("says that a part of a day begins with an empty city", async () => {
    expect((await loadCity({ ...asked, to: "12:00" })).cautions).toEqual([])
    expect((await loadCity({ ...asked, from: "12:00" })).cautions).toEqual([
      expect.stringMatching(/^the city is empty at 12:00: .* begin an hour earlier/)
    ])
  })

  it("says what of a real day it does without", async () => {
    const couriers = `${rappiDay["couriers.csv"] ?? ""}c3,car,4.8,-75.69,12:00:00,12:00:00\n`
    const folder = await writeFolder("day-2", { ...rappiDay, "couriers.csv": couriers })
    const { city, notes } = await loadCity({ ...asked, scenario: undefined, trace: `rappi:${folder}` })
    expect(city.couriers.length).toBe(2)
    expect(notes).toEqual([expect.stringMatching(/day-2\/couriers\.csv: 1 couriers dropped: /)])
  })
})
