import { CourierId, DeliveryId, Limits, OrderId, RestaurantId } from "@hotbag/core"
import { Option, Schema } from "effect"

/** What can be watched: the case of an order, by its own id or its delivery's, everything at a restaurant, everything about a courier. */
export type Topic =
  | { readonly kind: "order"; readonly name: string; readonly id: OrderId }
  | { readonly kind: "delivery"; readonly name: string; readonly id: DeliveryId }
  | { readonly kind: "restaurant"; readonly name: string; readonly id: RestaurantId }
  | { readonly kind: "courier"; readonly name: string; readonly id: CourierId }

/** Word before the colon of a topic's name. */
export type TopicKind = Topic["kind"]

/** The topic of a name such as `order:018f…`; null when it is none. `driver:` is another way to write `courier:`. */
export const topicOf = (name: string): Topic | null => {
  if (name.length > Limits.topicLength) return null
  const colon = name.indexOf(":")
  const id = name.slice(colon + 1)
  switch (name.slice(0, Math.max(0, colon))) {
    case "order":
      return Option.getOrNull(Option.map(orderId(id), (id) => ({ kind: "order", name, id })))
    case "delivery":
      return Option.getOrNull(Option.map(deliveryId(id), (id) => ({ kind: "delivery", name, id })))
    case "restaurant":
      return Option.getOrNull(Option.map(restaurantId(id), (id) => ({ kind: "restaurant", name, id })))
    case "courier":
    case "driver":
      return Option.getOrNull(
        Option.map(courierId(id), (id) => ({ kind: "courier", name: `courier:${id}`, id }))
      )
    default:
      return null
  }
}

const orderId = Schema.decodeUnknownOption(OrderId)
const deliveryId = Schema.decodeUnknownOption(DeliveryId)
const restaurantId = Schema.decodeUnknownOption(RestaurantId)
const courierId = Schema.decodeUnknownOption(CourierId)
