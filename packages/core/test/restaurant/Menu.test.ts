import { Result, Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  isOfferedAt,
  Limits,
  type Menu,
  MenuContent,
  MenuItem,
  MenuItemId,
  menuETag,
  stocksSetBy,
  upsertMenu
} from "@hotbag/core"
import { eur, itemOf, menuOf, trattoria } from "./restaurants.ts"

const written = (previous: Menu | null, content: MenuContent, atMs = 5): Menu =>
  Result.getOrThrow(upsertMenu(previous, trattoria, content, atMs))

const refusal = (content: MenuContent) => {
  const result = upsertMenu(null, trattoria, content, 0)
  return Result.isFailure(result) ? result.failure._tag : null
}

describe("upsertMenu (S3)", () => {
  const pizza = itemOf("pizza", 900)
  const counted = itemOf("cake", 400, { availability: { _tag: "Stock", stock: 6 } })

  it("begins with version 1, keeps it for the same content, and goes on for another", () => {
    const first = written(null, menuOf(pizza))
    expect(first).toMatchObject({ version: 1, changedAtMs: 5, restaurantId: "r1" })
    expect(written(first, menuOf({ ...pizza }), 9)).toBe(first)
    const second = written(first, menuOf({ ...pizza, price: eur(950) }), 9)
    expect(second).toMatchObject({ version: 2, changedAtMs: 9 })
    expect(written(second, menuOf(pizza)).version).toBe(3)
  })

  it("calls every change a change, and every order of fields the same", () => {
    const item = fc.record({
      id: fc.constantFrom("a", "b", "c").map((id) => MenuItemId.make(id)),
      name: fc.constantFrom("Soup", "Stew"),
      description: fc.constantFrom("", "hot"),
      price: fc.constantFrom(0, 100, 200).map(eur),
      imageUrl: fc.constantFrom(null, "https://img.example/1.png"),
      availability: fc.constantFrom<MenuItem["availability"]>(
        { _tag: "Always" },
        { _tag: "Stock", stock: 0 },
        { _tag: "Windows", weekly: [] },
        { _tag: "Windows", weekly: [{ weekday: "monday", openMinute: 0, closeMinute: 60 }] }
      )
    })
    const content = fc
      .uniqueArray(item, { selector: ({ id }) => id, maxLength: 3 })
      .map((items): MenuContent => ({ sections: [{ name: "All", items }] }))
    const reversed = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reversed)
        : typeof value === "object" && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, field]) => [key, reversed(field)])
            )
          : value
    fc.assert(
      fc.property(content, content, (left, right) => {
        const first = written(null, left)
        const isSame = JSON.stringify(left) === JSON.stringify(right)
        expect(written(first, right).version).toBe(isSame ? 1 : 2)
        expect(written(first, Schema.decodeUnknownSync(MenuContent)(reversed(left)))).toBe(first)
      })
    )
  })

  it("refuses an item twice, a foreign currency and a menu without end", () => {
    expect(refusal(menuOf(pizza, pizza))).toBe("MenuItemTwice")
    expect(refusal(menuOf({ ...pizza, price: { amountMinor: 5, currency: "USD" } }))).toBe(
      "MenuCurrencyWrong"
    )
    const many = Array.from({ length: Limits.menuItems + 1 }, (_, i) => itemOf(`i${i}`, 1))
    expect(refusal(menuOf(...many))).toBe("MenuTooLong")
    expect(refusal(menuOf(...many.slice(1)))).toBeNull()
    expect(Schema.is(MenuItem)({ ...pizza, price: eur(-1) })).toBe(false)
    expect(Schema.is(MenuItem)({ ...pizza, name: "" })).toBe(false)
    for (const text of ["a\u0000b", "half \ud83c of a pair"]) {
      expect(Schema.is(MenuItem)({ ...pizza, name: text })).toBe(false)
      expect(Schema.is(MenuItem)({ ...pizza, description: text })).toBe(false)
    }
    expect(Schema.is(MenuItem)({ ...pizza, description: "whole 🍕, two\nlines" })).toBe(true)
  })

  it("sets the counts that are new or different, and never gives back what was sold", () => {
    const first = written(null, menuOf(pizza, counted))
    expect(stocksSetBy(null, first)).toEqual([{ itemId: "cake", left: 6 }])
    const second = written(first, menuOf(itemOf("pizza", 1000), counted))
    expect(stocksSetBy(first, second)).toEqual([])
    const more = { ...counted, availability: { _tag: "Stock", stock: 9 } } as const
    expect(stocksSetBy(second, written(second, menuOf(pizza, more)))).toEqual([{ itemId: "cake", left: 9 }])
  })
})

describe("menuETag (S2)", () => {
  const menu = menuOf(itemOf("a", 1))
  const sold = (...ids: ReadonlyArray<string>) => ids.map((id) => MenuItemId.make(id))

  it("follows the restaurant, the version and what is sold out, in any sequence", () => {
    expect(menuETag(menu, [])).toBe('"r1.1"')
    expect(menuETag({ ...menu, version: 2 }, [])).toBe('"r1.2"')
    expect(menuETag(menu, sold("a", "b"))).toBe(menuETag(menu, sold("b", "a")))
    expect(new Set([[], ["a"], ["b"], ["a", "b"]].map((ids) => menuETag(menu, sold(...ids)))).size).toBe(4)
  })
})

describe("isOfferedAt (S55)", () => {
  it("keeps to the windows of the restaurant's zone", () => {
    const breakfast = itemOf("b", 1, {
      availability: { _tag: "Windows", weekly: [{ weekday: "monday", openMinute: 420, closeMinute: 660 }] }
    })
    const at = (text: string) => isOfferedAt(breakfast, "Europe/Rome", Date.parse(text))
    expect(at("2026-11-23T07:00+01:00")).toBe(true)
    expect(at("2026-11-23T11:00+01:00")).toBe(false)
    expect(isOfferedAt(itemOf("a", 1), "Europe/Rome", 0)).toBe(true)
  })
})
