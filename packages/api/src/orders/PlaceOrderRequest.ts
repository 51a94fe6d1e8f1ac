import { Effect, Result, Schema, SchemaIssue, SchemaTransformation } from "effect"
import { CardFreeText, CustomerId, LatLng, Limits, MenuItemId, RestaurantId } from "@hotbag/core"
import { at, oneOf, requiredOneOf, settled } from "../wire/oneOf.ts"
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
      decode: (line) => settled(readLine(line)),
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
      decode: (order) => settled(readOrder(order)),
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

const readLine = ({
  itemId,
  id,
  menuItemId,
  quantity,
  qty
}: WireLine): Result.Result<RequestedLine, SchemaIssue.Issue> => {
  const item = requiredOneOf<MenuItemId>({ itemId, id, menuItemId })
  if (Result.isFailure(item)) return Result.fail(item.failure)
  const pieces = requiredOneOf<number>({ quantity, qty })
  if (Result.isFailure(pieces)) return Result.fail(pieces.failure)
  const dialect = itemId !== undefined ? "itemId" : id !== undefined ? "id" : "menuItemId"
  return Result.succeed({ itemId: item.success, quantity: pieces.success, dialect })
}

const readOrder = (order: WireOrder): Result.Result<PlaceOrder, SchemaIssue.Issue> => {
  const { userId, restaurantId, restaurant_id, rest_id, address, dropoff } = order
  const customerId = oneOf<CustomerId>({ customerId: order.customerId, userId })
  if (Result.isFailure(customerId)) return Result.fail(customerId.failure)
  const restaurant = requiredOneOf<RestaurantId>({ restaurantId, restaurant_id, rest_id })
  if (Result.isFailure(restaurant)) return Result.fail(restaurant.failure)
  if (dropoff !== undefined && address !== undefined && !samePlace(dropoff, address)) {
    return Result.fail(at(["dropoff"], "Expected the same as address: both name one field"))
  }
  const place = dropoff ?? address
  const position =
    place === undefined ? noPosition : positionOf(dropoff === undefined ? "address" : "dropoff", place)
  if (Result.isFailure(position)) return Result.fail(position.failure)
  return Result.succeed({
    customerId: customerId.success ?? null,
    restaurantId: restaurant.success,
    items: order.items,
    paymentMethod: paymentMethodOf(order.paymentMethod),
    paymentToken: order.paymentToken ?? null,
    dropoff: position.success,
    address: place?.text ?? null,
    recipient: place?.recipient ?? null,
    instructions: place?.instructions ?? null,
    note: order.note ?? null
  })
}

const noPosition: Result.Result<LatLng | null, SchemaIssue.Issue> = Result.succeed(null)

const positionOf = (
  field: string,
  { lat, lng, lon }: WireAddress
): Result.Result<LatLng | null, SchemaIssue.Issue> => {
  const longitude = requiredOneOf<number>({ lng, lon })
  return Result.isSuccess(longitude)
    ? Result.succeed({ lat, lng: longitude.success })
    : Result.fail(new SchemaIssue.Pointer([field], longitude.failure))
}

const samePlace = (left: WireAddress, right: WireAddress): boolean =>
  left.lat === right.lat && (left.lng ?? left.lon) === (right.lng ?? right.lon)

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
