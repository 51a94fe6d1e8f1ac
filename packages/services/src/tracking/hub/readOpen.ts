import { Limits, type OrderCase } from "@hotbag/core"
import { Effect, Option } from "effect"
import { isOfferedTo } from "../../couriers/Courier.ts"
import { CourierStore } from "../../couriers/CourierStore.ts"
import { CourierWork } from "../../couriers/CourierWork.ts"
import { OrderReads } from "../../orders/OrderReads.ts"
import type { StoreUnavailable } from "../../StoreUnavailable.ts"
import { viewOf } from "./CaseView.ts"
import type { OrderTold } from "./HubMessage.ts"
import type { RingTopicName } from "./RingRoom.ts"

/** Makes the reader of what is open: a restaurant's orders that are paid for, a courier's offers and deliveries. */
export const readOpen = Effect.gen(function* () {
  const orders = yield* OrderReads
  const couriers = yield* CourierStore
  const work = yield* CourierWork
  return (topic: RingTopicName): Effect.Effect<ReadonlyArray<OrderTold>, StoreUnavailable> => {
    if (topic.kind === "restaurant") {
      const of = { _tag: "OfRestaurant", restaurantId: topic.id, open: true } as const
      return Effect.map(orders.list(of, null, Limits.snapshotOrders), (found) =>
        found
          .filter(({ order }) => order.status !== "placed")
          .map((each) => ({ view: viewOf(each), offer: null }))
      )
    }
    return Effect.gen(function* () {
      const courier = yield* couriers.find(topic.id)
      if (Option.isNone(courier)) return []
      const found = yield* work.of(topic.id, courier.value.regionId)
      return found.map((each) => ({ view: viewOf(each), offer: offerIn(each, topic) }))
    })
  }
})

const offerIn = (each: OrderCase, topic: Extract<RingTopicName, { readonly kind: "courier" }>) => {
  const { delivery } = each
  if (delivery.status === "none" || delivery.offerId === null || !isOfferedTo(each, topic.id)) return null
  return { offerId: delivery.offerId, expiresAtMs: delivery.offerExpiresAtMs }
}
