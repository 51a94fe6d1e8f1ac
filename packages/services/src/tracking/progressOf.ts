import type { DeliveryProgress, StopOnTheWay, Vehicle } from "@hotbag/core"
import type { LiveDelivery, LiveStop } from "./LiveDelivery.ts"

/** A delivery in progress as the ETA model sees it: its instants, and other people's stops before and between its own. */
export const progressOf = (delivery: LiveDelivery, vehicle: Vehicle | null): DeliveryProgress => {
  const { orderId, pickedUpAtMs, stops } = delivery
  const isOwn = ({ orders }: LiveStop) => orders.includes(orderId)
  const pickup = stops.findIndex((stop) => stop.kind === "pickup" && isOwn(stop))
  const dropoff = stops.findIndex((stop) => stop.kind === "dropoff" && isOwn(stop))
  const end = dropoff < 0 ? stops.length : dropoff
  const next = pickedUpAtMs === null && pickup >= 0 ? pickup : end
  return {
    placedAtMs: delivery.placedAtMs,
    preparingAtMs: delivery.preparingAtMs,
    readyAtMs: delivery.isReady ? delivery.readyAtMs : null,
    readyEstimateAtMs: delivery.readyAtMs,
    acceptedAtMs: delivery.acceptedAtMs,
    arrivedAtRestaurantAtMs: delivery.arrivedAtRestaurantAtMs,
    pickedUpAtMs,
    arrivedAtCustomerAtMs: delivery.arrivedAtCustomerAtMs,
    pickup: delivery.pickup,
    dropoff: delivery.dropoff,
    vehicle,
    stopsBefore: next === 0 ? NONE : stops.slice(0, next).map(stopOf),
    stopsBetween: next === end ? NONE : stops.slice(next + 1, end).map(stopOf)
  }
}

const NONE: ReadonlyArray<StopOnTheWay> = []

const stopOf = ({ at, kind, readyAtMs }: LiveStop): StopOnTheWay => ({ kind, at, readyAtMs })
