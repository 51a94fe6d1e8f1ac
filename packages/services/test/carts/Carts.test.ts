import { describe, expect, it } from "@effect/vitest"
import { destination, Limits } from "@hotbag/core"
import { Effect, Layer, Option } from "effect"
import { TestClock } from "effect/testing"
import {
  type Actor,
  Carts,
  CartStore,
  Catalogue,
  memoryCartStore,
  memoryCatalogueStore,
  memoryTables
} from "../../src/index.ts"
import {
  contentOf,
  counted,
  eur,
  iid,
  itemOf,
  operator,
  restaurantOf,
  rid,
  roma
} from "../catalogue/restaurants.ts"

const world = Layer.fresh(
  Carts.layer.pipe(
    Layer.provideMerge(Catalogue.layer),
    Layer.provideMerge(Layer.provide(memoryCatalogueStore, memoryTables)),
    Layer.provideMerge(Layer.provide(memoryCartStore, memoryTables))
  )
)

const ada: Actor = { role: "customer", subject: "ada" }
const bob: Actor = { role: "customer", subject: "bob" }
const [r1, r2] = [rid("r1"), rid("r2")]
const of = (id: string, quantity = 1) => ({ itemId: iid(id), quantity })

const open = Effect.gen(function* () {
  const catalogue = yield* Catalogue
  for (const id of ["r1", "r2"]) {
    yield* catalogue.upsertRestaurant(operator, restaurantOf(id))
    yield* catalogue.upsertMenu(operator, rid(id), contentOf(itemOf("a", 950), counted("b", 400, 2)))
  }
  return { catalogue, carts: yield* Carts }
})

const inWorld = <E>(run: Effect.Effect<void, E, Catalogue | Carts | CartStore>) => Effect.provide(run, world)

describe("Carts (S5)", () => {
  it.effect("are filled, changed and emptied by their owner", () =>
    inWorld(
      Effect.gen(function* () {
        const { carts } = yield* open
        expect(yield* carts.get(ada)).toMatchObject({ restaurantId: null, lines: [], version: 0 })
        yield* carts.add(ada, r1, [of("a"), of("b", 2)])
        const cart = yield* carts.add(ada, r1, [of("a", 2)])
        expect(cart).toMatchObject({
          restaurantId: "r1",
          version: 2,
          lines: [
            { itemId: "a", quantity: 3, seenPrice: eur(950) },
            { itemId: "b", quantity: 2, seenPrice: eur(400) }
          ]
        })
        expect(yield* carts.get(ada)).toEqual(cart)
        expect((yield* carts.setQuantity(ada, iid("a"), 1)).lines[0]?.quantity).toBe(1)
        expect((yield* carts.setQuantity(ada, iid("a"), 0)).lines).toHaveLength(1)
        expect((yield* carts.setQuantity(ada, iid("a"), 0)).lines).toHaveLength(1)
        expect((yield* carts.setQuantity(ada, iid("a"), 2)).lines).toHaveLength(2)
        expect((yield* carts.setQuantity(ada, iid("a"), 0)).lines).toHaveLength(1)
        expect((yield* carts.setQuantity(ada, iid("b"), 0)).restaurantId).toBeNull()
        yield* carts.add(ada, r2, [of("a")])
        expect((yield* carts.clear(ada)).lines).toEqual([])
        expect((yield* carts.replace(ada, r1, [of("b")])).lines).toHaveLength(1)
      })
    )
  )

  it.effect("belong to one customer, and hold food of one restaurant (P9)", () =>
    inWorld(
      Effect.gen(function* () {
        const { carts } = yield* open
        yield* carts.add(ada, r1, [of("a")])
        expect((yield* carts.get(bob)).lines).toEqual([])
        expect(yield* Effect.flip(carts.add(ada, r2, [of("a")]))).toMatchObject({
          _tag: "OtherRestaurant",
          restaurantId: "r1"
        })
        expect((yield* carts.replace(ada, r2, [of("a")])).restaurantId).toBe("r2")
        for (const actor of [
          operator,
          { role: "restaurant", subject: "r1" },
          { role: "customer", subject: "/" }
        ] as const) {
          expect(yield* Effect.flip(carts.get(actor))).toMatchObject({ _tag: "NotFound" })
        }
      })
    )
  )

  it.effect("refuse what no order may have", () =>
    inWorld(
      Effect.gen(function* () {
        const { carts } = yield* open
        const why = (run: ReturnType<typeof carts.add>) =>
          Effect.map(Effect.flip(run), (error) =>
            error._tag === "QuoteRefused" ? error.rejection._tag : error._tag
          )
        expect(yield* why(carts.add(ada, r1, [of("soup")]))).toBe("ItemUnknown")
        expect(yield* why(carts.add(ada, rid("r9"), [of("a")]))).toBe("NotFound")
        for (const quantity of [0, -1, 0.5, Limits.itemQuantity + 1]) {
          expect(yield* why(carts.add(ada, r1, [of("a", quantity)]))).toBe("LinesRefused")
        }
        yield* carts.add(ada, r1, [of("a", Limits.itemQuantity)])
        expect(yield* why(carts.add(ada, r1, [of("a")]))).toBe("LinesRefused")
        expect(yield* why(carts.setQuantity(ada, iid("soup"), 1))).toBe("ItemUnknown")
        expect(yield* why(carts.setQuantity(bob, iid("a"), 1))).toBe("CartEmpty")
        expect(yield* why(carts.setQuantity(ada, iid("a"), 1.5))).toBe("LinesRefused")
      })
    )
  )

  it.effect("are quoted at the prices of now, if those are the prices that were seen (S17)", () =>
    inWorld(
      Effect.gen(function* () {
        const { carts, catalogue } = yield* open
        const dropoff = destination(roma, 0, 500)
        expect(yield* Effect.flip(carts.quote(ada, dropoff))).toMatchObject({ _tag: "CartEmpty" })
        yield* carts.add(ada, r1, [of("a", 2)])
        expect((yield* carts.quote(ada, dropoff)).quote.total).toEqual(eur(2100))
        const items = { restaurantId: r1, lines: [of("b")], dropoff }
        expect((yield* carts.quoteItems(items)).quote.itemTotal).toEqual(eur(400))
        yield* catalogue.upsertMenu(operator, r1, contentOf(itemOf("a", 990)))
        expect(yield* Effect.flip(carts.quote(ada, dropoff))).toMatchObject({
          _tag: "QuoteRefused",
          rejection: { _tag: "MenuChanged", differences: [{ itemId: "a", seen: eur(950), now: eur(990) }] }
        })
      })
    )
  )

  it.effect("lose nothing when another device is faster, and give up when it always is", () =>
    Effect.gen(function* () {
      const store = yield* CartStore
      let faster = 0
      // Another device adds one more piece right before each save, as often as `faster` says.
      const racing = Layer.succeed(CartStore, {
        ...store,
        save: (cart, after) =>
          Effect.gen(function* () {
            if (faster > 0) {
              faster -= 1
              const now = Option.getOrElse(yield* store.load(cart.customerId), () => ({
                ...cart,
                lines: [],
                version: 0
              }))
              const quantity = 1 + (now.lines[0]?.quantity ?? 0)
              const lines = [{ itemId: iid("a"), quantity, seenPrice: eur(950) }]
              yield* store.save({ ...now, restaurantId: r1, lines, version: now.version + 1 }, now.version)
            }
            yield* store.save(cart, after)
          })
      })
      yield* Effect.gen(function* () {
        const { carts } = yield* open
        faster = 3
        expect((yield* carts.add(ada, r1, [of("a", 10)])).lines).toMatchObject([{ quantity: 13 }])
        faster = 99
        expect(yield* Effect.flip(carts.add(ada, r1, [of("a")]))).toMatchObject({ _tag: "CartBusy" })
        faster = 0
        expect((yield* carts.get(ada)).lines).toMatchObject([{ quantity: 18 }])
      }).pipe(
        Effect.provide(
          Carts.layer.pipe(
            Layer.provideMerge(Catalogue.layer),
            Layer.provide(racing),
            Layer.provide(Layer.provide(memoryCatalogueStore, memoryTables))
          )
        )
      )
    }).pipe(Effect.provide(Layer.provide(memoryCartStore, memoryTables)))
  )

  it.effect("are forgotten after two days, and swept away", () =>
    inWorld(
      Effect.gen(function* () {
        const { carts } = yield* open
        const store = yield* CartStore
        const { customerId } = yield* carts.add(ada, r1, [of("a")])
        yield* TestClock.adjust(Limits.cartKeptMs - 1)
        expect((yield* carts.get(ada)).lines).toHaveLength(1)
        yield* TestClock.adjust(1)
        expect((yield* carts.get(ada)).lines).toEqual([])
        yield* TestClock.adjust(Limits.cartKeptMs)
        expect(yield* store.load(customerId)).toEqual(Option.none())
        expect((yield* carts.add(ada, r2, [of("a")])).version).toBe(1)
      })
    )
  )
})
