import { describe, expect, it } from "@effect/vitest"
import { destination, Limits, MINUTE_MS, RegionId } from "@hotbag/core"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { Catalogue, CatalogueStore, memoryCatalogueStore, memoryTables, Menus } from "../../src/index.ts"
import {
  contentOf,
  counted,
  eur,
  iid,
  itemOf,
  operator,
  restaurantActor,
  restaurantOf,
  rid,
  roma
} from "./restaurants.ts"

const store = Layer.provide(memoryCatalogueStore, memoryTables)
const world = Layer.fresh(Catalogue.layer.pipe(Layer.provideMerge(store)))

const inWorld = <E>(run: Effect.Effect<void, E, Catalogue | Menus | CatalogueStore>) =>
  Effect.provide(run, world)

describe("Catalogue.nearby (S1, S31)", () => {
  it.effect("pages through restaurants by distance, with cuisine and hours", () =>
    inWorld(
      Effect.gen(function* () {
        const catalogue = yield* Catalogue
        const at = (metres: number) => destination(roma, 45, metres)
        const closed = { weekly: [], specialDays: [] }
        yield* catalogue.addMissing(operator, [
          { restaurant: restaurantOf("far", { position: at(3_000) }), content: contentOf() },
          {
            restaurant: restaurantOf("near", { position: at(100), cuisines: ["thai"] }),
            content: contentOf()
          },
          {
            restaurant: restaurantOf("paused", { position: at(200), status: "paused" }),
            content: contentOf()
          },
          { restaurant: restaurantOf("shut", { position: at(300), hours: closed }), content: contentOf() },
          { restaurant: restaurantOf("beyond", { position: at(21_000) }), content: contentOf() }
        ])
        const ids = Effect.fnUntraced(function* (query: Parameters<typeof catalogue.nearby>[0]) {
          const page = yield* catalogue.nearby(query)
          return page.restaurants.map(
            ({ restaurant, isOpen }) => `${restaurant.id}${isOpen ? "" : " closed"}`
          )
        })
        expect(yield* ids({ position: roma })).toEqual(["near", "paused closed", "shut closed", "far"])
        expect(yield* ids({ position: roma, openOnly: true })).toEqual(["near", "far"])
        expect(yield* ids({ position: roma, cuisine: "thai" })).toEqual(["near"])
        expect(yield* ids({ position: roma, radiusM: 250 })).toEqual(["near", "paused closed"])
        // The radius is limited, whatever is asked for.
        expect(yield* ids({ position: roma, radiusM: 1e9 })).not.toContain("beyond")

        const first = yield* catalogue.nearby({ position: roma, limit: 3 })
        expect(first.restaurants).toHaveLength(3)
        const second = yield* catalogue.nearby({
          position: roma,
          limit: 3,
          cursor: first.nextCursor ?? ""
        })
        expect(second.restaurants.map(({ restaurant }) => restaurant.id)).toEqual(["far"])
        expect(second.nextCursor).toBeNull()
        for (const cursor of ["", "n", "n0", "nzzzz", "n01", "3", "n-1"]) {
          expect(yield* Effect.flip(catalogue.nearby({ position: roma, cursor }))).toMatchObject({
            _tag: "MalformedCursor"
          })
        }
      })
    )
  )
})

describe("Catalogue.menu (S2, S4, C22)", () => {
  it.effect("serves the second read from the cache, and a write at once", () =>
    inWorld(
      Effect.gen(function* () {
        const catalogue = yield* Catalogue
        const id = rid("r1")
        expect(yield* Effect.flip(catalogue.menu(id))).toMatchObject({ _tag: "NotFound" })
        yield* catalogue.upsertRestaurant(operator, restaurantOf("r1"))
        expect(yield* Effect.flip(catalogue.menu(id))).toMatchObject({ _tag: "NotFound" })
        yield* catalogue.upsertMenu(restaurantActor("r1"), id, contentOf(itemOf("a", 100)))
        const first = yield* catalogue.menu(id)
        expect(first.menu.version).toBe(1)
        expect((yield* catalogue.menu(id)).etag).toBe(first.etag)
        const { menuHits } = yield* catalogue.figures
        expect(menuHits).toBeGreaterThan(0)

        expect((yield* catalogue.upsertMenu(operator, id, contentOf(itemOf("a", 100)))).version).toBe(1)
        expect((yield* catalogue.upsertMenu(operator, id, contentOf(itemOf("a", 120)))).version).toBe(2)
        const second = yield* catalogue.menu(id)
        expect(second.menu.version).toBe(2)
        expect(second.etag).not.toBe(first.etag)
      })
    )
  )

  it.effect("sees what another process wrote after five minutes at the latest", () =>
    inWorld(
      Effect.gen(function* () {
        const catalogue = yield* Catalogue
        const id = rid("r1")
        yield* catalogue.upsertRestaurant(operator, restaurantOf("r1"))
        yield* catalogue.upsertMenu(operator, id, contentOf(itemOf("a", 100)))
        const { menu } = yield* catalogue.menu(id)
        const behind = yield* CatalogueStore
        yield* behind.putMenus([{ menu: { ...menu, version: 2 }, after: 1, stocks: [], uncounted: [] }])
        yield* TestClock.adjust(Limits.menuCacheMs - 1)
        expect((yield* catalogue.menu(id)).menu.version).toBe(1)
        yield* TestClock.adjust(1)
        expect((yield* catalogue.menu(id)).menu.version).toBe(2)
      })
    )
  )

  it.effect("says what cannot be had now, and changes its ETag with it", () =>
    inWorld(
      Effect.gen(function* () {
        const catalogue = yield* Catalogue
        const id = rid("r1")
        const breakfast = itemOf("b", 100, {
          // The test clock begins on Thursday, 1 January 1970, at one in the morning in Rome.
          availability: {
            _tag: "Windows",
            weekly: [{ weekday: "thursday", openMinute: 120, closeMinute: 180 }]
          }
        })
        yield* catalogue.upsertRestaurant(operator, restaurantOf("r1"))
        yield* catalogue.upsertMenu(operator, id, contentOf(counted("a", 100, 2), breakfast))
        const first = yield* catalogue.menu(id)
        expect(first.unavailable).toEqual(["b"])
        yield* catalogue.setStock(restaurantActor("r1"), id, [{ itemId: iid("a"), left: 0 }])
        const second = yield* catalogue.menu(id)
        expect(second.unavailable).toEqual(["a", "b"])
        yield* TestClock.adjust(60 * MINUTE_MS)
        const third = yield* catalogue.menu(id)
        expect(third.unavailable).toEqual(["a"])
        expect(new Set([first, second, third].map(({ etag }) => etag)).size).toBe(3)
        expect(
          yield* Effect.flip(catalogue.setStock(operator, id, [{ itemId: iid("b"), left: 1 }]))
        ).toMatchObject({ _tag: "NotCounted", itemId: "b" })
      })
    )
  )
})

describe("Catalogue.upsertMenu (S3)", () => {
  it.effect("tries again when another process is faster, and gives up when it always is", () =>
    Effect.gen(function* () {
      const behind = yield* CatalogueStore
      let faster = 0
      const racing = Layer.succeed(CatalogueStore, {
        ...behind,
        putMenus: (writes) => {
          const [first] = writes
          if (faster === 0 || first === undefined) return behind.putMenus(writes)
          faster -= 1
          const menu = { ...first.menu, sections: [{ name: `Other ${faster}`, items: [] }] }
          return Effect.andThen(behind.putMenus([{ ...first, menu }]), behind.putMenus(writes))
        }
      })
      yield* Effect.gen(function* () {
        const catalogue = yield* Catalogue
        const id = rid("r1")
        yield* catalogue.upsertRestaurant(operator, restaurantOf("r1"))
        faster = 3
        expect((yield* catalogue.upsertMenu(operator, id, contentOf(itemOf("a", 1)))).version).toBe(4)
        faster = 99
        expect(
          yield* Effect.flip(catalogue.upsertMenu(operator, id, contentOf(itemOf("b", 1))))
        ).toMatchObject({ _tag: "MenuBusy" })
      }).pipe(Effect.provide(Catalogue.layer.pipe(Layer.provide(racing))))
    }).pipe(Effect.provide(store))
  )
})

describe("Catalogue: who may do what (P9, S23)", () => {
  it.effect("lets restaurants change themselves and nobody else", () =>
    inWorld(
      Effect.gen(function* () {
        const catalogue = yield* Catalogue
        const own = restaurantActor("r1")
        const id = rid("r1")
        const denied = (run: Effect.Effect<unknown, { readonly _tag: string }>) =>
          Effect.map(Effect.flip(run), ({ _tag }) => _tag)
        expect(yield* denied(catalogue.upsertRestaurant(own, restaurantOf("r1")))).toBe("OperationsOnly")
        yield* catalogue.upsertRestaurant(operator, restaurantOf("r1"))
        const renamed = restaurantOf("r1", { name: "Da Ugo" })
        expect(yield* catalogue.upsertRestaurant(own, renamed)).toEqual(renamed)
        expect((yield* catalogue.restaurant(id)).restaurant.name).toBe("Da Ugo")
        const away = { ...renamed, regionId: restaurantOf("x").regionId }
        expect(yield* catalogue.upsertRestaurant(own, away)).toEqual(renamed)
        for (const actor of [
          restaurantActor("r2"),
          { role: "customer", subject: "r1" },
          { role: "courier", subject: "r1" }
        ] as const) {
          expect(yield* denied(catalogue.upsertRestaurant(actor, renamed))).toBe("NotFound")
          expect(yield* denied(catalogue.setStatus(actor, id, "paused"))).toBe("NotFound")
          expect(yield* denied(catalogue.upsertMenu(actor, id, contentOf()))).toBe("NotFound")
          expect(yield* denied(catalogue.setStock(actor, id, []))).toBe("NotFound")
          expect(yield* denied(catalogue.addMissing(actor, []))).toBe("OperationsOnly")
        }
        expect((yield* catalogue.setStatus(own, id, "paused")).status).toBe("paused")
        expect(yield* catalogue.restaurant(id)).toMatchObject({ isOpen: false, opensAtMs: null })
      })
    )
  )

  it.effect("keeps a currency as long as something is priced in it", () =>
    inWorld(
      Effect.gen(function* () {
        const catalogue = yield* Catalogue
        const id = rid("r1")
        yield* catalogue.upsertRestaurant(operator, restaurantOf("r1"))
        yield* catalogue.upsertMenu(operator, id, contentOf(itemOf("a", 100)))
        const inPounds = restaurantOf("r1", { currency: "GBP" })
        expect(yield* Effect.flip(catalogue.upsertRestaurant(operator, inPounds))).toMatchObject({
          _tag: "CurrencyTaken"
        })
        yield* catalogue.upsertMenu(operator, id, contentOf())
        expect((yield* catalogue.upsertRestaurant(operator, inPounds)).currency).toBe("GBP")
        expect(
          yield* Effect.flip(catalogue.upsertMenu(operator, id, contentOf(itemOf("a", 100))))
        ).toMatchObject({ _tag: "MenuRefused", rejection: { _tag: "MenuCurrencyWrong" } })
      })
    )
  )
})

describe("Catalogue.addMissing", () => {
  it.effect("adds what is not there, once, and keeps what is", () =>
    inWorld(
      Effect.gen(function* () {
        const catalogue = yield* Catalogue
        const entries = Array.from({ length: 2 * Limits.catalogueWrites + 7 }, (_, i) => ({
          restaurant: restaurantOf(`r${i}`),
          content: contentOf(itemOf("a", i))
        }))
        yield* catalogue.upsertRestaurant(operator, restaurantOf("r5", { name: "Mine" }))
        yield* catalogue.upsertMenu(operator, rid("r5"), contentOf(itemOf("own", 1)))
        expect(yield* catalogue.addMissing(operator, entries)).toBe(entries.length - 1)
        expect(yield* catalogue.addMissing(operator, entries)).toBe(0)
        expect((yield* catalogue.restaurant(rid("r5"))).restaurant.name).toBe("Mine")
        expect((yield* catalogue.menu(rid("r5"))).menu.sections[0]?.items[0]?.id).toBe("own")
        expect((yield* catalogue.menu(rid("r6"))).menu.sections[0]?.items[0]?.price).toEqual(eur(6))
      })
    )
  )

  it.effect("goes on after a crash between menus and restaurants", () =>
    inWorld(
      Effect.gen(function* () {
        const catalogue = yield* Catalogue
        const behind = yield* CatalogueStore
        const entries = ["a", "b"].map((id) => ({
          restaurant: restaurantOf(id),
          content: contentOf(itemOf("x", 1))
        }))
        yield* behind.putMenus([
          {
            menu: { restaurantId: rid("a"), version: 1, changedAtMs: 0, sections: [] },
            after: 0,
            stocks: [],
            uncounted: []
          }
        ])
        expect(yield* catalogue.addMissing(operator, entries)).toBe(2)
        expect((yield* catalogue.menu(rid("a"))).menu.sections).toEqual([])
        expect((yield* catalogue.menu(rid("b"))).menu.sections).toHaveLength(1)
      })
    )
  )
})

describe("Menus.quote (S5, S7, S17)", () => {
  it.effect("prices an order with fee and promise, or says why not", () =>
    inWorld(
      Effect.gen(function* () {
        const catalogue = yield* Catalogue
        const menus = yield* Menus
        yield* catalogue.upsertRestaurant(operator, restaurantOf("r1"))
        yield* catalogue.upsertMenu(operator, rid("r1"), contentOf(counted("a", 950, 2)))
        const wish = { restaurantId: rid("r1"), dropoff: destination(roma, 0, 500) }
        const lines = [{ itemId: iid("a"), quantity: 2 }]
        const { quote, restaurant } = yield* menus.quote({ ...wish, lines })
        expect(quote).toMatchObject({ itemTotal: eur(1900), deliveryFee: eur(200), total: eur(2100) })
        expect(restaurant.id).toBe("r1")
        yield* catalogue.setStock(operator, rid("r1"), [{ itemId: iid("a"), left: 1 }])
        expect(yield* Effect.flip(menus.quote({ ...wish, lines }))).toMatchObject({
          _tag: "QuoteRefused",
          rejection: { _tag: "OutOfStock", left: 1 }
        })
        expect(yield* Effect.flip(menus.quote({ ...wish, restaurantId: rid("r2"), lines }))).toMatchObject({
          _tag: "NotFound"
        })
      })
    )
  )
})

describe("Catalogue.layer", () => {
  it.effect("loads what is stored, page by page", () =>
    Effect.gen(function* () {
      const stored = yield* CatalogueStore
      yield* stored.putRestaurants(Array.from({ length: 20_001 }, (_, i) => restaurantOf(`r${i}`)))
      const figures = yield* Effect.provide(
        Effect.flatMap(Catalogue, (catalogue) => catalogue.figures),
        Layer.fresh(Catalogue.layer)
      )
      expect(figures.restaurants).toBe(20_001)
    }).pipe(Effect.provide(store))
  )
})

describe("regions (P8)", () => {
  it.effect("are where restaurants are, and no more than fit", () =>
    inWorld(
      Effect.gen(function* () {
        const catalogue = yield* Catalogue
        const inRegion = (id: string, region: string) => restaurantOf(id, { regionId: RegionId.make(region) })
        const entry = (n: number) => ({ restaurant: inRegion(`x${n}`, `x${n}`), content: contentOf() })
        yield* catalogue.upsertRestaurant(operator, inRegion("first", "a"))
        const many = Array.from({ length: Limits.regions }, (_, n) => entry(n))
        const tooMany = { _tag: "RegionRefused", why: "too-many" }
        expect(yield* Effect.flip(catalogue.addMissing(operator, many))).toMatchObject(tooMany)
        expect(yield* catalogue.addMissing(operator, many.slice(1))).toBe(Limits.regions - 1)
        const another = catalogue.upsertRestaurant(operator, inRegion("second", "b"))
        expect(yield* Effect.flip(another)).toMatchObject(tooMany)
        yield* catalogue.upsertRestaurant(operator, inRegion("second", "a"))
        // Whoever moves away leaves room behind, once nobody is left.
        yield* catalogue.upsertRestaurant(operator, inRegion("x1", "x2"))
        expect(yield* catalogue.hasRegion(RegionId.make("x1"))).toBe(false)
        yield* catalogue.upsertRestaurant(operator, inRegion("third", "b"))
        expect((yield* catalogue.regions).size).toBe(Limits.regions)
      })
    )
  )
})
