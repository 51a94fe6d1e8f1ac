import { WatchEvent } from "@hotbag/api"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"

describe("the events of watching live", () => {
  it("stand in the table of the documentation, every one and no other (S41)", () => {
    const doc = readFileSync(new URL("../../../../docs/watching.md", import.meta.url), "utf8")
    const table = /\| event \| \|\n((?:\|.*\n)+)/.exec(doc)?.[1] ?? ""
    const named = table.split("\n").flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([a-z-]+)`/g)])
    expect(named).toHaveLength(WatchEvent.literals.length)
    expect(new Set(named.map(([, event]) => event))).toEqual(new Set(WatchEvent.literals))
  })
})
