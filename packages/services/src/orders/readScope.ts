import { CustomerId, RestaurantId } from "@hotbag/core"
import { Option, Schema } from "effect"
import type { Actor } from "../Actor.ts"
import type { OrdersOf } from "./OrderReads.ts"
import type { HistoryOf } from "./Orders.ts"

/** Which orders somebody gets when asking for these; null when none are theirs to ask for (P9). */
export const readScope = ({ role, subject }: Actor, of: HistoryOf): OrdersOf | null => {
  switch (of._tag) {
    case "Own": {
      if (role === "customer") {
        const customerId = Option.getOrNull(Schema.decodeOption(CustomerId)(subject))
        return customerId === null ? null : { _tag: "OfCustomer", customerId }
      }
      if (role !== "restaurant") return null
      const restaurantId = Option.getOrNull(Schema.decodeOption(RestaurantId)(subject))
      return restaurantId === null ? null : { _tag: "OfRestaurant", restaurantId, open: false }
    }
    case "Customer": {
      const { customerId } = of
      const isOwn = role === "customer" && subject === customerId
      return isOwn || isOperations(role) ? { _tag: "OfCustomer", customerId } : null
    }
    case "Region": {
      const { open, regionId } = of
      return isOperations(role) ? { _tag: "InRegion", regionId, open } : null
    }
  }
}

const isOperations = (role: Actor["role"]): boolean => role === "operator" || role === "system"
