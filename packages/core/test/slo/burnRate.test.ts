import {
  alertsFor,
  DAY_MS,
  MINUTE_MS,
  SLO_WINDOW_MS,
  WORKBOOK_ALERTS,
  budgetSpentByBurning
} from "@hotbag/core"
import { describe, expect, it } from "vitest"

describe("the alerts of the SRE workbook (S126)", () => {
  it("fire when 2 %, 5 % and 10 % of a 30-day budget are gone within their long windows", () => {
    const spent = WORKBOOK_ALERTS.map((alert) =>
      budgetSpentByBurning(alert.rate, alert.longWindowMs, SLO_WINDOW_MS)
    )
    expect(spent[0]).toBeCloseTo(0.02, 12)
    expect(spent[1]).toBeCloseTo(0.05, 12)
    expect(spent[2]).toBeCloseTo(0.1, 12)
  })

  it("are themselves over 30 days, and scaled to any other period", () => {
    for (const objective of [0.95, 0.97, 0.99, 0.9995])
      expect(alertsFor(objective, SLO_WINDOW_MS)).toEqual(WORKBOOK_ALERTS)
    expect(alertsFor(0.97, DAY_MS).map(({ longWindowMs, rate }) => [rate, longWindowMs / MINUTE_MS])).toEqual(
      [
        [14.4, 2],
        [6, 12],
        [1, 144]
      ]
    )
  })

  it("never ask for more than three of four events to be bad, and keep their share of the budget then", () => {
    const [fast] = alertsFor(0.9, SLO_WINDOW_MS)
    expect(fast?.rate).toBeCloseTo(7.5, 9)
    expect(budgetSpentByBurning(fast?.rate ?? 0, fast?.longWindowMs ?? 0, SLO_WINDOW_MS)).toBeCloseTo(0.02, 4)
  })

  it("page for the fast burns and file a ticket for the slow one", () => {
    expect(WORKBOOK_ALERTS.map((alert) => [alert.rate, alert.severity])).toEqual([
      [14.4, "page"],
      [6, "page"],
      [1, "ticket"]
    ])
  })
})
