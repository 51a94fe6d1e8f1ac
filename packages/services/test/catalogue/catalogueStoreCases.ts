import { expect } from "@effect/vitest"
import { type Menu, type MenuContent, upsertMenu } from "@hotbag/core"
import { Effect, Option, Result } from "effect"
import { CatalogueStore, menuWrite } from "../../src/index.ts"
import { contentOf, counted, iid, itemOf, restaurantOf, rid } from "./restaurants.ts"

const written = (previous: Menu | null, id: string, content: MenuContent, atMs = 1_000): Menu =>
  Result.getOrThrow(upsertMenu(previous, restaurantOf(id), content, atMs))

// For tests of other packages, which see files of cases only.
export { contentOf, counted, itemOf, restaurantOf }

/** What every store of the catalogue does. Ids of a case begin with its own letter: the cases share one store. */
export const catalogueStoreCases: ReadonlyArray<
  readonly [name: string, run: Effect.Effect<void, unknown, CatalogueStore>]
> = [
  [
    "keeps restaurants as they were written, and replaces those of the same id (S54)",
    Effect.gen(function* () {
      const store = yield* CatalogueStore
      const one = restaurantOf("a1", {
        name: "Ñandú «Grill» ' \" \\ 🍜",
        position: { lat: -33.12345678901234, lng: 179.999 },
        hours: {
          weekly: [{ weekday: "friday", openMinute: 1080, closeMinute: 1560 }],
          specialDays: [{ date: "2026-12-24", ranges: [] }]
        },
        cuisines: []
      })
      expect(yield* store.restaurant(rid("a1"))).toEqual(Option.none())
      yield* store.putRestaurants([one, restaurantOf("a2")])
      expect(yield* store.restaurant(rid("a1"))).toEqual(Option.some(one))
      const paused = restaurantOf("a1", { status: "paused" })
      yield* store.putRestaurants([paused])
      expect(yield* store.restaurant(rid("a1"))).toEqual(Option.some(paused))
      expect(yield* store.restaurant(rid("a2"))).toEqual(Option.some(restaurantOf("a2")))
      yield* store.putRestaurants([])
    })
  ],
  [
    "lists restaurants by the code units of their ids, page by page",
    Effect.gen(function* () {
      const store = yield* CatalogueStore
      const ids = ["b-1", "b.1", "b1", "bA", "b_", "ba", "b~"]
      yield* store.putRestaurants(ids.toReversed().map((id) => restaurantOf(id)))
      const after = rid("b")
      const first = yield* store.restaurants(after, 4)
      expect(first.map(({ id }) => id)).toEqual(ids.slice(0, 4))
      const rest = yield* store.restaurants(rid("bA"), 3)
      expect(rest.map(({ id }) => id)).toEqual(ids.slice(4))
    })
  ],
  [
    "keeps the latest version of a menu, field by field (S3, S55)",
    Effect.gen(function* () {
      const store = yield* CatalogueStore
      expect(yield* store.menu(rid("c1"))).toEqual(Option.none())
      const content = contentOf(
        itemOf("x", 950, { imageUrl: "https://img.example/x.png", description: "— naïve \u2028 'quoted'" }),
        itemOf("y", 0, {
          availability: {
            _tag: "Windows",
            weekly: [{ weekday: "monday", openMinute: 420, closeMinute: 660 }]
          }
        })
      )
      const first = written(null, "c1", content)
      yield* store.putMenus([menuWrite(null, first)])
      expect(yield* store.menu(rid("c1"))).toEqual(Option.some(first))
      const second = written(first, "c1", contentOf(itemOf("x", 999)), 2_000)
      yield* store.putMenus([menuWrite(first, second)])
      expect(yield* store.menu(rid("c1"))).toEqual(Option.some(second))
    })
  ],
  [
    "refuses a menu that follows another version, with all that was written beside it",
    Effect.gen(function* () {
      const store = yield* CatalogueStore
      const first = written(null, "d1", contentOf(counted("x", 100, 5)))
      yield* store.putMenus([menuWrite(null, first)])
      const other = written(null, "d2", contentOf(itemOf("x", 1)))
      const late = written(null, "d1", contentOf(counted("x", 100, 9)))
      const error = yield* Effect.flip(store.putMenus([menuWrite(null, other), menuWrite(null, late)]))
      expect(error).toMatchObject({ _tag: "StaleMenu", restaurantId: "d1" })
      expect(yield* store.menu(rid("d2"))).toEqual(Option.none())
      expect(yield* store.menu(rid("d1"))).toEqual(Option.some(first))
      expect(yield* store.stock(rid("d1"))).toEqual(new Map([[iid("x"), 5]]))
    })
  ],
  [
    "lets one of two writers of the same version win",
    Effect.gen(function* () {
      const store = yield* CatalogueStore
      const menus = Array.from({ length: 6 }, (_, i) => written(null, "e1", contentOf(itemOf("x", i))))
      const results = yield* Effect.forEach(
        menus,
        (menu) => Effect.result(store.putMenus([menuWrite(null, menu)])),
        { concurrency: "unbounded" }
      )
      expect(results.filter(Result.isSuccess)).toHaveLength(1)
      for (const result of results.filter(Result.isFailure)) {
        expect(result.failure).toMatchObject({ _tag: "StaleMenu" })
      }
    })
  ],
  [
    "counts what the menu says is counted, until it says so no more (S7)",
    Effect.gen(function* () {
      const store = yield* CatalogueStore
      const id = rid("f1")
      expect(yield* store.stock(id)).toEqual(new Map())
      const first = written(null, "f1", contentOf(itemOf("w", 1), counted("x", 1, 5), counted("y", 1, 0)))
      yield* store.putMenus([menuWrite(null, first)])
      const x = iid("x")
      const y = iid("y")
      expect(yield* store.stock(id)).toEqual(
        new Map([
          [x, 5],
          [y, 0]
        ])
      )
      yield* store.setStock(id, [{ itemId: x, left: 3 }])
      expect((yield* store.stock(id)).get(x)).toBe(3)
      const second = written(first, "f1", contentOf(counted("x", 2, 5), itemOf("y", 1)))
      yield* store.putMenus([menuWrite(first, second)])
      expect(yield* store.stock(id)).toEqual(new Map([[x, 3]]))
    })
  ]
]

/** Runs the cases of a store; `it` has its layer. */
export const runCases = <R>(
  cases: ReadonlyArray<readonly [name: string, run: Effect.Effect<void, unknown, R>]>,
  effect: (name: string, run: () => Effect.Effect<void, unknown, R>) => void
): void => {
  for (const [name, run] of cases) effect(name, () => run)
}
