import { describe, expect, it } from "@effect/vitest"
import { Limits } from "@hotbag/core"
import { Effect, Layer, Queue } from "effect"
import { TestClock } from "effect/testing"
import {
  Catalogue,
  type CatalogueChange,
  CatalogueStore,
  memoryCatalogueStore,
  memoryTables,
  StoreUnavailable
} from "../../src/index.ts"
import { contentOf, itemOf, operator, restaurantOf, rid } from "./restaurants.ts"

const gone = new StoreUnavailable({ retryAfterMs: 1 })

/** A store in memory with links that a test breaks and speaks into. */
const linked = Effect.gen(function* () {
  const store = yield* CatalogueStore
  const links: Array<Queue.Queue<CatalogueChange, StoreUnavailable>> = []
  let isDown = false
  const follow = Effect.gen(function* () {
    if (isDown) return yield* gone
    const link = yield* Queue.unbounded<CatalogueChange, StoreUnavailable>()
    links.push(link)
    return Queue.takeAll(link)
  })
  const said = (...changes: ReadonlyArray<CatalogueChange>) =>
    Effect.suspend(() => {
      const link = links.at(-1)
      return link === undefined ? Effect.die("nobody listens") : Queue.offerAll(link, changes)
    })
  const breakLink = Effect.suspend(() => {
    const link = links.at(-1)
    return link === undefined ? Effect.die("nobody listens") : Queue.fail(link, gone)
  })
  return {
    store,
    links,
    said,
    breakLink,
    setDown: (down: boolean) => void (isDown = down),
    layer: Catalogue.layer.pipe(Layer.provide(Layer.succeed(CatalogueStore, { ...store, follow })))
  }
}).pipe(Effect.provide(Layer.provide(memoryCatalogueStore, memoryTables)))

const id = rid("r1")

describe("what other processes write (S4, C22)", () => {
  it.effect("is heard of at once", () =>
    Effect.gen(function* () {
      const { store, said, layer } = yield* linked
      yield* Effect.gen(function* () {
        const catalogue = yield* Catalogue
        yield* catalogue.upsertRestaurant(operator, restaurantOf("r1"))
        yield* catalogue.upsertMenu(operator, id, contentOf(itemOf("a", 1)))
        const { menu } = yield* catalogue.menu(id)
        yield* store.putMenus([{ menu: { ...menu, version: 2 }, after: 1, stocks: [], uncounted: [] }])
        yield* store.putRestaurants([restaurantOf("r1", { name: "Da Ugo" }), restaurantOf("r2")])
        expect((yield* catalogue.menu(id)).menu.version).toBe(1)
        yield* said(
          { _tag: "MenuWritten", restaurantId: id },
          { _tag: "RestaurantWritten", restaurantId: id },
          { _tag: "RestaurantWritten", restaurantId: rid("r2") },
          { _tag: "RestaurantWritten", restaurantId: rid("nobody") }
        )
        yield* TestClock.adjust(0)
        expect((yield* catalogue.menu(id)).menu.version).toBe(2)
        expect((yield* catalogue.restaurant(id)).restaurant.name).toBe("Da Ugo")
        expect((yield* catalogue.figures).restaurants).toBe(2)
      }).pipe(Effect.provide(layer))
    })
  )

  it.effect("is caught up with after the link broke, as soon as there is another", () =>
    Effect.gen(function* () {
      const { store, said, breakLink, setDown, layer, links } = yield* linked
      yield* Effect.gen(function* () {
        const catalogue = yield* Catalogue
        yield* catalogue.upsertRestaurant(operator, restaurantOf("r1"))
        yield* catalogue.upsertMenu(operator, id, contentOf(itemOf("a", 1)))
        const { menu } = yield* catalogue.menu(id)
        setDown(true)
        yield* breakLink
        yield* TestClock.adjust(5_000)
        yield* store.putMenus([{ menu: { ...menu, version: 2 }, after: 1, stocks: [], uncounted: [] }])
        yield* store.putRestaurants([restaurantOf("r2")])
        setDown(false)
        expect((yield* catalogue.figures).restaurants).toBe(1)
        yield* TestClock.adjust(1_000)
        expect((yield* catalogue.figures).restaurants).toBe(2)
        expect((yield* catalogue.menu(id)).menu.version).toBe(2)
        expect(links).toHaveLength(2)
        yield* store.putRestaurants([restaurantOf("r3")])
        yield* said({ _tag: "RestaurantWritten", restaurantId: rid("r3") })
        yield* TestClock.adjust(0)
        expect((yield* catalogue.figures).restaurants).toBe(3)
      }).pipe(Effect.provide(layer))
    })
  )

  it.effect("is not hidden by a read that began before the write", () =>
    Effect.gen(function* () {
      const { store } = yield* linked
      const link = yield* Queue.unbounded<CatalogueChange, StoreUnavailable>()
      // The first read of the menu answers late, with what was there when it began.
      let late = true
      const slow = Layer.succeed(CatalogueStore, {
        ...store,
        follow: Effect.succeed(Queue.takeAll(link)),
        menu: (restaurantId) =>
          Effect.flatMap(store.menu(restaurantId), (found) => {
            if (!late) return Effect.succeed(found)
            late = false
            return Effect.as(Effect.sleep(100), found)
          })
      })
      yield* store.putRestaurants([restaurantOf("r1")])
      const menu = { restaurantId: id, version: 1, changedAtMs: 0, sections: [] }
      yield* store.putMenus([{ menu, after: 0, stocks: [], uncounted: [] }])
      yield* Effect.gen(function* () {
        const catalogue = yield* Catalogue
        const reader = yield* Effect.forkChild(catalogue.menu(id))
        yield* TestClock.adjust(50)
        yield* store.putMenus([{ menu: { ...menu, version: 2 }, after: 1, stocks: [], uncounted: [] }])
        yield* Queue.offer(link, { _tag: "MenuWritten", restaurantId: id })
        yield* TestClock.adjust(Limits.menuCacheMs / 2)
        expect(reader.pollUnsafe()).toBeDefined()
        expect((yield* catalogue.menu(id)).menu.version).toBe(2)
      }).pipe(Effect.provide(Catalogue.layer.pipe(Layer.provide(slow))))
    })
  )
})
