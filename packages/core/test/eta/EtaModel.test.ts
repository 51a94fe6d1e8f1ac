import {
  type Distribution,
  type EtaParts,
  type EtaState,
  Limits,
  MINUTE_MS,
  SECOND_MS,
  constant,
  deliveryEta,
  etaQuantiles,
  justPlaced,
  lognormal,
  lognormalOf,
  normal,
  pickupEta,
  quoteAtCheckout,
  scaled,
  shifted,
  uniform
} from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

/** A believable city: the shapes of public delivery data. */
const city: EtaParts = {
  accept: scaled(lognormalOf(64, 111), SECOND_MS),
  preparation: scaled(lognormal(2.94, 0.58), MINUTE_MS),
  toRestaurant: scaled(lognormalOf(12, 22), MINUTE_MS),
  wait: scaled(uniform(2, 10), MINUTE_MS),
  travel: scaled(lognormalOf(9, 14), MINUTE_MS),
  handOver: scaled(uniform(2, 5), MINUTE_MS)
}

const at = (minutes: number) => 1_700_000_000_000 + minutes * MINUTE_MS
const placed: EtaState = justPlaced(at(0))

/** A small generator of uniforms for the oracle; a seed for each test, so that it always draws the same. */
const uniforms = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return (((mixed ^ (mixed >>> 16)) >>> 0) + 0.5) / 2 ** 32
  }
}

/**
 * The oracle: plays the delivery many times. What is going on is drawn until a value is longer than it has lasted:
 * conditioning by rejection, which shares nothing with the quotient of CDFs.
 */
const monteCarlo = (state: EtaState, parts: EtaParts, times: number): Float64Array => {
  const u = uniforms(7)
  const remaining = (part: Distribution, sinceMs: number | null) => {
    if (sinceMs === null) return Math.max(0, part.draw(u()))
    for (let tries = 0; tries < 100_000; tries += 1) {
      const leftMs = part.draw(u()) - (state.nowMs - sinceMs)
      if (leftMs > 0) return leftMs
    }
    throw new Error("the state is too unlikely for rejection")
  }
  const readyMs = () => {
    if (state.readyAtMs !== null) return 0
    if (state.acceptedAtMs !== null) return remaining(parts.preparation, state.acceptedAtMs)
    return remaining(parts.accept, state.placedAtMs) + remaining(parts.preparation, null)
  }
  const courierMs = () =>
    state.atRestaurantAtMs !== null ? 0 : remaining(parts.toRestaurant, state.setOutAtMs)
  const play = () => {
    if (state.atCustomerAtMs !== null) return remaining(parts.handOver, state.atCustomerAtMs)
    if (state.pickedUpAtMs !== null) {
      return remaining(parts.travel, state.pickedUpAtMs) + remaining(parts.handOver, null)
    }
    const bothAtMs =
      state.readyAtMs !== null && state.atRestaurantAtMs !== null
        ? Math.max(state.readyAtMs, state.atRestaurantAtMs)
        : null
    const pickupMs = Math.max(readyMs(), courierMs()) + remaining(parts.wait, bothAtMs)
    return pickupMs + remaining(parts.travel, null) + remaining(parts.handOver, null)
  }
  return Float64Array.from({ length: times }, play).sort()
}

const SHARES = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]

const states: ReadonlyArray<readonly [name: string, state: EtaState]> = [
  ["just placed", placed],
  ["not accepted for two minutes", { ...placed, nowMs: at(2) }],
  ["preparing for 25 minutes, no courier", { ...placed, nowMs: at(26), acceptedAtMs: at(1) }],
  [
    "preparing for 10 minutes, courier waiting",
    { ...placed, nowMs: at(11), acceptedAtMs: at(1), setOutAtMs: at(2), atRestaurantAtMs: at(9) }
  ],
  [
    "ready, courier 15 minutes on the way",
    { ...placed, nowMs: at(20), acceptedAtMs: at(1), readyAtMs: at(18), setOutAtMs: at(5) }
  ],
  [
    "ready, courier there",
    {
      ...placed,
      nowMs: at(22),
      acceptedAtMs: at(1),
      readyAtMs: at(18),
      setOutAtMs: at(5),
      atRestaurantAtMs: at(19)
    }
  ],
  ["picked up 8 minutes ago", { ...placed, nowMs: at(30), pickedUpAtMs: at(22) }],
  ["at the door for a minute", { ...placed, nowMs: at(33), pickedUpAtMs: at(22), atCustomerAtMs: at(32) }]
]

describe("deliveryEta", () => {
  it.each(states)("has the quantiles of playing it 100,000 times: %s", (_, state) => {
    const times = 100_000
    const draws = monteCarlo(state, city, times)
    const quantiles = etaQuantiles(state, city, SHARES)
    SHARES.forEach((p, i) => {
      const quantileMs = (quantiles[i] ?? NaN) - state.nowMs
      const share = draws.filter((draw) => draw <= quantileMs).length / times
      // Four standard errors of the oracle, and what a tenth of a step can hold of the mass.
      expect(Math.abs(share - p), `p${p * 100} is p${share * 100}`).toBeLessThanOrEqual(
        4 * Math.sqrt((p * (1 - p)) / times) + 0.001
      )
    })
    const meanMs = draws.reduce((sum, draw) => sum + draw, 0) / times
    expect(Math.abs(deliveryEta(state, city).meanMs - state.nowMs - meanMs)).toBeLessThan(10 * SECOND_MS)
  })

  it("comes within half a second of a finer lattice", () => {
    const coarse = etaQuantiles(placed, city, SHARES)
    const fine = etaQuantiles(placed, city, SHARES, { stepMs: 4 * SECOND_MS })
    SHARES.forEach((_, i) => expect(Math.abs((coarse[i] ?? NaN) - (fine[i] ?? NaN))).toBeLessThan(500))
  })

  it("is a fact once the order is dropped off", () => {
    const eta = deliveryEta({ ...placed, nowMs: at(50), droppedOffAtMs: at(41) }, city)
    expect([eta.quantileMs(0.01), eta.meanMs, eta.quantileMs(0.99)]).toEqual([at(41), at(41), at(41)])
    expect(eta.probabilityBy(at(41))).toBe(1)
    expect(eta.probabilityBy(at(41) - 1)).toBe(0)
  })

  it("adds constants exactly, and takes the later of kitchen and courier", () => {
    const constants: EtaParts = {
      accept: constant(61_003),
      preparation: constant(600_007),
      toRestaurant: constant(700_001),
      wait: constant(11),
      travel: constant(300_017),
      handOver: constant(120_000)
    }
    const expected = 700_001 + 11 + 300_017 + 120_000
    for (const p of SHARES) expect(deliveryEta(placed, constants).quantileMs(p)).toBe(placed.nowMs + expected)
    expect(pickupEta(placed, constants).meanMs).toBe(placed.nowMs + 700_012)
    const preparing = { ...placed, nowMs: at(3), acceptedAtMs: at(1), atRestaurantAtMs: at(2) }
    expect(pickupEta(preparing, constants).meanMs).toBe(at(1) + 600_007 + 11)
  })

  it("is never before what is certain, not even by a fraction of a step", () => {
    const parts = { ...city, toRestaurant: constant(30 * MINUTE_MS), wait: constant(0) }
    const eta = pickupEta(placed, parts)
    expect(eta.quantileMs(0.001)).toBe(at(30))
    expect(eta.quantileMs(0.1)).toBeGreaterThanOrEqual(at(30))
    expect(eta.quantileMs(0.9)).toBeGreaterThan(at(31))
  })

  it("knows the pickup, and that it has happened", () => {
    const eta = pickupEta(placed, city)
    expect(eta.quantileMs(0.5)).toBeLessThan(deliveryEta(placed, city).quantileMs(0.5))
    expect(pickupEta({ ...placed, nowMs: at(30), pickedUpAtMs: at(22) }, city).quantileMs(0.9)).toBe(at(22))
  })

  it("stays sane when a part is overdue beyond belief", () => {
    const leftMs = (minutes: number, parts: EtaParts) => {
      const state = { ...placed, nowMs: at(minutes), acceptedAtMs: at(0), atRestaurantAtMs: at(0) }
      return pickupEta(state, parts).quantileMs(0.5) - state.nowMs
    }
    // Nothing is known further out than one in a million: the kitchen is believed to be still at it.
    expect(leftMs(1_000, city)).toBe(leftMs(10_000, city))
    expect(leftMs(10_000, city)).toBeGreaterThan(leftMs(0, { ...city, preparation: constant(MINUTE_MS) }))
    // A bounded part that is over time ends now.
    const atDoor = deliveryEta({ ...placed, nowMs: at(60), atCustomerAtMs: at(40) }, city)
    expect(atDoor.quantileMs(0.99)).toBeLessThanOrEqual(at(60) + SECOND_MS)
  })

  it("counts negative values of a part as nothing", () => {
    const travel = normal(2 * MINUTE_MS, 4 * MINUTE_MS)
    const parts = { ...city, wait: normal(-9 * MINUTE_MS, MINUTE_MS), travel }
    const draws = monteCarlo(placed, parts, 50_000)
    const medianMs = deliveryEta(placed, parts).quantileMs(0.5) - placed.nowMs
    expect(draws.filter((ms) => ms <= medianMs).length / draws.length).toBeCloseTo(0.5, 2)
  })

  it("holds what lies beyond its lattice in the last step, and keeps the rest", () => {
    const stepMs = SECOND_MS
    const endMs = 2 * Limits.etaCells * stepMs
    const early = { ...city, preparation: scaled(lognormal(2, 0.2), MINUTE_MS) }
    const parts = { ...early, travel: uniform(0, endMs) }
    const eta = deliveryEta(placed, parts, { stepMs })
    const [low, high] = [eta.quantileMs(0.3), eta.quantileMs(0.9)]
    const [exact] = etaQuantiles(placed, parts, [0.3])
    expect(Math.abs(low - (exact ?? NaN))).toBeLessThan(SECOND_MS)
    expect(high - placed.nowMs).toBeGreaterThan((Limits.etaCells - 1) * stepMs)
    expect(high - placed.nowMs).toBeLessThan(endMs)
    // Half of the travel lies beyond the end and counts as just that: the mean is about three quarters of it.
    const share = (eta.meanMs - placed.nowMs) / (Limits.etaCells * stepMs)
    expect(share).toBeGreaterThan(0.75)
    expect(share).toBeLessThan(1)
  })

  it("refuses shares that are none, and steps that go nowhere", () => {
    expect(() => deliveryEta(placed, city).quantileMs(0)).toThrow(/share/)
    expect(() => deliveryEta(placed, city).quantileMs(1)).toThrow(/share/)
    expect(() => deliveryEta(placed, city, { stepMs: 0 })).toThrow(/step/)
  })
})

const minutes = (max: number) => fc.integer({ min: 1, max }).map((value) => value * MINUTE_MS)

const part: fc.Arbitrary<Distribution> = fc.oneof(
  fc.integer({ min: 0, max: 1_800_000 }).map(constant),
  fc
    .tuple(fc.integer({ min: 0, max: 600_000 }), minutes(20))
    .map(([min, width]) => uniform(min, min + width)),
  fc
    .tuple(fc.integer({ min: 60_000, max: 1_500_000 }), fc.double({ min: 1.1, max: 2.5, noNaN: true }))
    .map(([median, ratio]) => lognormalOf(median, median * ratio)),
  fc.tuple(minutes(20), minutes(5)).map(([mean, sd]) => normal(mean, sd))
)

const parts: fc.Arbitrary<EtaParts> = fc.record({
  accept: part,
  preparation: part,
  toRestaurant: part,
  wait: part,
  travel: part,
  handOver: part
})

const state: fc.Arbitrary<EtaState> = fc
  .tuple(
    fc.constantFrom(
      "placedAtMs",
      "acceptedAtMs",
      "readyAtMs",
      "setOutAtMs",
      "atRestaurantAtMs",
      "pickedUpAtMs",
      "atCustomerAtMs"
    ),
    fc.integer({ min: 0, max: 1_800_000 })
  )
  .map(([reached, elapsedMs]) => ({ ...placed, [reached]: placed.nowMs, nowMs: placed.nowMs + elapsedMs }))

const share = fc.double({ min: 0.001, max: 0.999, noNaN: true })
const stepMs = 30 * SECOND_MS
const laws = { numRuns: 60 }

describe("laws of an ETA", () => {
  it("quantiles never fall as p grows, never lie in the past, and the probability inverts them", () => {
    fc.assert(
      fc.property(state, parts, fc.array(share, { minLength: 2, maxLength: 8 }), (state, parts, shares) => {
        const sorted = [...shares].sort((a, b) => a - b)
        const eta = deliveryEta(state, parts, { stepMs })
        const quantiles = sorted.map((p) => eta.quantileMs(p))
        expect(quantiles).toEqual([...quantiles].sort((a, b) => a - b))
        expect(quantiles[0]).toBeGreaterThanOrEqual(state.nowMs)
        sorted.forEach((p, i) =>
          expect(eta.probabilityBy((quantiles[i] ?? NaN) + 1)).toBeGreaterThanOrEqual(p - 1e-9)
        )
      }),
      laws
    )
  })

  it("everything later by a time makes the ETA later by that time", () => {
    fc.assert(
      fc.property(state, parts, fc.integer({ min: -1e9, max: 1e9 }), share, (state, parts, byMs, p) => {
        const later = (atMs: number | null) => (atMs === null ? null : atMs + byMs)
        const moved: EtaState = {
          nowMs: state.nowMs + byMs,
          placedAtMs: state.placedAtMs + byMs,
          acceptedAtMs: later(state.acceptedAtMs),
          readyAtMs: later(state.readyAtMs),
          setOutAtMs: later(state.setOutAtMs),
          atRestaurantAtMs: later(state.atRestaurantAtMs),
          pickedUpAtMs: later(state.pickedUpAtMs),
          atCustomerAtMs: later(state.atCustomerAtMs),
          droppedOffAtMs: later(state.droppedOffAtMs)
        }
        const [before] = etaQuantiles(state, parts, [p], { stepMs })
        expect(etaQuantiles(moved, parts, [p], { stepMs })).toEqual([(before ?? NaN) + byMs])
      }),
      laws
    )
  })

  it("a longer hand-over shifts the ETA by just that, whatever the step", () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 900_000 }), share, (parts, byMs, p) => {
        const [before] = etaQuantiles(placed, { ...parts, handOver: constant(60_000) }, [p], { stepMs })
        const [after] = etaQuantiles(placed, { ...parts, handOver: constant(60_000 + byMs) }, [p], { stepMs })
        // One millisecond for the rounding to whole ones.
        expect(Math.abs((after ?? NaN) - (before ?? NaN) - byMs)).toBeLessThanOrEqual(1)
      }),
      laws
    )
  })

  it("adding a part after the pickup never makes it earlier", () => {
    fc.assert(
      fc.property(state, parts, share, (state, parts, p) => {
        const [without] = etaQuantiles(state, { ...parts, handOver: constant(0) }, [p], { stepMs })
        const [added] = etaQuantiles(state, parts, [p], { stepMs })
        if (state.atCustomerAtMs === null) expect(added).toBeGreaterThanOrEqual((without ?? NaN) - 1)
      }),
      laws
    )
  })

  it("adding a part before the pickup never makes it earlier, to a step", () => {
    fc.assert(
      fc.property(parts, share, fc.constantFrom("accept", "toRestaurant"), (parts, p, name) => {
        const [without] = etaQuantiles(placed, { ...parts, [name]: constant(0) }, [p], { stepMs })
        const [added] = etaQuantiles(placed, parts, [p], { stepMs })
        expect(added).toBeGreaterThanOrEqual((without ?? NaN) - stepMs)
      }),
      laws
    )
  })

  it("is never further off than four steps", () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(0.1, 0.5, 0.9), (parts, p) => {
        const fine = etaQuantiles(placed, parts, [p], { stepMs: 5 * SECOND_MS })
        const coarse = etaQuantiles(placed, parts, [p], { stepMs: 60 * SECOND_MS })
        expect(Math.abs((fine[0] ?? NaN) - (coarse[0] ?? NaN))).toBeLessThanOrEqual(4 * 65 * SECOND_MS)
      }),
      { numRuns: 20 }
    )
  })
})

describe("quoteAtCheckout (S17)", () => {
  it("promises a quantile of the whole, rounded up to five minutes", () => {
    const quote = quoteAtCheckout(at(0), city)
    const [p50, p90] = etaQuantiles(placed, city, [0.5, 0.9])
    expect(quote.likelyAtMs).toBe(p50)
    expect((quote.promisedAtMs - at(0)) % (5 * MINUTE_MS)).toBe(0)
    expect(quote.promisedAtMs).toBeGreaterThanOrEqual(p90 ?? NaN)
    expect(quote.promisedAtMs).toBeLessThan((p90 ?? NaN) + 5 * MINUTE_MS)
  })

  it("promises later when more promises are to be kept", () => {
    const kept = [0.5, 0.8, 0.95].map(
      (kept) => quoteAtCheckout(at(0), city, { kept, roundUpToMs: 1 }).promisedAtMs
    )
    expect(kept).toEqual([...kept].sort((a, b) => a - b))
    expect(new Set(kept).size).toBe(3)
  })

  it("moves with the parts: a part longer by ten minutes is a promise later by ten minutes", () => {
    const slower = { ...city, travel: shifted(city.travel, 10 * MINUTE_MS) }
    const options = { roundUpToMs: 1 }
    const laterMs =
      quoteAtCheckout(at(0), slower, options).promisedAtMs -
      quoteAtCheckout(at(0), city, options).promisedAtMs
    expect(Math.abs(laterMs - 10 * MINUTE_MS)).toBeLessThanOrEqual(1)
  })
})
