import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { orderStatusWords } from "@hotbag/core"
import { etaOf, instantText, liveEtaOf, OrderStatusField } from "../../src/index.ts"
import { InstantMs } from "../../src/wire/Instant.ts"

describe("an ETA (C6)", () => {
  it("has four names for one moment", () => {
    expect(etaOf(1_000_000 + 27 * 60_000, 1_000_000)).toEqual({
      promisedAt: instantText(1_000_000 + 27 * 60_000),
      etaSeconds: 1_620,
      estimatedTime: 27,
      estimatedDeliveryTime: 27,
      eta: 27
    })
  })

  it("S16: is what is known now, and says so; the promise stays beside it", () => {
    const live = { p10AtMs: 1_100_000, p50AtMs: 1_300_000, p90AtMs: 1_600_000 }
    expect(liveEtaOf(1_030_000, live, 1_000_000)).toEqual({
      promisedAt: instantText(1_030_000),
      etaFrom: "live",
      etaSeconds: 300,
      estimatedTime: 5,
      estimatedDeliveryTime: 5,
      eta: 5,
      etaEarly: instantText(1_100_000),
      etaLate: instantText(1_600_000)
    })
    expect(liveEtaOf(1_030_000, null, 1_000_000)).toEqual({
      ...etaOf(1_030_000, 1_000_000),
      etaFrom: "promise",
      etaEarly: null,
      etaLate: null
    })
  })

  it("never promises too much, and never goes below nothing", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 1e9 }), (promised, now) => {
        const { etaSeconds, eta } = etaOf(promised, now)
        expect(etaSeconds * 1_000).toBeGreaterThanOrEqual(promised - now)
        expect(eta * 60).toBeGreaterThanOrEqual(etaSeconds)
        expect(etaSeconds).toBeGreaterThanOrEqual(0)
      })
    )
  })
})

describe("a moment on the wire (C29)", () => {
  const decode = Schema.decodeUnknownResult(InstantMs)

  it("comes back as it went", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (atMs) => {
        expect(Result.getOrThrow(decode(instantText(atMs)))).toBe(atMs)
      })
    )
  })

  it.each([
    "",
    "yesterday",
    "2026-11-22",
    "2026-11-22T19:30:00",
    "2026-13-01T00:00:00Z",
    1_700_000_000_000,
    null
  ])("refuses %j", (text) => {
    expect(Result.isFailure(decode(text))).toBe(true)
  })
})

it("knows every word that an order's status is written with (C14)", () => {
  expect(Object.values(orderStatusWords).map(({ field }) => field)).toEqual(OrderStatusField.literals)
})
