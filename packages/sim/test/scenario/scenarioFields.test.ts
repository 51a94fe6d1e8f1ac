import { describe, expect, it } from "vitest"
import { DISTURBANCE_KINDS } from "../../src/scenario/disturbance/Disturbance.ts"
import { scenarioFields } from "../../src/scenario/scenarioFields.ts"

describe("the fields of a scenario, as documented", () => {
  const fields = scenarioFields()
  const paths = fields.map(({ path }) => path)

  it("are all there, each once, with default and unit", () => {
    expect(new Set(paths).size).toBe(paths.length)
    for (const path of [
      "name",
      "regions[].places[].cell",
      "demand.distance.p90M",
      "demand.patience.customerAfterMs"
    ])
      expect(paths).toContain(path)
    for (const kind of DISTURBANCE_KINDS) expect(paths).toContain(`disturbances[${kind}].kind`)
    expect(fields.find(({ path }) => path === "disturbances[rain].speeds.bicycle")).toEqual({
      path: "disturbances[rain].speeds.bicycle",
      type: "number, 0.05 to 1",
      default: "0.8",
      description: "By bicycle."
    })
    expect(fields.find(({ path }) => path === "name")?.default).toBeNull()
    for (const { description, path } of fields) {
      expect(description, path).not.toBe("")
      if (path.endsWith("Ms")) expect(description, path).toMatch(/\bms\b/)
    }
  })
})
