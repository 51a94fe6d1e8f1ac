import { CardFreeText, holdsCardNumber } from "@hotbag/core"
import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

/** Numbers that the card schemes publish for tests, of 13 to 19 digits. */
const testCards = [
  "4111111111111111",
  "4012888888881881",
  "4222222222222",
  "5555555555554444",
  "5105105105105100",
  "378282246310005",
  "6011111111111117",
  "3530111333300000",
  "30569309025904",
  "6304000000000000",
  "6771798021000008",
  "4000000000000000006"
]

describe("card numbers (S132)", () => {
  it.each(testCards)("%s is found alone, in groups, and amid text", (card) => {
    const inFours = card.match(/\d{1,4}/g) ?? []
    for (const separator of [" ", "-", "  ", " - ", ".", "\u00a0", "\u2011", "/"]) {
      const text = inFours.join(separator.length === 3 ? "--" : separator)
      for (const written of [text, `pay with ${text}, please`, `card:${text}x`, `flat 12 ${text} ring 3`]) {
        expect(holdsCardNumber(written), written).toBe(true)
      }
    }
    expect(holdsCardNumber(card.split("").join(" ")), "digit by digit").toBe(true)
    expect(
      holdsCardNumber(card.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))))
    ).toBe(true)
  })

  it.each([
    "",
    "tok_ok",
    "4111111111111112",
    "411111111111",
    "00000000000000000",
    "41111111111111111111",
    "019329ac-1111-7111-8111-111111111111",
    "+37 82 822 463 10005",
    "+12 345 678 901 237",
    "ring twice, flat 4, door code 1234",
    "2026-11-22T15:23:31.120Z",
    "52.520008, 13.404954"
  ])("%j holds none", (text) => {
    expect(holdsCardNumber(text)).toBe(false)
  })

  it("are found wherever the check digit is right, and nowhere else", () => {
    const digits = fc.string({
      unit: fc.constantFrom(..."123456789".split("")),
      minLength: 12,
      maxLength: 18
    })
    fc.assert(
      fc.property(digits, (payload) => {
        const fits = "0123456789".split("").filter((check) => holdsCardNumber(payload + check))
        // Longer text may hold nothing shorter: one unbroken run of digits is one number.
        expect(fits).toHaveLength(1)
      })
    )
  })

  it("are looked for in linear time", () => {
    for (const text of [
      "1".repeat(100_000),
      "1 ".repeat(50_000),
      "+1".repeat(50_000),
      "1-1 ".repeat(25_000)
    ]) {
      expect(typeof holdsCardNumber(text)).toBe("boolean")
    }
  })

  it("are refused at the border", () => {
    const read = Schema.decodeUnknownResult(CardFreeText)
    expect(read("no onions")._tag).toBe("Success")
    expect(read("4111 1111 1111 1111")._tag).toBe("Failure")
  })
})
