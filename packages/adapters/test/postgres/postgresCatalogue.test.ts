import { expect, layer } from "@effect/vitest"
import { Context, Effect, Layer, Option, Result, Schedule } from "effect"
import { CustomerId, upsertMenu } from "@hotbag/core"
import { CaseStore, Catalogue, CatalogueStore, CustomerStore, menuWrite } from "@hotbag/services"
import {
  Database,
  postgresCartStore,
  postgresCaseStore,
  postgresCatalogueStore,
  postgresCustomerStore
} from "../../src/index.ts"
import { cartStoreCases } from "../../../services/test/carts/cartStoreCases.ts"
import {
  catalogueStoreCases,
  contentOf,
  counted,
  itemOf,
  restaurantOf,
  runCases
} from "../../../services/test/catalogue/catalogueStoreCases.ts"
import { customerStoreCases } from "../../../services/test/customers/customerStoreCases.ts"
import { newOrderId, placement, send, soup } from "./orders.ts"
import { TestDatabase } from "./TestDatabase.ts"

const stores = Layer.mergeAll(
  postgresCaseStore(),
  postgresCatalogueStore,
  postgresCartStore,
  postgresCustomerStore
).pipe(Layer.provideMerge(TestDatabase))

const anotherProcess = Layer.fresh(Catalogue.layer.pipe(Layer.provide(postgresCatalogueStore)))

layer(stores, { timeout: "5 minutes", excludeTestServices: true })("in PostgreSQL", (it) => {
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

  it.effect("a person is forgotten with what is personal about their orders, and the log stays (P10)", () =>
    Effect.gen(function* () {
      const cases = yield* CaseStore
      const customers = yield* CustomerStore
      const [customerId, stranger] = [CustomerId.make("forgotten"), CustomerId.make("remembered")]
      const [orderId, other] = [newOrderId(), newOrderId()]
      yield* send(orderId, placement(orderId, { customerId }))
      yield* send(other, placement(other, { customerId: stranger }))
      expect(Option.isSome(yield* cases.details(orderId))).toBe(true)
      yield* customers.erase(customerId)
      expect(yield* cases.details(orderId)).toEqual(Option.none())
      expect(yield* cases.log(orderId)).not.toEqual([])
      expect(Option.isSome(yield* cases.details(other))).toBe(true)
    })
  )

  it.effect("orders take from the stock that the menu set (S7)", () =>
    Effect.gen(function* () {
      const store = yield* CatalogueStore
      const restaurantId = restaurantOf("counted").id
      const menu = Result.getOrThrow(
        upsertMenu(null, restaurantOf("counted"), contentOf(counted("soup", 650, 2)), 1)
      )
      yield* store.putMenus([menuWrite(null, menu)])
      const order = Effect.suspend(() => {
        const orderId = newOrderId()
        return send(orderId, placement(orderId, { restaurantId }), {
          stock: [{ restaurantId, itemId: soup, by: -1 }]
        })
      })
      yield* order
      expect(yield* store.stock(restaurantId)).toEqual(new Map([[soup, 1]]))
      yield* order
      expect(yield* Effect.flip(order)).toMatchObject({ _tag: "OutOfStock", left: 0 })
      expect(yield* store.stock(restaurantId)).toEqual(new Map([[soup, 0]]))
    })
  )

  it.effect("processes hear what others write, also after the link broke (S4, C22)", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const operator = { role: "operator", subject: "ops" } as const
      const here = Context.get(yield* Layer.build(anotherProcess), Catalogue)
      const there = Context.get(yield* Layer.build(anotherProcess), Catalogue)
      const { id } = restaurantOf("shared")
      const seenThere = (version: number) =>
        there.menu(id).pipe(
          Effect.map(({ menu }) => menu.version === version),
          Effect.orElseSucceed(() => false),
          Effect.repeat({ until: (isSeen) => isSeen, schedule: Schedule.spaced("20 millis") })
        )
      yield* here.upsertRestaurant(operator, restaurantOf("shared"))
      yield* here.upsertMenu(operator, id, contentOf(itemOf("a", 1)))
      yield* seenThere(1)
      yield* here.upsertMenu(operator, id, contentOf(itemOf("a", 2)))
      yield* seenThere(2)
      const broken =
        yield* sql`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %hotbag_catalogue%'`
      expect(broken).toHaveLength(2)
      yield* here.upsertMenu(operator, id, contentOf(itemOf("a", 3)))
      yield* seenThere(3)
    }).pipe(Effect.scoped)
  )
})
