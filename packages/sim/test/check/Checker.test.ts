import { Limits } from "@hotbag/core"
import { expect, it } from "vitest"
import { makeFindings } from "../../src/check/Checker.ts"

it("keeps the first violations and counts the rest (P8)", () => {
  const findings = makeFindings("patience")
  expect(findings.list()).toEqual([])
  for (let atMs = 0; atMs < Limits.violationsKept; atMs++) findings.add("too late", { atMs, order: "o1" })
  expect(findings.list()).toHaveLength(Limits.violationsKept)
  findings.add("too late", { atMs: 1_000 })
  findings.add("too late", { atMs: 2_000, courier: "c1" })
  expect(findings.list()).toHaveLength(Limits.violationsKept + 1)
  expect(findings.list()[0]).toEqual({ checker: "patience", atMs: 0, message: "too late", order: "o1" })
  expect(findings.list().at(-1)).toEqual({ checker: "patience", atMs: 2_000, message: "… and 2 more" })
})
