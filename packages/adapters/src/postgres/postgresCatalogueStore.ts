import { Menu, MenuItemId, Restaurant, RestaurantId } from "@hotbag/core"
import { type CatalogueChange, CatalogueStore, type MenuWrite, StaleMenu } from "@hotbag/services"
import { Effect, Layer, Option, Queue, Schema } from "effect"
import { randomUUID } from "node:crypto"
import { Database } from "./Database.ts"
import { unavailable } from "./sqlFailure.ts"

/** Restaurants, menus and stock in PostgreSQL. Each write is one statement, whatever it writes. */
export const postgresCatalogueStore: Layer.Layer<CatalogueStore, never, Database> = Layer.effect(
  CatalogueStore,
  Effect.map(Database, (database) => {
    const { ask, read, sql } = database
    // Our own words come back to us, too; we know them by this.
    const origin = randomUUID()
    return CatalogueStore.of({
      follow: Effect.map(Effect.mapError(sql.listen(CHANNEL), unavailable), (queue) =>
        Effect.map(Effect.mapError(Queue.takeAll(queue), unavailable), (heard) =>
          heard.flatMap(({ payload }) => changeOf(payload, origin))
        )
      ),
      ...readsOf(database),
      putRestaurants: (restaurants) =>
        restaurants.length === 0
          ? Effect.void
          : Effect.asVoid(
              read(
                sql`with written as (
                    insert into restaurants (rest_id, state)
                    select r ->> 'id', r from jsonb_array_elements(${JSON.stringify(restaurants)}::jsonb) r
                    order by (r ->> 'id') collate "C"
                    on conflict (rest_id) do update set state = excluded.state returning rest_id
                  )
                  select pg_notify(${CHANNEL}, 'restaurant ' || ${origin} || ' ' || rest_id) from written`.raw
              )
            ),
      putMenus: (writes) => {
        const { menus, uncounted, counted } = rowsOf(writes)
        return Effect.catchTag(
          Effect.asVoid(
            ask(
              sql`select put_menus(${menus}::jsonb, ${uncounted}::jsonb, ${counted}::jsonb)
                union all select pg_notify(${CHANNEL}, 'menu ' || ${origin} || ' ' || (m ->> 'rest_id'))
                from jsonb_array_elements(${menus}::jsonb) m`.raw
            )
          ),
          "ConstraintViolated",
          (violated) =>
            violated.constraint === "stale_menu"
              ? Effect.fail(new StaleMenu({ restaurantId: RestaurantId.make(violated.detail) }))
              : Effect.die(violated)
        )
      },
      setStock: (id, levels) =>
        Effect.asVoid(
          read(
            sql`select set_stock(${JSON.stringify(levels.map(({ itemId, left }) => stockRow(id, itemId, left)))}::jsonb)`
              .raw
          )
        )
    })
  })
)

/** Where processes tell each other what they wrote. */
const CHANNEL = "hotbag_catalogue"

/** What a word of another process means; none for our own, and for words of a later version. */
const changeOf = (payload: string, origin: string): ReadonlyArray<CatalogueChange> => {
  const [what, from, id] = payload.split(" ")
  if (from === origin || !Schema.is(RestaurantId)(id)) return []
  if (what === "menu") return [{ _tag: "MenuWritten", restaurantId: id }]
  return what === "restaurant" ? [{ _tag: "RestaurantWritten", restaurantId: id }] : []
}

const readsOf = ({ read, sql }: Database["Service"]) => ({
  restaurants: (after: RestaurantId | null, limit: number) =>
    Effect.map(
      read(sql`select state from restaurants where rest_id > ${after ?? ""} order by rest_id limit ${limit}`),
      (rows) => rows.map((row) => decodeRestaurant(row).state)
    ),
  restaurant: (id: RestaurantId) =>
    Effect.map(read(sql`select state from restaurants where rest_id = ${id}`), ([row]) =>
      row === undefined ? Option.none() : Option.some(decodeRestaurant(row).state)
    ),
  menu: (id: RestaurantId) =>
    Effect.map(
      read(
        sql`select rest_id, version, changed_at_ms::float8 as changed_at_ms, sections from menus where rest_id = ${id}`
      ),
      ([row]) => (row === undefined ? Option.none() : Option.some(menuOf(row)))
    ),
  stock: (id: RestaurantId) =>
    Effect.map(read(sql`select item_id, pieces_left from item_stock where rest_id = ${id}`), (rows) => {
      const levels = rows.map((row) => decodeLevel(row))
      return new Map(levels.map(({ item_id, pieces_left }) => [item_id, pieces_left]))
    })
})

const stockRow = (id: RestaurantId, itemId: MenuItemId, left: number) => ({
  rest_id: id,
  item_id: itemId,
  pieces_left: left
})

const rowsOf = (writes: ReadonlyArray<MenuWrite>) => ({
  menus: JSON.stringify(
    writes.map(({ menu, after }) => ({
      rest_id: menu.restaurantId,
      after,
      version: menu.version,
      changed_at_ms: menu.changedAtMs,
      sections: menu.sections
    }))
  ),
  uncounted: JSON.stringify(
    writes.flatMap(({ menu, uncounted }) =>
      uncounted.map((itemId) => ({ rest_id: menu.restaurantId, item_id: itemId }))
    )
  ),
  counted: JSON.stringify(
    writes.flatMap(({ menu, stocks }) =>
      stocks.map(({ itemId, left }) => stockRow(menu.restaurantId, itemId, left))
    )
  )
})

const decodeRestaurant = Schema.decodeUnknownSync(Schema.Struct({ state: Restaurant }))
const decodeLevel = Schema.decodeUnknownSync(Schema.Struct({ item_id: MenuItemId, pieces_left: Schema.Int }))
const decodeMenu = Schema.decodeUnknownSync(
  Schema.Struct({
    rest_id: Menu.fields.restaurantId,
    version: Menu.fields.version,
    changed_at_ms: Menu.fields.changedAtMs,
    sections: Menu.fields.sections
  })
)

const menuOf = (row: unknown): Menu => {
  const { changed_at_ms, rest_id, sections, version } = decodeMenu(row)
  return { restaurantId: rest_id, version, changedAtMs: changed_at_ms, sections }
}
