import type { MenuRequest, RestaurantRequest, RestaurantsGroup } from "@hotbag/api"
import { Unprocessable } from "@hotbag/api"
import {
  type MenuContent,
  type MenuItem,
  type Money,
  type MoneyRejection,
  moneyFromDecimal,
  type Restaurant,
  type RestaurantId
} from "@hotbag/core"
import { Catalogue, LiveEta, type Receipts, RestaurantDesk } from "@hotbag/services"
import { Clock, Effect, Result } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { restaurantView } from "../views/catalogueViews.ts"
import { orderView } from "../views/orderView.ts"
import { onceByKey } from "./onceByKey.ts"
import { asRead } from "./problemFor.ts"

/** What a restaurant does about itself. */
export const restaurantsHandlers: Effect.Effect<
  HandlersOf<typeof RestaurantsGroup>,
  never,
  Catalogue | LiveEta | Receipts | RestaurantDesk
> = Effect.gen(function* () {
  const catalogue = yield* Catalogue
  const desk = yield* RestaurantDesk
  const etas = yield* LiveEta
  const once = yield* onceByKey
  const seen = (id: RestaurantId) => Effect.map(catalogue.restaurant(id), restaurantView)
  return {
    upsert: (request) => {
      const { restaurantId } = request.params
      const described = catalogue.upsertRestaurant(
        request.caller.actor,
        restaurantOf(restaurantId, request.payload)
      )
      return once(request, "restaurants.upsert", Effect.andThen(described, seen(restaurantId)))
    },
    setStatus: (request) => {
      const { restaurantId } = request.params
      const set = catalogue.setStatus(request.caller.actor, restaurantId, request.payload.status)
      return once(request, "restaurants.setStatus", Effect.andThen(set, seen(restaurantId)))
    },
    putMenu: (request) => {
      const { restaurantId } = request.params
      const content = contentOf(request.payload)
      if (Result.isFailure(content)) return Effect.fail(content.failure)
      const written = catalogue.upsertMenu(request.caller.actor, restaurantId, content.success)
      return once(
        request,
        "restaurants.putMenu",
        Effect.map(written, ({ version }) => ({ restaurantId, version }))
      )
    },
    putStock: (request) => {
      const { restaurantId } = request.params
      const levels = request.payload.items.map(({ itemId, stock }) => ({ itemId, left: stock }))
      const set = catalogue.setStock(request.caller.actor, restaurantId, levels)
      return once(
        request,
        "restaurants.putStock",
        Effect.map(set, (now) => ({ items: now.map(({ itemId, left }) => ({ itemId, stock: left })) }))
      )
    },
    incoming: ({ caller, params, query: { open = "true", cursor = null, limit = DEFAULT_PAGE } }) =>
      asRead(
        Effect.zipWith(
          desk.incoming(caller.actor, params.restaurantId, open === "true", { cursor, limit }),
          Clock.currentTimeMillis,
          ({ orders, nextCursor }, atMs) => ({
            orders: orders.map(({ order }) =>
              orderView(order, { atMs, dialect: "itemId", eta: etas.of(order.orderId, atMs) })
            ),
            nextCursor
          })
        )
      )
  }
})

/** Orders of a page unless told. */
const DEFAULT_PAGE = 50

const restaurantOf = (id: RestaurantId, request: RestaurantRequest): Restaurant => {
  const { location, preparationMinutes, ...rest } = request
  return { id, ...rest, position: location, preparationMs: Math.round(preparationMinutes * 60_000) }
}

/** The menu with its prices as money; the first price that is none is named (C28). */
const contentOf = ({ currency, sections }: MenuRequest): Result.Result<MenuContent, Unprocessable> => {
  const read: Array<MenuContent["sections"][number]> = []
  for (const [at, { name, items }] of sections.entries()) {
    const itemsRead: Array<MenuItem> = []
    for (const [place, item] of items.entries()) {
      const price = moneyFromDecimal(item.price, currency)
      if (Result.isFailure(price)) return Result.fail(wrongPrice(at, place, price.failure))
      itemsRead.push(itemOf(item, price.success))
    }
    read.push({ name, items: itemsRead })
  }
  return Result.succeed({ sections: read })
}

type WireItem = MenuRequest["sections"][number]["items"][number]

const itemOf = ({ itemId, availability, ...item }: WireItem, price: Money): MenuItem => ({
  ...item,
  id: itemId,
  price,
  availability: availabilityOf(availability)
})

const availabilityOf = (availability: WireItem["availability"]): MenuItem["availability"] => {
  switch (availability.type) {
    case "always":
      return { _tag: "Always" }
    case "stock":
      return { _tag: "Stock", stock: availability.stock }
    case "windows":
      return { _tag: "Windows", weekly: availability.weekly }
  }
}

const wrongPrice = (section: number, item: number, { _tag, message }: MoneyRejection): Unprocessable =>
  new Unprocessable({
    code: _tag,
    detail: message,
    errors: [{ path: ["payload", "sections", section, "items", item, "price"], message }]
  })
