import { SLO_WINDOW_MS, WORKBOOK_ALERTS, budgetSpentByBurning } from "@hotbag/core"
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

  it("page for the fast burns and file a ticket for the slow one", () => {
    expect(WORKBOOK_ALERTS.map((alert) => [alert.rate, alert.severity])).toEqual([
      [14.4, "page"],
      [6, "page"],
      [1, "ticket"]
    ])
  })
})
