import { at, type LatLng, SECOND_MS } from "@hotbag/core"
import type { LogEntry } from "../../src/report/LogEntry.ts"
import type { City, CityOrder } from "../../src/world/City.ts"
import { type Entries, inOrder, versioned } from "./spoil.ts"

/** What becomes of one order, in seconds since the beginning of the day's demand. */
export interface Story {
  /** Index in the city. */
  readonly order: number
  /** When the kitchen starts; when not said, as soon as the order is confirmed. */
  readonly startedAtS?: number
  /** Who is asked, in turn; what is accepted is carried to the end. */
  readonly offers?: ReadonlyArray<{
    readonly courier: string
    /** When the courier is sent to the restaurant without the order, to wait there; when not said, never. */
    readonly sentAtS?: number
    readonly atS: number
    readonly ends: "OfferAccepted" | "OfferRejected" | "OfferTimedOut" | "cancelled"
    /** Until the answer. */
    readonly afterS: number
  }>
  /** When operations are told. */
  readonly alertAtS?: number
  readonly cancelledAtS?: number
}

/** A courier who is sent to a restaurant for nothing in particular. */
export interface Walk {
  readonly courier: string
  /** Index in the city. */
  readonly restaurant: number
  readonly atS: number
}

/** Adds an entry of the order of the story. */
type Add = (atMs: number, type: string, fields?: Readonly<Record<string, unknown>>) => void

/**
 * A history made by hand, so that whoever judges histories can be judged without a simulator: stops take as long as
 * dispatch expects, couriers travel as the model says, and everything else is as it is told.
 */
export const tell = (city: City, stories: ReadonlyArray<Story>, walks: ReadonlyArray<Walk> = []): Entries => {
  const entries: Array<LogEntry> = []
  const places = new Map<string, LatLng>(city.couriers.map(({ id, position }) => [id, position]))
  const walk = (one: Walk): number => tellWalk(city, one, places, (entry) => entries.push(entry))
  let offers = 0
  for (const story of stories) {
    const order = at(city.orders, story.order)
    const add: Add = (atMs, type, fields = {}) =>
      entries.push({
        atMs,
        type,
        order: order.id,
        ...(VERSIONED.test(type) ? { version: 0 } : {}),
        ...fields
      })
    const ready = tellKitchen(city, story, order, add)
    if (ready === undefined) continue
    let delivered = false
    for (const { afterS, atS, courier, ends, sentAtS } of story.offers ?? []) {
      const { restaurant } = order
      const waitsSinceMs = sentAtS === undefined ? undefined : walk({ courier, restaurant, atS: sentAtS })
      const offer = `0-${offers++}`
      const atMs = city.fromMs + atS * SECOND_MS
      const expiresAtMs = atMs + (city.rules.offers === "obeyed" ? 0 : city.rules.offers.timeOutMs)
      add(atMs, "DeliveryOffered", { courier, offer, expiresAtMs })
      add(atMs, "Notify", { courier, to: "courier", notice: "offer" })
      const answeredAtMs = atMs + afterS * SECOND_MS
      if (ends !== "cancelled") add(answeredAtMs, ends, { courier, offer })
      if (ends !== "OfferAccepted") continue
      tellTrip(city, order, { courier, answeredAtMs, readyAtMs: ready, waitsSinceMs }, places, add)
      delivered = true
    }
    if (story.alertAtS !== undefined) {
      add(city.fromMs + story.alertAtS * SECOND_MS, "Escalate", {
        why: "all-couriers-busy",
        searchedM: 1_500
      })
    }
    if (!delivered) tellEnd(city, story, add)
  }
  for (const one of walks) walk(one)
  return versioned(inOrder(entries))
}

/** @returns when the courier is there. */
const tellWalk = (
  city: City,
  { atS, courier, restaurant }: Walk,
  places: Map<string, LatLng>,
  add: (entry: LogEntry) => void
): number => {
  const { id, position } = at(city.restaurants, restaurant)
  const sentAtMs = city.fromMs + atS * SECOND_MS
  const from = places.get(courier) ?? position
  const thereAtMs = sentAtMs + city.travel.durationMs(from, position, "motorcycle", sentAtMs)
  add({ atMs: sentAtMs, type: "Preposition", courier, restaurant: id })
  add({ atMs: thereAtMs, type: "CourierArrived", courier, restaurant: id })
  places.set(courier, position)
  return thereAtMs
}

const VERSIONED = /^(?:Order|Payment|Preparation|Food|Delivery|Offer|CourierAt|CourierNoted)/

const PAID = { amountMinor: 1_500, currency: "EUR" }

/** @returns when the food is ready; undefined when the restaurant never answered. */
const tellKitchen = (city: City, story: Story, order: CityOrder, add: Add): number | undefined => {
  const { acceptAfterMs, estimatedPreparationMs, id, placedAtMs, preparationMs } = order
  const confirmedAtMs = placedAtMs + acceptAfterMs
  const startedAtMs =
    story.startedAtS === undefined ? confirmedAtMs : city.fromMs + story.startedAtS * SECOND_MS
  add(placedAtMs, "OrderPlaced", { restaurant: at(city.restaurants, order.restaurant).id })
  add(placedAtMs, "RequestPayment", { operation: "authorise", key: `${id}:authorise:1`, ...PAID })
  add(placedAtMs, "PaymentAuthorised")
  if (acceptAfterMs > SILENT_MS) {
    add(placedAtMs + SILENT_MS, "Escalate", { why: "restaurant-silent" })
    add(placedAtMs + SILENT_MS, "OrderRejected")
    add(placedAtMs + SILENT_MS, "RequestPayment", { operation: "void", key: `${id}:void:1`, ...PAID })
    return undefined
  }
  const readyEstimateAtMs = confirmedAtMs + estimatedPreparationMs
  add(confirmedAtMs, "OrderConfirmed", { readyEstimateAtMs })
  add(confirmedAtMs, "Notify", { to: "customer", notice: "order-confirmed" })
  add(confirmedAtMs, "DeliveryRequested", { readyEstimateAtMs })
  const endsAtMs = story.cancelledAtS === undefined ? Infinity : city.fromMs + story.cancelledAtS * SECOND_MS
  if (startedAtMs >= endsAtMs) return endsAtMs
  add(startedAtMs, "PreparationStarted")
  if (startedAtMs > confirmedAtMs) {
    add(startedAtMs, "PreparationRevised", { readyEstimateAtMs: startedAtMs + estimatedPreparationMs })
  }
  const readyAtMs = startedAtMs + preparationMs
  if (readyAtMs < endsAtMs) add(readyAtMs, "FoodReady")
  return readyAtMs
}

/** A restaurant that takes longer to answer has refused. */
const SILENT_MS = 300 * SECOND_MS

const tellTrip = (
  { restaurants, rules: { service }, travel }: City,
  { dropoff, id, restaurant }: CityOrder,
  trip: {
    readonly courier: string
    readonly answeredAtMs: number
    readonly readyAtMs: number
    readonly waitsSinceMs: number | undefined
  },
  places: Map<string, LatLng>,
  add: Add
): void => {
  const { answeredAtMs, courier, readyAtMs, waitsSinceMs } = trip
  const shop = at(restaurants, restaurant).position
  const from = places.get(courier) ?? shop
  const way = (one: LatLng, other: LatLng, atMs: number) =>
    atMs + travel.durationMs(one, other, "motorcycle", atMs)
  add(answeredAtMs, "CourierNoted")
  const atShopMs = way(from, shop, answeredAtMs)
  add(atShopMs, "CourierAtRestaurant", { courier })
  const handledAtMs = (waitsSinceMs ?? atShopMs) + service.beforePickupMs
  const pickedUpAtMs = Math.max(atShopMs, handledAtMs, readyAtMs)
  add(pickedUpAtMs, "DeliveryPickedUp", { courier })
  add(pickedUpAtMs, "OrderPickedUp")
  const atDoorMs = way(shop, dropoff, pickedUpAtMs + service.afterPickupMs)
  add(atDoorMs, "CourierAtCustomer", { courier })
  const doneAtMs = atDoorMs + service.beforeDropoffMs
  add(doneAtMs, "DeliveryCompleted", { courier })
  add(doneAtMs, "OrderDelivered")
  add(doneAtMs, "RequestPayment", { operation: "capture", key: `${id}:capture:1`, ...PAID })
  places.set(courier, dropoff)
}

const tellEnd = (city: City, { cancelledAtS, order, offers = [] }: Story, add: Add): void => {
  if (cancelledAtS === undefined) return
  const atMs = city.fromMs + cancelledAtS * SECOND_MS
  const asked = offers.find(({ ends }) => ends === "cancelled")?.courier
  add(atMs, "OrderCancelled", { by: "platform", reason: "no-courier" })
  add(atMs, "RequestPayment", { operation: "void", key: `${at(city.orders, order).id}:void:1`, ...PAID })
  add(atMs, "DeliveryCancelled", asked === undefined ? {} : { courier: asked })
}
