import { at, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import type { City } from "../../../src/world/City.ts"
import {
  busyDay,
  CARRIED,
  COOKED_FIRST,
  NEXT,
  onePlaceDay,
  QUEUED,
  QUEUED_LAST,
  QUEUED_NEXT,
  SILENT
} from "../days.ts"
import { changed, first, indexOf, inOrder, last, moved, versioned, without } from "../spoil.ts"
import { earlier, handedTo, type Plant, timeOf, to, withCourier } from "./Plant.ts"

const withOrder = (city: City, id: string, patch: Partial<City["orders"][number]>): City => ({
  ...city,
  orders: city.orders.map((order) => (order.id === id ? { ...order, ...patch } : order))
})

const withSlots = (city: City, slots: number): City => ({
  ...city,
  restaurants: city.restaurants.map((shop) =>
    shop.kitchenSlots === null ? shop : { ...shop, kitchenSlots: slots }
  )
})

export const physics: ReadonlyArray<Plant> = [
  {
    what: "an arrival at the restaurant a second too early",
    day: busyDay,
    entries: (entries) => moved(entries, { type: "CourierAtRestaurant", order: CARRIED }, earlier(SECOND_MS))
  },
  {
    what: "an arrival at the door too early for any handling at the restaurant",
    day: busyDay,
    entries: (entries) =>
      moved(entries, { type: "CourierAtCustomer", order: COOKED_FIRST }, earlier(21 * SECOND_MS))
  },
  {
    what: "a pickup before the food is ready",
    day: busyDay,
    entries: (entries) => moved(entries, { type: "DeliveryPickedUp", order: QUEUED }, earlier(1))
  },
  {
    what: "a pickup before the courier is handled",
    day: busyDay,
    entries: (entries) =>
      moved(
        entries,
        { type: "DeliveryPickedUp", order: CARRIED },
        to(timeOf(entries, { type: "CourierAtRestaurant", order: CARRIED }) + MINUTE_MS - 1)
      )
  },
  {
    what: "a drop-off before the customer is handled",
    day: busyDay,
    entries: (entries) =>
      moved(
        entries,
        { type: "DeliveryCompleted", order: CARRIED },
        to(timeOf(entries, { type: "CourierAtCustomer", order: CARRIED }) + MINUTE_MS - 1)
      )
  },
  {
    what: "a courier who accepts before the last door is done",
    day: busyDay,
    entries: (entries) => {
      const { atMs } = first(entries, { type: "DeliveryCompleted", order: CARRIED })
      const acceptedAtMs = timeOf(entries, { type: "OfferAccepted", order: NEXT })
      return moved(entries, { order: CARRIED, atMs }, to(acceptedAtMs - 9 * SECOND_MS))
    }
  }
]

export const dutyHours: ReadonlyArray<Plant> = [
  {
    what: "a courier of another region",
    day: onePlaceDay,
    entries: (entries) => handedTo(entries, CARRIED, "s0")
  },
  {
    what: "a courier of no region",
    day: onePlaceDay,
    entries: (entries) => handedTo(entries, CARRIED, "stranger")
  },
  {
    what: "a courier who has gone home",
    day: busyDay,
    city: (city, entries) => {
      const { atMs, courier } = last(entries, { type: "DeliveryOffered" })
      return withCourier(city, courier, { offAtMs: atMs - 1 })
    }
  },
  {
    what: "a courier who has not come yet",
    day: busyDay,
    city: (city, entries) => {
      const { atMs, courier } = first(entries, { type: "DeliveryOffered" })
      return withCourier(city, courier, { onAtMs: atMs + 1 })
    }
  },
  {
    what: "a courier who cannot be there before going home",
    day: busyDay,
    city: (city, entries) => {
      const { atMs, courier } = last(entries, { type: "DeliveryOffered" })
      return withCourier(city, courier, { offAtMs: atMs + 2 * MINUTE_MS })
    }
  },
  {
    what: "food that is expected after the courier goes home",
    day: onePlaceDay,
    city: (city, entries) =>
      withCourier(city, "c1", {
        offAtMs: timeOf(entries, { type: "DeliveryOffered", courier: "c1" }) + SECOND_MS
      })
  },
  {
    what: "a courier who dawdles at the restaurant after the off-time",
    day: busyDay,
    city: (city, entries) => {
      const { atMs, courier } = last(entries, { type: "CourierAtRestaurant" })
      return withCourier(city, courier, { offAtMs: atMs + 90_000 })
    },
    entries: (entries) => {
      const { order = "" } = last(entries, { type: "CourierAtRestaurant" })
      const pickedUpAtMs = timeOf(entries, { type: "DeliveryPickedUp", order })
      return inOrder(
        entries.map((entry) =>
          entry.order === order && entry.atMs >= pickedUpAtMs
            ? { ...entry, atMs: entry.atMs + 3 * MINUTE_MS }
            : entry
        )
      )
    }
  }
]

export const kitchenSlots: ReadonlyArray<Plant> = [
  {
    what: "food that is ready too early",
    day: busyDay,
    entries: (entries) => moved(entries, { type: "FoodReady", order: QUEUED }, earlier(1))
  },
  {
    what: "an order that is confirmed at another time",
    day: busyDay,
    city: (city) => withOrder(city, SILENT, { acceptAfterMs: 1 }),
    entries: (entries) => {
      const index = indexOf(entries, { type: "PaymentAuthorised", order: SILENT })
      const { atMs } = at(entries, index)
      const confirmed = { atMs, order: SILENT, type: "OrderConfirmed", version: 3 }
      // Nobody rejects what is confirmed: the platform gives up.
      return changed(entries.toSpliced(index + 1, 0, confirmed), { type: "OrderRejected" }, () => ({
        type: "OrderCancelled",
        version: 4
      }))
    }
  },
  {
    what: "a queue that is jumped",
    day: busyDay,
    entries: (entries) => {
      const one = indexOf(entries, { type: "OrderConfirmed", order: QUEUED_NEXT })
      const two = indexOf(entries, { type: "OrderConfirmed", order: QUEUED_LAST })
      return entries.with(one, at(entries, two)).with(two, at(entries, one))
    }
  },
  {
    what: "more orders at once than the kitchen has slots",
    day: busyDay,
    city: (city) => withOrder(withSlots(city, 1), COOKED_FIRST, { preparationMs: 7 * MINUTE_MS })
  },
  {
    what: "orders that wait beside a free slot",
    day: busyDay,
    city: (city) => withSlots(city, 2)
  },
  {
    what: "an order that waits for the kitchen until it is cancelled, beside a free slot",
    day: busyDay,
    entries: (entries) => {
      const uncooked = ["PreparationStarted", "PreparationRevised", "FoodReady"].reduce(
        (rest, type) => without(rest, { type, order: QUEUED_LAST }),
        entries
      )
      const estimate = first(entries, { type: "OrderConfirmed", order: QUEUED_LAST })["readyEstimateAtMs"]
      return versioned(
        moved(uncooked, { type: "Escalate", order: QUEUED_LAST }, to(Number(estimate) + 10 * MINUTE_MS))
      )
    }
  }
]
