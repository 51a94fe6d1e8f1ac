import { InvariantViolation, transitionTable } from "@hotbag/core"
import { describe, expect, it } from "vitest"

type Light = "red" | "green"

describe("transitionTable", () => {
  const rule = { command: "switch", description: "The light changes." } as const
  const table = transitionTable<Light, "switch" | "look", "Switched">([
    { ...rule, from: ["red"], events: ["Switched"], to: "green", requires: ["requirePower"] },
    { ...rule, from: ["green"], events: ["Switched"], to: "red" },
    { from: ["red", "green"], command: "look", events: [], to: "stays", description: "Nothing happens." }
  ])

  it("finds the cell of a status and a command", () => {
    expect(table.find("red", "switch")).toMatchObject({ to: "green", requires: ["requirePower"] })
    expect(table.find("green", "look")).toMatchObject({ to: "green", events: [], requires: [] })
  })

  it("knows where a command does something", () => {
    expect(table.statusesFor("switch")).toEqual(["red", "green"])
    expect(table.statusesFor("look")).toEqual([])
  })

  it("refuses two rules for one cell", () => {
    const twice = { ...rule, from: ["red"], events: ["Switched"], to: "green" } as const
    expect(() => transitionTable<Light, "switch", "Switched">([twice, twice])).toThrow(InvariantViolation)
  })
})
