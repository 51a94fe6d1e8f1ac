import { expect, layer } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { upsertMenu } from "@hotbag/core"
import { CatalogueStore, menuWrite } from "@hotbag/services"
import {
  Database,
  postgresCartStore,
  postgresCatalogueStore,
  postgresCustomerStore
} from "../../src/index.ts"
import { cartStoreCases } from "../../../services/test/carts/cartStoreCases.ts"
import { catalogueStoreCases, runCases } from "../../../services/test/catalogue/catalogueStoreCases.ts"
import { contentOf, counted, itemOf, restaurantOf } from "../../../services/test/catalogue/restaurants.ts"
import { customerStoreCases } from "../../../services/test/customers/customerStoreCases.ts"
import { TestDatabase } from "./TestDatabase.ts"

const stores = Layer.mergeAll(postgresCatalogueStore, postgresCartStore, postgresCustomerStore).pipe(
  Layer.provideMerge(TestDatabase)
)

layer(stores, { timeout: "60 seconds", excludeTestServices: true })("in PostgreSQL", (it) => {
  runCases(catalogueStoreCases, it.effect)
  runCases(cartStoreCases, it.effect)
  runCases(customerStoreCases, it.effect)

  it.effect("menus are read item by item with their stock (S55)", () =>
    Effect.gen(function* () {
      const store = yield* CatalogueStore
      const { sql } = yield* Database
      const content = contentOf(itemOf("soup", 450), counted("cake", 400, 3))
      const menu = Result.getOrThrow(upsertMenu(null, restaurantOf("view"), content, 1))
      yield* store.putMenus([menuWrite(null, menu)])
      const rows = yield* sql`select item_id, name, price_minor, currency, pieces_left from menu_items
        where rest_id = 'view' order by item_id`
      expect(rows).toEqual([
        { item_id: "cake", name: "Dish cake", price_minor: 400n, currency: "EUR", pieces_left: 3 },
        { item_id: "soup", name: "Dish soup", price_minor: 450n, currency: "EUR", pieces_left: null }
      ])
    })
  )

  it.effect("no program leaves out a version of a menu (S3)", () =>
    Effect.gen(function* () {
      const store = yield* CatalogueStore
      const { ask, sql } = yield* Database
      const menu = Result.getOrThrow(upsertMenu(null, restaurantOf("gap"), contentOf(itemOf("a", 1)), 1))
      yield* store.putMenus([menuWrite(null, menu)])
      const skipped = yield* Effect.flip(ask(sql`update menus set version = 3 where rest_id = 'gap'`))
      expect(skipped).toMatchObject({ constraint: "menus_version_follows" })
    })
  )
})
