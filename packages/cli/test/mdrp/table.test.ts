import { describe, expect, it } from "vitest"
import { header, row, summarise, summaryRow, tableWidths } from "../../src/mdrp/table.ts"
import type { PlayedInstance } from "../../src/mdrp/table.ts"
import { playedDay as played } from "./playedFigures.ts"

const idle: PlayedInstance = {
  ...played,
  instance: "a-very-long-day",
  delivered: 0,
  lost: 1000,
  clickToDoorMean: 40,
  clickToDoorP50: null,
  clickToDoorP90: null,
  clickToDoorMax: null
}

describe("table of instances", () => {
  it("adds counts up, and takes the mean of everything else over the instances that have it", () => {
    expect(summarise([played, idle])).toMatchObject({
      policy: "nearest",
      instances: 2,
      orders: 2000,
      delivered: 998,
      lost: 1002,
      impossible: 2,
      clickToDoorMean: 35,
      clickToDoorP90: 44
    })
  })

  it("keeps its columns under each other, though rows come one by one", () => {
    const widths = tableWidths([played.instance, idle.instance])
    const lines = [
      header(widths),
      row(played, widths),
      row(idle, widths),
      summaryRow(summarise([played, idle]), widths)
    ]
    expect(new Set(lines.map((line) => line.length)).size).toBe(1)
    expect(lines.map((line) => line.split(/ {2,}/).slice(0, 6))).toEqual([
      ["instance", "orders", "lost", "impossible", "click-to-door", "p90"],
      ["day-1", "1,000", "2", "1", "30.00", "44.0"],
      ["a-very-long-day", "1,000", "1,000", "1", "40.00", "-"],
      ["all 2", "2,000", "1,002", "2", "35.00", "44.0"]
    ])
  })
})
