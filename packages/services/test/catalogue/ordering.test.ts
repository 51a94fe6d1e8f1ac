import { describe, expect, it } from "@effect/vitest"
import { destination, fromOutside, type OrderId, PaymentId } from "@hotbag/core"
import {
  type Actor,
  caseFeed,
  Catalogue,
  Ids,
  memoryCaseStore,
  memoryCatalogueStore,
  memoryOrderReads,
  memoryOutbox,
  memoryTables,
  Orders,
  type OrderWish,
  RestaurantDesk
} from "@hotbag/services"
import { Effect, Layer } from "effect"
import { by, orderIdIn, saved, tell, useCases, wish as soupWish } from "../cases/serverRoom.ts"
import {
  contentOf,
  counted,
  eur,
  iid,
  operator,
  restaurantActor,
  restaurantOf,
  rid,
  roma
} from "./restaurants.ts"

const idsInTurn = Layer.sync(Ids, () => {
  let count = 0
  return { next: Effect.sync(() => `id-${++count}`) }
})

/** The real catalogue and the real engine on the same tables. */
const world = Layer.fresh(
  useCases.pipe(
    Layer.provideMerge(caseFeed),
    Layer.provideMerge(Catalogue.layer),
    Layer.provideMerge(Layer.mergeAll(memoryCaseStore, memoryOutbox, memoryOrderReads, memoryCatalogueStore)),
    Layer.provideMerge(Layer.merge(memoryTables, idsInTurn))
  )
)

const ada: Actor = { role: "customer", subject: "ada" }
const cake = iid("cake")

const wish = (quantity: number): OrderWish => ({
  ...soupWish,
  restaurantId: rid("r1"),
  lines: [{ itemId: cake, quantity }],
  dropoff: destination(roma, 0, 500)
})

const pay = (orderId: OrderId) =>
  tell(
    orderId,
    fromOutside({ _tag: "AuthorisationGranted", paymentId: PaymentId.make(`pay-${orderId}`), funds: "held" })
  )

const opened = Effect.gen(function* () {
  const catalogue = yield* Catalogue
  yield* catalogue.upsertRestaurant(operator, restaurantOf("r1"))
  yield* catalogue.upsertMenu(operator, rid("r1"), contentOf(counted("cake", 400, 3)))
  const orders = yield* Orders
  return {
    catalogue,
    place: (quantity: number) => Effect.map(orders.place(wish(quantity), by(ada)), orderIdIn),
    isSoldOut: Effect.map(catalogue.menu(rid("r1")), ({ unavailable }) => unavailable.includes(cake))
  }
})

describe("orders and the stock of the catalogue (S7)", () => {
  it.effect("take pieces at placement, and refuse what is not left", () =>
    Effect.gen(function* () {
      const { place, isSoldOut } = yield* opened
      const { order } = yield* saved(yield* place(2))
      expect(order).toMatchObject({ restaurantId: "r1", total: eur(1000), deliveryFee: eur(200) })
      expect(yield* Effect.flip(place(2))).toMatchObject({
        _tag: "QuoteRefused",
        rejection: { _tag: "OutOfStock", left: 1 }
      })
      expect(yield* isSoldOut).toBe(false)
      yield* place(1)
      expect(yield* isSoldOut).toBe(true)
    }).pipe(Effect.provide(world))
  )

  it.effect("never sell a piece twice, however many order at once", () =>
    Effect.gen(function* () {
      const { place, isSoldOut } = yield* opened
      const placed = yield* Effect.forEach(Array.from({ length: 8 }), () => Effect.option(place(1)), {
        concurrency: "unbounded"
      })
      expect(placed.filter(({ _tag }) => _tag === "Some")).toHaveLength(3)
      expect(yield* isSoldOut).toBe(true)
    }).pipe(Effect.provide(world))
  )

  it.effect("give pieces back when the order ends before the kitchen began, and not after", () =>
    Effect.gen(function* () {
      const { place, isSoldOut } = yield* opened
      const desk = yield* RestaurantDesk
      const kitchen = by(restaurantActor("r1"))
      const refused = yield* place(3)
      yield* pay(refused)
      expect(yield* isSoldOut).toBe(true)
      yield* desk.reject(refused, "out of flour", kitchen)
      expect(yield* isSoldOut).toBe(false)

      const begun = yield* place(3)
      yield* pay(begun)
      yield* desk.confirm(begun, null, kitchen)
      yield* desk.preparing(begun, kitchen)
      const orders = yield* Orders
      yield* orders.cancel(begun, "changed my mind", by(operator))
      expect((yield* saved(begun)).order.status).toBe("cancelled")
      expect(yield* isSoldOut).toBe(true)
    }).pipe(Effect.provide(world))
  )

  it.effect("are priced as the menu says now, and refused where the restaurant pauses", () =>
    Effect.gen(function* () {
      const { catalogue, place } = yield* opened
      yield* catalogue.upsertMenu(operator, rid("r1"), contentOf(counted("cake", 450, 3)))
      const { order } = yield* saved(yield* place(1))
      expect(order.items).toMatchObject([{ itemId: "cake", unitPrice: eur(450) }])
      yield* catalogue.setStatus(restaurantActor("r1"), rid("r1"), "paused")
      expect(yield* Effect.flip(place(1))).toMatchObject({
        _tag: "QuoteRefused",
        rejection: { _tag: "RestaurantClosed" }
      })
    }).pipe(Effect.provide(world))
  )
})
