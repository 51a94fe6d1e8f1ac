import {
  CourierId,
  CustomerId,
  decideOrder,
  DeliveryId,
  evolveOrder,
  initialOrder,
  MenuItemId,
  type Money,
  type OrderCommand,
  type OrderCommandOf,
  type OrderCommandTag,
  OrderId,
  type OrderState,
  type OrderStatus,
  PaymentId,
  RegionId,
  RestaurantId
} from "@hotbag/core"
import { Result } from "effect"

/** Placement time of the orders of these tests. */
export const PLACED_AT_MS = 1_000_000

export const euros = (amountMinor: number): Money => ({ amountMinor, currency: "EUR" })
export const ana = CourierId.make("ana")
export const bo = CourierId.make("bo")
export const payment = PaymentId.make("pay-1")

export const placeOrder: OrderCommandOf<"PlaceOrder"> = {
  _tag: "PlaceOrder",
  orderId: OrderId.make("order-1"),
  deliveryId: DeliveryId.make("delivery-1"),
  customerId: CustomerId.make("customer-1"),
  restaurantId: RestaurantId.make("restaurant-1"),
  regionId: RegionId.make("region-1"),
  items: [
    { itemId: MenuItemId.make("soup"), quantity: 2, unitPrice: euros(650) },
    { itemId: MenuItemId.make("bread"), quantity: 1, unitPrice: euros(220) }
  ],
  deliveryFee: euros(199),
  pickup: { lat: 52.52, lng: 13.4 },
  dropoff: { lat: 52.53, lng: 13.42 },
  promisedAtMs: PLACED_AT_MS + 2_400_000,
  preparationMs: 900_000,
  autoAccept: false
}

/** One command of each kind, fit for the happy path with courier Ana. */
export const orderCommands: { readonly [Tag in OrderCommandTag]: OrderCommandOf<Tag> } = {
  PlaceOrder: placeOrder,
  AuthorisePayment: { _tag: "AuthorisePayment", paymentId: payment },
  DeclinePayment: { _tag: "DeclinePayment", reason: "card expired" },
  ConfirmOrder: { _tag: "ConfirmOrder", readyEstimateAtMs: PLACED_AT_MS + 600_000 },
  RejectOrder: { _tag: "RejectOrder", reason: "out of soup" },
  StartPreparing: { _tag: "StartPreparing" },
  RevisePreparation: { _tag: "RevisePreparation", readyEstimateAtMs: PLACED_AT_MS + 700_000 },
  MarkReady: { _tag: "MarkReady" },
  MarkPickedUp: { _tag: "MarkPickedUp", courierId: ana },
  MarkDelivered: { _tag: "MarkDelivered" },
  MarkFailed: { _tag: "MarkFailed", reason: "accident" },
  CancelOrder: { _tag: "CancelOrder", by: "platform", reason: "no-courier" },
  NoteCourierAssigned: { _tag: "NoteCourierAssigned", courierId: ana },
  NoteCourierUnassigned: { _tag: "NoteCourierUnassigned", courierId: ana }
}

/** Commands that lead to each status. */
export const wayTo: Readonly<Record<OrderStatus | "none", ReadonlyArray<OrderCommandTag>>> = {
  none: [],
  placed: ["PlaceOrder"],
  "payment-authorised": ["PlaceOrder", "AuthorisePayment"],
  "payment-declined": ["PlaceOrder", "DeclinePayment"],
  confirmed: ["PlaceOrder", "AuthorisePayment", "ConfirmOrder"],
  rejected: ["PlaceOrder", "AuthorisePayment", "RejectOrder"],
  preparing: ["PlaceOrder", "AuthorisePayment", "ConfirmOrder", "StartPreparing"],
  ready: ["PlaceOrder", "AuthorisePayment", "ConfirmOrder", "StartPreparing", "MarkReady"],
  "picked-up": ["PlaceOrder", "AuthorisePayment", "ConfirmOrder", "MarkReady", "MarkPickedUp"],
  delivered: ["PlaceOrder", "AuthorisePayment", "ConfirmOrder", "MarkPickedUp", "MarkDelivered"],
  cancelled: ["PlaceOrder", "CancelOrder"],
  failed: ["PlaceOrder", "AuthorisePayment", "ConfirmOrder", "MarkFailed"]
}

/** The order after the commands, all at once at `atMs`. @throws when one is rejected. */
export const after = (
  commands: ReadonlyArray<OrderCommand>,
  atMs = PLACED_AT_MS,
  from: OrderState = initialOrder
): OrderState => {
  let state = from
  for (const command of commands) {
    for (const event of Result.getOrThrow(decideOrder(state, command, atMs)))
      state = evolveOrder(state, event)
  }
  return state
}

/** An order in a status. */
export const orderIn = (status: OrderStatus | "none"): OrderState =>
  after(wayTo[status].map((tag) => orderCommands[tag]))
