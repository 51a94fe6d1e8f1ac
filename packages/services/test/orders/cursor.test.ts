import { OrderId } from "@hotbag/core"
import { cursorPosition, cursorText } from "@hotbag/services"
import { Option } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const ids = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/).map((text) => OrderId.make(text))

describe("a cursor", () => {
  it("comes back as the position it was made of", () => {
    fc.assert(
      fc.property(fc.nat({ max: 4_102_444_800_000 }), ids, (placedAtMs, orderId) => {
        const text = cursorText({ placedAtMs, orderId })
        expect(text).toBe(encodeURIComponent(text))
        expect(cursorPosition(text)).toEqual(Option.some({ placedAtMs, orderId }))
      })
    )
  })

  it("is refused when no list gave it out", () => {
    for (const text of [
      "",
      "~",
      "~order-1",
      "zz",
      "zz~",
      "-5~order-1",
      "zz~../x",
      "ZZ~order-1",
      "1e3~order 1"
    ]) {
      expect(cursorPosition(text), text).toEqual(Option.none())
    }
  })
})
