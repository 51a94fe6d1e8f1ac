import { Sli, Slo, isGood } from "@hotbag/core"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"

const latency = Schema.decodeSync(Sli)({
  kind: "latency",
  name: "placement",
  description: "order placement under 200 ms (S123)",
  thresholdMs: 200
})
const outcome = Schema.decodeSync(Sli)({ kind: "outcome", name: "available", description: "non-5xx (S125)" })

describe("Sli", () => {
  it("counts an event as good below the threshold, not at it", () => {
    expect(isGood(latency, { ok: true, durationMs: 199.9 })).toBe(true)
    expect(isGood(latency, { ok: true, durationMs: 200 })).toBe(false)
  })

  it("never counts a failure as good, however fast it failed", () => {
    expect(isGood(latency, { ok: false, durationMs: 1 })).toBe(false)
    expect(isGood(outcome, { ok: false, durationMs: 1 })).toBe(false)
    expect(isGood(outcome, { ok: true, durationMs: 1e9 })).toBe(true)
  })
})

describe("Slo", () => {
  const slo = { name: "placement", description: "placed under 200 ms", objective: 0.95, windowMs: 86_400_000 }

  it("takes objectives strictly between 0 and 1", () => {
    expect(Result.isSuccess(Schema.decodeResult(Slo)(slo))).toBe(true)
    for (const objective of [0, 1, -0.1, 1.5, NaN]) {
      expect(Result.isSuccess(Schema.decodeResult(Slo)({ ...slo, objective }))).toBe(false)
    }
  })

  it("takes windows of whole, positive milliseconds", () => {
    for (const windowMs of [0, -1, 0.5, Infinity]) {
      expect(Result.isSuccess(Schema.decodeResult(Slo)({ ...slo, windowMs }))).toBe(false)
    }
  })
})
