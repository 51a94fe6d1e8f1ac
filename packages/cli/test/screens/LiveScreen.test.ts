import type { Progress } from "@hotbag/sim"
import { render } from "ink-testing-library"
import { createElement as h } from "react"
import { describe, expect, it } from "vitest"
import { LiveScreen } from "../../src/screens/LiveScreen.ts"
import type { LiveScreenProps } from "../../src/screens/LiveScreen.ts"

const progress: Progress = {
  nowMs: 45_296_000,
  fromMs: 36_000_000,
  toMs: 54_000_000,
  placed: 12_345,
  delivered: 12_000,
  cancelled: 12,
  lost: 3,
  open: { awaitingRestaurant: 4, preparing: 200, ready: 30, onTheWay: 100 },
  couriers: { idle: 40, toRestaurant: 50, atRestaurant: 10, toCustomer: 100, offline: 1800 },
  unassigned: 0,
  recentClickToDoorMin: 33.14,
  slos: [
    { name: "carried", budgetSpent: 0.2, objective: 0.995, attained: 0.999 },
    { name: "click-to-door", budgetSpent: 1.5, objective: 0.9, attained: 0.85 }
  ],
  events: 1
}

const props: LiveScreenProps = {
  title: "metro-launch  assignment  seed 1",
  progress,
  history: [30, 31, null, 35, 33],
  speed: 3601,
  columns: 80,
  rows: 40,
  ascii: true,
  color: false
}

const frame = (changed: Partial<LiveScreenProps> = {}) => {
  const app = render(h(LiveScreen, { ...props, ...changed }))
  const text = app.lastFrame() ?? ""
  app.unmount()
  return text
}

describe("live screen", () => {
  it("shows the run at a glance", () => {
    expect(
      frame()
        .split("\n")
        .map((line) => line.trimEnd())
    ).toEqual([
      "metro-launch  assignment  seed 1                                12:34:56  x3,601",
      "############################..........................  52 %         10:00-15:00",
      "",
      "orders                12,345 placed, 12,000 delivered, 12 cancelled, 3 lost",
      "  awaiting restaurant       4  #",
      "  preparing               200  ################################################",
      "  ready                    30  #######",
      "  on the way              100  ########################",
      "  without a courier         0",
      "",
      "couriers              200 on shift, 1,800 off",
      "  idle                     40  ###################",
      "  to a restaurant          50  ########################",
      "  at a restaurant          10  #####",
      "  to a customer           100  ################################################",
      "",
      "error budgets",
      "  carried             ####..............     20 % spent  99.9 % of 99.5 %",
      "  click-to-door       ##################    150 % spent  85.0 % of 90.0 %",
      "",
      "click-to-door         _. #+  33.1 min, last 30 min"
    ])
  })

  it("never grows higher than the terminal leaves room for, nor wider", () => {
    for (const rows of [5, 10, 24, 60])
      expect(frame({ rows }).split("\n").length).toBeLessThanOrEqual(rows - 1)
    for (const columns of [40, 60, 80, 100, 200]) {
      for (const line of frame({ columns, ascii: false }).split("\n"))
        expect(line.length).toBeLessThanOrEqual(Math.min(100, columns))
    }
  })

  it("fits on 80 × 24, with five objectives", () => {
    const slos = ["carried", "courier-in-time", "fresh", "click-to-door", "promise"].map((name) => ({
      name,
      budgetSpent: 12.3,
      objective: 0.995,
      attained: 1
    }))
    const lines = frame({ rows: 24, progress: { ...progress, slos } }).split("\n")
    expect(lines.at(-1)).toContain("last 30 min")
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
  })

  it("says when demand has ended and the last orders are driven out", () => {
    expect(frame({ progress: { ...progress, nowMs: 55_000_000 } })).toContain("last orders")
  })

  it("copes with a day on which nothing happens", () => {
    const nothing: Progress = {
      ...progress,
      nowMs: progress.fromMs,
      open: { awaitingRestaurant: 0, preparing: 0, ready: 0, onTheWay: 0 },
      couriers: { idle: 0, toRestaurant: 0, atRestaurant: 0, toCustomer: 0, offline: 0 },
      recentClickToDoorMin: null,
      slos: []
    }
    const text = frame({ progress: nothing, history: [] })
    expect(text).toContain("nothing delivered yet")
    expect(text).not.toContain("error budgets")
    expect(text).not.toMatch(/NaN|undefined|Infinity/)
  })

  it("is ASCII where the terminal shows nothing else", () => {
    expect(frame()).toMatch(/^[\u0020-\u007e\n]*$/)
    expect(frame({ ascii: false })).toContain("█")
  })

  it("names its keys below, the chosen panel in brackets, and says when it is paused", () => {
    const controls = { panel: "map", paused: true, pace: 300 } as const
    const lines = frame({ controls, panel: [{ text: "a map" }], rows: 24 }).split("\n")
    expect(lines).toContain("a map")
    expect(lines.at(-1)).toBe("tab overview  curves [map] worst   space go on  + - speed 300x  q quit")
    expect(lines[1]).toContain("paused")
    expect(lines.join("\n")).not.toContain("error budgets")
    const narrow = frame({ controls, columns: 40, rows: 8 }).split("\n")
    expect(narrow.length).toBeLessThanOrEqual(7)
    expect(narrow.at(-1)).toBe("tab overview  curves [map] worst")
  })
})
