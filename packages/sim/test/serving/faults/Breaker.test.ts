import { Limits } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { Breaker } from "../../../src/serving/faults/Breaker.ts"

describe("the breaker before a gateway (S108)", () => {
  it("opens after failures in a row, rests, tries one question, and closes with an answer", () => {
    const breaker = new Breaker()
    for (let i = 1; i < Limits.gatewayFailures; i++) breaker.failed(0)
    expect(breaker.mayAsk(0)).toBe(true)
    breaker.answered()
    for (let i = 0; i < Limits.gatewayFailures; i++) {
      expect(breaker.mayAsk(1_000)).toBe(true)
      breaker.failed(1_000)
    }
    expect(breaker.mayAsk(1_000)).toBe(false)
    expect(breaker.mayAsk(999 + Limits.gatewayRestMs)).toBe(false)
    // One is tried; while its answer is not there nobody else is let through.
    expect(breaker.mayAsk(1_000 + Limits.gatewayRestMs)).toBe(true)
    expect(breaker.mayAsk(1_000 + Limits.gatewayRestMs)).toBe(false)
    breaker.failed(20_000)
    expect(breaker.mayAsk(20_000 + Limits.gatewayRestMs)).toBe(true)
    breaker.answered()
    expect(breaker.mayAsk(20_000)).toBe(true)
    expect(breaker.mayAsk(20_000)).toBe(true)
  })
})
