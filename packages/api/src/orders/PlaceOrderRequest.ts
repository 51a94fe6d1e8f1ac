import { Effect, Schema, SchemaIssue, SchemaTransformation } from "effect"
import { CardFreeText, CustomerId, LatLng, Limits, MenuItemId, RestaurantId } from "@hotbag/core"
import { oneOf, requiredOneOf } from "../wire/oneOf.ts"
import { positionFields } from "../wire/Position.ts"

/** Which names a caller uses for an item and its number of pieces (C3). */
export const ItemDialect = Schema.Literals(["itemId", "id", "menuItemId"])
export type ItemDialect = typeof ItemDialect.Type

/** How the customer pays; `card` is the same as `credit_card` (C7). */
export const PaymentMethod = Schema.Literals(["credit_card", "paypal", "apple_pay"]).annotate({
  identifier: "PaymentMethod"
})
export type PaymentMethod = typeof PaymentMethod.Type

/** How the customer pays, on the wire (C7). */
export const PaymentMethodName = Schema.Literals(["card", "credit_card", "paypal", "apple_pay"])

/** What the gateway gave the customer's device in place of the card (S132): nothing that looks like a card number. */
export const PaymentToken = CardFreeText.check(
  Schema.isMinLength(1),
  Schema.isMaxLength(Limits.paymentTokenLength)
)

/** The method behind a name; `card` unless said otherwise. */
export const paymentMethodOf = (name: typeof PaymentMethodName.Type | undefined): PaymentMethod =>
  name === undefined || name === "card" ? "credit_card" : name

/** Pieces of one item. */
export const Quantity = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: Limits.itemQuantity }))

const wireLine = Schema.Struct({
  itemId: Schema.optionalKey(MenuItemId),
  id: Schema.optionalKey(MenuItemId),
  menuItemId: Schema.optionalKey(MenuItemId),
  quantity: Schema.optionalKey(Quantity),
  qty: Schema.optionalKey(Quantity)
})
type WireLine = typeof wireLine.Type

/** One line, whatever it is called. */
export const RequestedLine = Schema.Struct({ itemId: MenuItemId, quantity: Quantity, dialect: ItemDialect })
export type RequestedLine = typeof RequestedLine.Type

const anyLine = wireLine.pipe(
  Schema.decodeTo(
    RequestedLine,
    SchemaTransformation.transformEffect<typeof RequestedLine.Encoded, WireLine>({
      decode: ({ itemId, id, menuItemId, quantity, qty }) => {
        const dialect = itemId !== undefined ? "itemId" : id !== undefined ? "id" : "menuItemId"
        return Effect.flatMap(requiredOneOf<MenuItemId>({ itemId, id, menuItemId }), (item) =>
          Effect.map(requiredOneOf<number>({ quantity, qty }), (pieces) => ({
            itemId: item,
            quantity: pieces,
            dialect
          }))
        )
      },
      encode: ({ itemId, quantity, dialect }) => {
        const item = MenuItemId.make(itemId)
        if (dialect === "id") return Effect.succeed({ id: item, qty: quantity })
        if (dialect === "menuItemId") return Effect.succeed({ menuItemId: item, quantity })
        return Effect.succeed({ itemId: item, quantity })
      }
    })
  )
)

/** The lines of an order, in any dialect. */
export const RequestedLines = Schema.Array(anyLine).check(
  Schema.isMinLength(1),
  Schema.isMaxLength(Limits.orderLines)
)

/** Text of a person, without anything that looks like a card number (S132). */
const line = (length: number) => CardFreeText.check(Schema.isMaxLength(length))

const wireAddress = Schema.Struct({
  ...positionFields,
  text: Schema.optionalKey(line(Limits.addressLength)),
  recipient: Schema.optionalKey(line(Limits.addressLength)),
  instructions: Schema.optionalKey(line(Limits.orderNoteLength))
})

const wireOrder = Schema.Struct({
  customerId: Schema.optionalKey(CustomerId),
  userId: Schema.optionalKey(CustomerId),
  restaurantId: Schema.optionalKey(RestaurantId),
  restaurant_id: Schema.optionalKey(RestaurantId),
  rest_id: Schema.optionalKey(RestaurantId),
  items: RequestedLines,
  paymentMethod: Schema.optionalKey(PaymentMethodName),
  paymentToken: Schema.optionalKey(PaymentToken),
  address: Schema.optionalKey(wireAddress),
  dropoff: Schema.optionalKey(wireAddress),
  note: Schema.optionalKey(line(Limits.orderNoteLength))
}).annotate({
  identifier: "PlaceOrderRequest",
  description:
    "An order in any of three dialects: items as {id, qty}, {menuItemId, quantity} or {itemId, quantity}; the customer as userId or customerId (the sender unless given); the restaurant as restaurantId, restaurant_id or rest_id."
})
type WireOrder = typeof wireOrder.Type

/** An order to place, whatever dialect it came in (C3, C4, C7). */
export const PlaceOrder = Schema.Struct({
  /** Null: the sender. */
  customerId: Schema.NullOr(CustomerId),
  restaurantId: RestaurantId,
  items: Schema.Array(RequestedLine),
  paymentMethod: PaymentMethod,
  /** What the gateway gave the customer's device; never card data (S132). */
  paymentToken: Schema.NullOr(Schema.String),
  /** Null: not said; an order needs one. */
  dropoff: Schema.NullOr(LatLng),
  address: Schema.NullOr(Schema.String),
  recipient: Schema.NullOr(Schema.String),
  /** For the courier. */
  instructions: Schema.NullOr(Schema.String),
  /** For the kitchen. */
  note: Schema.NullOr(Schema.String)
})
export type PlaceOrder = typeof PlaceOrder.Type

/** Body of `POST /orders` (S34–S36). */
export const PlaceOrderRequest = wireOrder.pipe(
  Schema.decodeTo(
    Schema.toType(PlaceOrder),
    SchemaTransformation.transformEffect<PlaceOrder, WireOrder>({
      decode: (order) =>
        Effect.gen(function* () {
          const { customerId, userId, restaurantId, restaurant_id, rest_id, address, dropoff } = order
          const place = dropoff ?? address
          if (dropoff !== undefined && address !== undefined && !samePlace(dropoff, address)) {
            return yield* Effect.fail(bothPlaces)
          }
          return {
            customerId: (yield* oneOf<CustomerId>({ customerId, userId })) ?? null,
            restaurantId: yield* requiredOneOf<RestaurantId>({ restaurantId, restaurant_id, rest_id }),
            items: order.items,
            paymentMethod: paymentMethodOf(order.paymentMethod),
            paymentToken: order.paymentToken ?? null,
            dropoff:
              place === undefined
                ? null
                : yield* positionOf(dropoff === undefined ? "address" : "dropoff", place),
            address: place?.text ?? null,
            recipient: place?.recipient ?? null,
            instructions: place?.instructions ?? null,
            note: order.note ?? null
          }
        }),
      encode: ({ dropoff, address, recipient, instructions, ...order }) =>
        Effect.succeed({
          ...withoutNulls(order),
          items: order.items,
          restaurantId: order.restaurantId,
          paymentMethod: order.paymentMethod,
          ...(dropoff === null
            ? {}
            : { address: { ...dropoff, ...withoutNulls({ text: address, recipient, instructions }) } })
        })
    })
  )
)

/** The dialect of an order: that of its first line. */
export const dialectOf = (order: Pick<PlaceOrder, "items">): ItemDialect =>
  order.items[0]?.dialect ?? "itemId"

type WireAddress = typeof wireAddress.Type

const positionOf = (
  field: string,
  { lat, lng, lon }: WireAddress
): Effect.Effect<LatLng, SchemaIssue.Issue> =>
  requiredOneOf<number>({ lng, lon }).pipe(
    Effect.map((longitude) => ({ lat, lng: longitude })),
    Effect.mapError((issue) => new SchemaIssue.Pointer([field], issue))
  )

const samePlace = (left: WireAddress, right: WireAddress): boolean =>
  left.lat === right.lat && (left.lng ?? left.lon) === (right.lng ?? right.lon)

const bothPlaces = new SchemaIssue.Pointer(
  ["dropoff"],
  new SchemaIssue.InvalidValue({ message: "Expected the same as address: both name one field" })
)

type WithoutNulls<A> = { readonly [K in keyof A]?: Exclude<A[K], null> }

const withoutNulls = <A extends object>(fields: A): WithoutNulls<A> => {
  const kept: { [K in keyof A]?: Exclude<A[K], null> } = {}
  for (const name in fields) {
    const value = fields[name]
    if (isGiven(value)) kept[name] = value
  }
  return kept
}

const isGiven = <A>(value: A): value is Exclude<A, null> => value !== null
