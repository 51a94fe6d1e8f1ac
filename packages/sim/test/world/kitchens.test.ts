import { at } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { City } from "../../src/world/City.ts"
import { belongingOf } from "../../src/world/Belonging.ts"
import { makeKitchens } from "../../src/world/kitchens.ts"
import { busyDay } from "../check/days.ts"

const ORDERS = 24

/** A city whose order `i` goes to restaurant `shops[i]`. */
const cityOf = (shops: ReadonlyArray<number>, slots: ReadonlyArray<number | null>): City => ({
  ...busyDay.city,
  restaurants: slots.map((kitchenSlots, i) => ({
    ...at(busyDay.city.restaurants, 0),
    id: `r${i}`,
    kitchenSlots
  })),
  orders: shops.map((restaurant, i) => ({ ...at(busyDay.city.orders, 0), id: `o${i}`, restaurant }))
})

/** Every order is written down as it stands; whatever is asked is answered by looking through all of them. */
const makeModel = (city: City) => {
  const stands: Array<"away" | "waits" | "cooks" | "left"> = city.orders.map(() => "away")
  const confirmed: Array<number> = []
  const shopOf = (order: number) => at(city.orders, order).restaurant
  const inShop = (shop: number, as: string) =>
    confirmed.filter((order) => shopOf(order) === shop && stands[order] === as)
  const hasRoom = (shop: number) =>
    inShop(shop, "cooks").length < (at(city.restaurants, shop).kitchenSlots ?? Infinity)
  return {
    stands,
    enter: (order: number): boolean => {
      const starts = hasRoom(shopOf(order))
      stands[order] = starts ? "cooks" : "waits"
      confirmed.push(order)
      return starts
    },
    finish: (order: number): number => {
      stands[order] = "left"
      const next = inShop(shopOf(order), "waits")[0]
      if (next === undefined) return -1
      stands[next] = "cooks"
      return next
    },
    forget: (order: number): void => {
      if (stands[order] === "waits") stands[order] = "left"
    }
  }
}

describe("kitchens", () => {
  it("do what a model does that keeps every order in one long list", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 2 }), { minLength: ORDERS, maxLength: ORDERS }),
        fc.array(fc.constantFrom(null, 1, 2, 3), { minLength: 3, maxLength: 3 }),
        fc.array(fc.record({ what: fc.constantFrom("enter", "enter", "finish", "forget"), pick: fc.nat() }), {
          maxLength: 100,
          size: "max"
        }),
        (shops, slots, steps) => {
          const city = cityOf(shops, slots)
          const kitchens = makeKitchens(city, belongingOf(city))
          const model = makeModel(city)
          const standing = (as: string) => [...shops.keys()].filter((order) => model.stands[order] === as)
          for (const { pick, what } of steps) {
            const from = standing(what === "enter" ? "away" : what === "finish" ? "cooks" : "waits")
            if (what === "forget") {
              // Cancelling what is on the stove, or was never here, is allowed and does nothing.
              const order = pick % 3 === 0 ? pick % ORDERS : (from[pick % from.length] ?? pick % ORDERS)
              kitchens.forget(order)
              model.forget(order)
            }
            const order = from[pick % from.length]
            if (order === undefined) continue
            if (what === "enter") expect(kitchens.enter(order)).toBe(model.enter(order))
            if (what === "finish") expect(kitchens.finish(order)).toBe(model.finish(order))
          }
        }
      )
    )
  })

  it("cook nothing where there is no slot", () => {
    const city = cityOf([0], [0])
    const kitchens = makeKitchens(city, belongingOf(city))
    expect(kitchens.enter(0)).toBe(false)
  })
})
