import { type Cart, type CartsGroup, etaOf, instantText, type Quote, type QuotesGroup } from "@hotbag/api"
import { decimalNumber } from "@hotbag/core"
import { type Cart as ServiceCart, Carts, type QuotedOrder } from "@hotbag/services"
import { Effect } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { asCommand, asRead } from "./problemFor.ts"

/** Carts of customers. */
export const cartsHandlers: Effect.Effect<HandlersOf<typeof CartsGroup>, never, Carts> = Effect.map(
  Carts,
  (carts) => ({
    get: ({ caller }) => asRead(Effect.map(carts.get(caller.actor), cartView)),
    replace: ({ caller, payload: { restaurantId, items } }) =>
      asCommand(
        Effect.map(
          carts.replace(
            caller.actor,
            restaurantId,
            items.map(({ itemId, quantity }) => ({ itemId, quantity }))
          ),
          cartView
        )
      ),
    clear: ({ caller }) => asCommand(Effect.map(carts.clear(caller.actor), cartView)),
    setQuantity: ({ caller, params, payload }) =>
      asCommand(Effect.map(carts.setQuantity(caller.actor, params.itemId, payload.quantity), cartView)),
    quote: ({ caller, payload }) =>
      asCommand(Effect.map(carts.quote(caller.actor, payload.address), quoteView))
  })
)

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
