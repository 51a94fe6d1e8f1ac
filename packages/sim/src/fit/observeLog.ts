import { haversineM, LatLng } from "@hotbag/core"
import { Option, Schema } from "effect"
import type { ObservedDay, ObservedLeg, ObservedOrder, ObservedShift } from "./ObservedDay.ts"

/** An event as this reads it: an entry of a log, fresh or read back. */
export interface SeenEvent {
  readonly atMs: number
  readonly type: string
  readonly order?: string
  readonly courier?: string
  readonly [field: string]: unknown
}

/** Gathers what a log of events tells of a day. */
export interface LogObserver {
  /** Takes in the next entry of the log, in the order in which they happened. */
  readonly take: (entry: SeenEvent) => void
  /** The day as far as it was told. Orders without both places are left out. */
  readonly day: (name: string, couriers: ReadonlyArray<ObservedShift>) => ObservedDay
}

/** What the log says of one order on the way. */
interface Notes {
  readonly placedAtMs: number
  readonly pickup: LatLng | null
  readonly dropoff: LatLng | null
  readonly promisedAtMs: number
  confirmedAtMs: number
  estimateAtMs: number
  startedAtMs: number
  readyAtMs: number
}

/**
 * Reads a day out of the log of a run (`events.ndjson`): when what was ordered, accepted, cooked and carried, and how couriers answered. A way is
 * seen from a pickup to the next door; `counterMs` is taken off for leaving the restaurant. `vehicleOf`: a courier's vehicle by id.
 */
export const observeLog = (
  vehicleOf: (courier: string) => ObservedShift["vehicle"] | undefined,
  counterMs: number
): LogObserver => {
  const orders = new Map<string, Notes>()
  const legs: Array<ObservedLeg> = []
  /** Where couriers left from last, and when. */
  const left = new Map<string, { readonly atMs: number; readonly place: LatLng }>()
  const offers = { made: 0, accepted: 0 }

  const arrive = (courier: string, atMs: number, place: LatLng | null) => {
    const from = left.get(courier)
    left.delete(courier)
    const vehicle = vehicleOf(courier)
    if (from === undefined || place === null || vehicle === undefined) return
    legs.push({ vehicle, distanceM: haversineM(from.place, place), durationMs: atMs - from.atMs - counterMs })
  }
  const take = (entry: SeenEvent) => {
    const { atMs, courier, order, type } = entry
    if (order === undefined) return
    if (type === "OrderPlaced") {
      orders.set(order, {
        placedAtMs: atMs,
        pickup: placeOf(entry["pickup"]),
        dropoff: placeOf(entry["dropoff"]),
        promisedAtMs: momentOf(entry["promisedAtMs"]),
        confirmedAtMs: Number.NaN,
        estimateAtMs: Number.NaN,
        startedAtMs: Number.NaN,
        readyAtMs: Number.NaN
      })
      return
    }
    const notes = orders.get(order)
    if (notes === undefined) return
    if (type === "OrderConfirmed") {
      notes.confirmedAtMs = atMs
      notes.estimateAtMs = momentOf(entry["readyEstimateAtMs"])
    } else if (type === "PreparationStarted") notes.startedAtMs = atMs
    else if (type === "FoodReady") notes.readyAtMs = atMs
    else if (type === "DeliveryOffered") offers.made++
    else if (type === "OfferAccepted") offers.accepted++
    else if (type === "DeliveryPickedUp" && courier !== undefined && notes.pickup !== null)
      left.set(courier, { atMs, place: notes.pickup })
    else if (type === "CourierAtCustomer" && courier !== undefined) arrive(courier, atMs, notes.dropoff)
  }
  return {
    take,
    day: (name, couriers) => ({ name, orders: [...orders.values()].flatMap(seen), couriers, legs, offers })
  }
}

const seen = (notes: Notes): ReadonlyArray<ObservedOrder> => {
  const { confirmedAtMs, dropoff, estimateAtMs, pickup, placedAtMs, promisedAtMs, readyAtMs, startedAtMs } =
    notes
  if (pickup === null || dropoff === null) return []
  return [
    {
      placedAtMs,
      pickup,
      dropoff,
      acceptMs: confirmedAtMs - placedAtMs,
      preparationMs: readyAtMs - startedAtMs,
      estimatedMs: estimateAtMs - confirmedAtMs,
      promiseMs: promisedAtMs - placedAtMs
    }
  ]
}

const decodePlace = Schema.decodeUnknownOption(LatLng)
const placeOf = (value: unknown): LatLng | null => Option.getOrNull(decodePlace(value))
const momentOf = (value: unknown): number => (typeof value === "number" ? value : Number.NaN)
