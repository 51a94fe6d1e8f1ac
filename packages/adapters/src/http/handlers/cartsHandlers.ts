import { type Cart, type CartsGroup, etaOf, instantText, type Quote, type QuotesGroup } from "@hotbag/api"
import { decimalNumber } from "@hotbag/core"
import { type Cart as ServiceCart, Carts, type QuotedOrder, type Receipts } from "@hotbag/services"
import { Effect } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { onceByKey } from "./onceByKey.ts"
import { asCommand, asRead } from "./problemFor.ts"

/** Carts of customers. */
export const cartsHandlers: Effect.Effect<
  HandlersOf<typeof CartsGroup>,
  never,
  Carts | Receipts
> = Effect.gen(function* () {
  const carts = yield* Carts
  const once = yield* onceByKey
  return {
    get: ({ caller }) => asRead(Effect.map(carts.get(caller.actor), cartView)),
    replace: (request) => {
      const { caller, payload } = request
      const items = payload.items.map(({ itemId, quantity }) => ({ itemId, quantity }))
      const replaced = carts.replace(caller.actor, payload.restaurantId, items)
      return once(request, "carts.replace", Effect.map(replaced, cartView))
    },
    clear: (request) => once(request, "carts.clear", Effect.map(carts.clear(request.caller.actor), cartView)),
    setQuantity: (request) => {
      const { caller, params, payload } = request
      const changed = carts.setQuantity(caller.actor, params.itemId, payload.quantity)
      return once(request, "carts.setQuantity", Effect.map(changed, cartView))
    },
    quote: ({ caller, payload }) =>
      asCommand(Effect.map(carts.quote(caller.actor, payload.address), quoteView))
  }
})

/** Quotes of items that are in no cart. */
export const quotesHandlers: Effect.Effect<HandlersOf<typeof QuotesGroup>, never, Carts> = Effect.map(
  Carts,
  (carts) => ({
    quote: ({ payload: { restaurantId, items, address } }) =>
      asCommand(
        Effect.map(
          carts.quoteItems({
            restaurantId,
            lines: items.map(({ itemId, quantity }) => ({ itemId, quantity })),
            dropoff: address
          }),
          quoteView
        )
      )
  })
)

const cartView = ({ restaurantId, lines, updatedAtMs }: ServiceCart): Cart => ({
  restaurantId,
  items: lines.map(({ itemId, quantity, seenPrice }) => ({
    itemId,
    quantity,
    seenPrice: decimalNumber(seenPrice),
    currency: seenPrice.currency
  })),
  updatedAt: instantText(updatedAtMs)
})

const quoteView = ({ quote }: QuotedOrder): Quote => ({
  restaurantId: quote.restaurantId,
  items: quote.lines.map(({ itemId, name, quantity, unitPrice, lineTotal }) => ({
    itemId,
    name,
    quantity,
    unitPrice: decimalNumber(unitPrice),
    linePrice: decimalNumber(lineTotal)
  })),
  itemsPrice: decimalNumber(quote.itemTotal),
  deliveryFee: decimalNumber(quote.deliveryFee),
  totalPrice: decimalNumber(quote.total),
  currency: quote.total.currency,
  distanceM: Math.round(quote.distanceM),
  ...etaOf(quote.promisedAtMs, quote.quotedAtMs),
  expiresAt: instantText(quote.validUntilMs)
})
