import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeRunHash } from "../../src/kernel/hash.ts"

const event = fc.tuple(fc.nat(30), fc.nat(), fc.nat(), fc.integer())

describe("run hash", () => {
  it("is the SHA-256 of the history, block borders or not", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 3000 }), (events) => {
        const hash = makeRunHash()
        const oracle = createHash("sha256")
        for (const numbers of events) {
          hash.add(...numbers)
          const bytes = new DataView(new ArrayBuffer(32))
          numbers.forEach((value, i) => bytes.setFloat64(i * 8, value, true))
          oracle.update(new Uint8Array(bytes.buffer))
        }
        expect(hash.digest()).toBe(oracle.digest("hex"))
      }),
      { numRuns: 20 }
    )
  })

  it("goes on after it was asked", () => {
    const asked = makeRunHash()
    asked.add(1, 2, 3, 4)
    asked.digest()
    asked.addText("on")
    const silent = makeRunHash()
    silent.add(1, 2, 3, 4)
    silent.addText("on")
    expect(asked.digest()).toBe(silent.digest())
  })

  it("tells histories apart that differ in one number or in sequence", () => {
    const digestOf = (...events: ReadonlyArray<readonly [number, number, number, number]>) => {
      const hash = makeRunHash()
      for (const numbers of events) hash.add(...numbers)
      return hash.digest()
    }
    expect(digestOf([1, 2, 3, 4])).not.toBe(digestOf([1, 2, 3, 5]))
    expect(digestOf([1, 2, 3, 4], [1, 2, 3, 5])).not.toBe(digestOf([1, 2, 3, 5], [1, 2, 3, 4]))
  })
})
