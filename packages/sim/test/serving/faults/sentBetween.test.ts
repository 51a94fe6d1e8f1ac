import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sentBetween } from "../../../src/serving/faults/sentBetween.ts"

describe("when something was sent that was committed late", () => {
  it("is asked back from the moment of the commit: every moment in between, and no other", () => {
    const outage = fc.record({
      fromMs: fc.nat(300),
      lastsMs: fc.integer({ min: 1, max: 90 }),
      slowMs: fc.nat(40)
    })
    fc.assert(
      fc.property(fc.array(outage, { maxLength: 4 }), fc.nat(400), (outages, committedMs) => {
        let latest = -Infinity
        const table = new Map<number, number>()
        for (let sentMs = -700; sentMs <= 800; sentMs++) {
          let doneMs = sentMs
          for (const { fromMs, lastsMs, slowMs } of outages) {
            const toMs = fromMs + lastsMs
            if (sentMs < fromMs || sentMs >= toMs) continue
            doneMs = Math.max(doneMs, slowMs === 0 ? toMs : Math.min(toMs, sentMs + slowMs))
          }
          latest = Math.max(latest, doneMs)
          table.set(sentMs, latest)
        }
        const matching = [...table].flatMap(([sentMs, doneMs]) => (doneMs === committedMs ? [sentMs] : []))
        const found = sentBetween((sentMs) => table.get(sentMs) ?? sentMs, committedMs)
        expect(found).toEqual(
          matching.length === 0 ? null : { fromMs: Math.min(...matching), toMs: Math.max(...matching) }
        )
      })
    )
  })
})
