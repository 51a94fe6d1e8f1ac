import { Schema } from "effect"

/** What the demonstration reads of the answers; everything else in them is left alone. */

const Place = Schema.Struct({ lat: Schema.Finite, lng: Schema.Finite })

/** Restaurants nearby. */
export const Nearby = Schema.Struct({
  restaurants: Schema.Array(
    Schema.Struct({ restaurantId: Schema.String, name: Schema.String, location: Place })
  )
})

/** A restaurant. */
export const RestaurantInfo = Schema.Struct({
  regionId: Schema.String,
  location: Place,
  autoAccept: Schema.Boolean
})

/** A menu. */
export const MenuInfo = Schema.Struct({
  currency: Schema.String,
  sections: Schema.Array(
    Schema.Struct({
      items: Schema.Array(
        Schema.Struct({
          itemId: Schema.String,
          name: Schema.String,
          price: Schema.Finite,
          available: Schema.Boolean
        })
      )
    })
  )
})

/** An order. */
export const OrderInfo = Schema.Struct({
  orderId: Schema.String,
  deliveryId: Schema.String,
  status: Schema.String,
  totalPrice: Schema.Finite,
  currency: Schema.String,
  assignedDriverId: Schema.NullOr(Schema.String)
})
export type OrderInfo = typeof OrderInfo.Type

/** The open offers of a courier. */
export const OffersInfo = Schema.Struct({
  offers: Schema.Array(
    Schema.Struct({
      offerId: Schema.String,
      deliveries: Schema.Array(Schema.Struct({ deliveryId: Schema.String }))
    })
  )
})

/** The postings of an order. */
export const LedgerInfo = Schema.Struct({
  entries: Schema.Array(
    Schema.Struct({
      kind: Schema.String,
      account: Schema.String,
      amount: Schema.Finite,
      currency: Schema.String
    })
  ),
  balanceMinor: Schema.Int
})
export type LedgerInfo = typeof LedgerInfo.Type

/** Why the courier was chosen. */
export const ReasonsInfo = Schema.Struct({
  offers: Schema.Array(
    Schema.Struct({
      chosen: Schema.String,
      policy: Schema.String,
      considered: Schema.Int,
      words: Schema.String
    })
  )
})
export type ReasonsInfo = typeof ReasonsInfo.Type

/** Whatever else: not read. */
export const Anything = Schema.Unknown
