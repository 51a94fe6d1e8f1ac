import { policyByName, policyNames } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"

describe("policyByName", () => {
  it("knows every policy by its own name", () => {
    expect(policyNames).toEqual(expect.arrayContaining(["nearest", "scored", "assignment"]))
    expect(policyNames.map((name) => policyByName(name)?.name)).toEqual(policyNames)
  })

  it("knows no other", () => {
    expect(policyByName("hungarian")).toBeUndefined()
    expect(policyByName("toString")).toBeUndefined()
  })
})
