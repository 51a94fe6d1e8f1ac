import { InvariantViolation, Limits, OrderId, uuidV7, UUID_RANDOM_BYTES } from "@hotbag/core"
import { Result, Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const isOrderId = (text: string) => Result.isSuccess(Schema.decodeUnknownResult(OrderId)(text))
const randomBytes = fc.uint8Array({ minLength: UUID_RANDOM_BYTES, maxLength: UUID_RANDOM_BYTES })
const moment = fc.integer({ min: 0, max: 2 ** 48 - 1 })

describe("ids", () => {
  it.each(["o1", "A12345", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "a.b_c~d-e", "x".repeat(Limits.idLength)])(
    "take %s",
    (text) => {
      expect(isOrderId(text)).toBe(true)
    }
  )

  it.each(["", ".", "..", "-a", "a b", "a/b", "a%20b", "ä", "a\n", "x".repeat(Limits.idLength + 1)])(
    "refuse %j",
    (text) => {
      expect(isOrderId(text)).toBe(false)
    }
  )

  it("stand in a URL as they are", () => {
    const unit = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(..."aZ09-_.~".split("")) },
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 })
    )
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 20 }), (text) => {
        if (isOrderId(text)) expect(encodeURIComponent(text)).toBe(text)
        else expect(text).not.toMatch(/^[A-Za-z0-9]+$/)
      })
    )
  })
})

describe("uuidV7", () => {
  it("makes the example of RFC 9562, appendix A.6", () => {
    const random = Uint8Array.from([0xcc, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
    expect(uuidV7(0x017f22e279b0, random)).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
  })

  it("marks version and variant, is an id, and reads the time back", () => {
    fc.assert(
      fc.property(moment, randomBytes, (atMs, random) => {
        const uuid = uuidV7(atMs, random)
        expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(isOrderId(uuid)).toBe(true)
        expect(Number.parseInt(uuid.replaceAll("-", "").slice(0, 12), 16)).toBe(atMs)
      })
    )
  })

  it("sorts by time", () => {
    fc.assert(
      fc.property(moment, moment, randomBytes, randomBytes, (a, b, left, right) => {
        fc.pre(a < b)
        expect(uuidV7(a, left) < uuidV7(b, right)).toBe(true)
      })
    )
  })

  it("refuses what is out of shape", () => {
    const random = new Uint8Array(UUID_RANDOM_BYTES)
    for (const atMs of [-1, 0.5, 2 ** 48, Number.NaN]) {
      expect(() => uuidV7(atMs, random)).toThrow(InvariantViolation)
    }
    expect(() => uuidV7(0, new Uint8Array(9))).toThrow(InvariantViolation)
  })
})
