import {
  advanceCase,
  CommandId,
  CustomerId,
  DeliveryId,
  MenuItemId,
  noCase,
  OrderId,
  RegionId,
  RestaurantId,
  toOrder,
  UUID_RANDOM_BYTES,
  uuidV7
} from "@hotbag/core"
import type { Commit } from "@hotbag/services"
import { Redacted, Result } from "effect"
import { randomBytes } from "node:crypto"

/** The placement of an order of three items as the engine commits it: the case begun, its log, its errands, and the receipt. */
export const placedOrder = (): Commit => {
  const nowMs = Date.now()
  const uuid = (): string => uuidV7(nowMs, randomBytes(UUID_RANDOM_BYTES))
  const orderId = OrderId.make(uuid())
  const customerId = CustomerId.make(uuid())
  const key = CommandId.make(uuid())
  const line = (name: string, quantity: number, amountMinor: number) => ({
    itemId: MenuItemId.make(`restaurant-17-${name}`),
    quantity,
    unitPrice: { amountMinor, currency: "EUR" as const }
  })
  const placing = toOrder({
    _tag: "PlaceOrder",
    orderId,
    deliveryId: DeliveryId.make(uuid()),
    customerId,
    restaurantId: RestaurantId.make("restaurant-17"),
    regionId: RegionId.make("mitte"),
    items: [line("i1", 1, 650), line("i2", 2, 220), line("i3", 1, 390)],
    deliveryFee: { amountMinor: 199, currency: "EUR" },
    pickup: { lat: 52.52, lng: 13.4 },
    dropoff: { lat: 52.53, lng: 13.42 },
    promisedAtMs: nowMs + 2_400_000,
    preparationMs: 900_000,
    autoAccept: true
  })
  const step = Result.getOrThrow(advanceCase(noCase, placing, nowMs))
  const actor = { role: "customer", subject: customerId } as const
  const address = "Elm Street 5"
  return {
    changes: [
      {
        before: { orderId, length: 0 },
        step,
        transfers: [],
        payment: { method: "credit_card", token: Redacted.make("tok_visa") },
        details: { address, recipient: "Ada", instructions: null, note: null }
      }
    ],
    receipt: {
      scope: `customer ${customerId} orders.place`,
      key,
      bodyHash: key,
      status: 201,
      answer: JSON.stringify(step.after.order),
      atMs: nowMs
    },
    stock: [],
    fence: null,
    actor,
    commandId: key,
    atMs: nowMs
  }
}
