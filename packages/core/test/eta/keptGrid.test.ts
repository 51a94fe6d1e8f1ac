import {
  type Distribution,
  type EtaParts,
  MINUTE_MS,
  deliveryEta,
  justPlaced,
  lognormalOf,
  pickupEta,
  scaled
} from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const part = (median: number): Distribution => scaled(lognormalOf(median, 2 * median), MINUTE_MS)

const partsOf = ([
  accept,
  preparation,
  toRestaurant,
  wait,
  travel,
  handOver
]: ReadonlyArray<Distribution>): EtaParts => {
  const missing = part(1)
  return {
    accept: accept ?? missing,
    preparation: preparation ?? missing,
    toRestaurant: toRestaurant ?? missing,
    wait: wait ?? missing,
    travel: travel ?? missing,
    handOver: handOver ?? missing
  }
}

describe("what is kept of an ETA", () => {
  const medians = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 6, maxLength: 6 })
  const steps = fc.constantFrom(20_000, 30_000, 60_000)

  it("answers as if nothing were kept, whoever shares a part with whom", () => {
    const shared = [1, 4, 9, 16, 25].map((median) => ({ median, kept: part(median) }))
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 6, maxLength: 6 }),
        steps,
        (chosen, stepMs) => {
          const both = chosen.flatMap((i) => shared[i] ?? [])
          const kept = partsOf(both.map(({ kept }) => kept))
          const fresh = partsOf(both.map(({ median }) => part(median)))
          for (const eta of [deliveryEta, pickupEta]) {
            const shares = [0.1, 0.5, 0.9]
            const answers = [kept, kept, fresh].map((parts) => {
              const found = eta(justPlaced(1_000_000), parts, { stepMs })
              return shares.map((p) => found.quantileMs(p))
            })
            expect(answers[0]).toEqual(answers[2])
            expect(answers[1]).toEqual(answers[2])
          }
        }
      ),
      { numRuns: 60 }
    )
  })

  it("does not mistake an order that waits already for one just placed", () => {
    fc.assert(
      fc.property(medians, fc.integer({ min: 1, max: 20 }), (chosen, waited) => {
        const kept = partsOf(chosen.map(part))
        deliveryEta(justPlaced(0), kept, { stepMs: 60_000 })
        const later = { ...justPlaced(0), nowMs: waited * MINUTE_MS }
        const fresh = deliveryEta(later, partsOf(chosen.map(part)), { stepMs: 60_000 })
        expect(deliveryEta(later, kept, { stepMs: 60_000 }).quantileMs(0.5)).toBe(fresh.quantileMs(0.5))
      }),
      { numRuns: 40 }
    )
  })
})
