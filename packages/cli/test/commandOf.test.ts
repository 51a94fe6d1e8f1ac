import { execFileSync } from "node:child_process"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { commandOf } from "../src/commandOf.ts"

const DEFAULTS = { ordersX: "1", serving: true }

describe("the command that plays a run again", () => {
  it("names what decides the run, and neither defaults nor how it was shown", () => {
    const options = { policy: "nearest", seed: "7", ordersX: "1", serving: true, out: "run", json: true }
    expect(commandOf("metro-launch", options, DEFAULTS)).toBe(
      "hotbag simulate metro-launch --policy nearest --seed 7"
    )
    const more = { ordersX: "3", serving: false, with: ["rain-at-seven", "courier-strike"] }
    expect(commandOf("", { ...more, trace: undefined }, DEFAULTS)).toBe(
      "hotbag simulate --orders-x 3 --no-serving --with rain-at-seven --with courier-strike"
    )
  })

  it("quotes what a shell would take apart", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", " ", "'", '"', "$", "`", "\\", ";", "é"),
      minLength: 1
    })
    fc.assert(
      fc.property(text, (trace) => {
        const command = commandOf("", { trace }, DEFAULTS).replace("hotbag simulate", "printf '%s|'")
        expect(execFileSync("sh", ["-c", command], { encoding: "utf8" })).toBe(`--trace|${trace}|`)
      }),
      { numRuns: 30 }
    )
  })
})
