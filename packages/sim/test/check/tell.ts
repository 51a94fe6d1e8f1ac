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

/**
 * A courier who carries orders of several restaurants at once: picked up in this sequence, each at a restaurant of its own,
 * dropped off in the same. What their kitchens do is told as stories without offers.
 */
export interface Ride {
  readonly courier: string
  /** Indexes in the city. */
  readonly orders: ReadonlyArray<number>
  readonly atS: number
  readonly afterS: number
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
export const tell = (
  city: City,
  stories: ReadonlyArray<Story>,
  walks: ReadonlyArray<Walk> = [],
  rides: ReadonlyArray<Ride> = []
): Entries => {
  const entries: Array<LogEntry> = []
  const places = new Map<string, LatLng>(city.couriers.map(({ id, position }) => [id, position]))
  const walk = (one: Walk): number => tellWalk(city, one, places, (entry) => entries.push(entry))
  let offers = 0
  const adding =
    (order: string): Add =>
    (atMs, type, fields = {}) =>
      entries.push({ atMs, type, order, ...(VERSIONED.test(type) ? { version: 0 } : {}), ...fields })
  const readyAtMs = new Map<number, number>()
  for (const story of stories) {
    const order = at(city.orders, story.order)
    const add = adding(order.id)
    const ready = tellKitchen(city, story, order, add)
    if (ready === undefined) continue
    readyAtMs.set(story.order, ready)
    let delivered = false
    for (const { afterS, atS, courier, ends, sentAtS } of story.offers ?? []) {
      const { restaurant } = order
      const waitsSinceMs = sentAtS === undefined ? undefined : walk({ courier, restaurant, atS: sentAtS })
      const offer = `0-${offers++}`
      const answeredAtMs = tellOffer(city, { courier, offer, atS, afterS }, ends, add)
      if (ends !== "OfferAccepted") continue
      const bundle = [{ order, readyAtMs: ready, add }]
      tellTrip(city, bundle, { courier, answeredAtMs, waitsSinceMs }, places)
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
  for (const ride of rides) {
    const { courier } = ride
    const bundle = ride.orders.map((number) => {
      const order = at(city.orders, number)
      return { order, readyAtMs: readyAtMs.get(number) ?? Number.NaN, add: adding(order.id) }
    })
    const offer = `0-${offers++}`
    for (const { add } of bundle) tellOffer(city, { ...ride, offer }, "OfferAccepted", add)
    const answeredAtMs = city.fromMs + (ride.atS + ride.afterS) * SECOND_MS
    tellTrip(city, bundle, { courier, answeredAtMs, waitsSinceMs: undefined }, places)
  }
  return versioned(inOrder(entries))
}

/** @returns when it is answered. */
const tellOffer = (
  { fromMs, rules: { offers } }: City,
  {
    afterS,
    atS,
    courier,
    offer
  }: { readonly courier: string; readonly offer: string; readonly atS: number; readonly afterS: number },
  ends: string,
  add: Add
): number => {
  const atMs = fromMs + atS * SECOND_MS
  const expiresAtMs = atMs + (offers === "obeyed" ? 0 : offers.timeOutMs)
  add(atMs, "DeliveryOffered", { courier, offer, expiresAtMs })
  add(atMs, "Notify", { courier, to: "courier", notice: "offer" })
  const answeredAtMs = atMs + afterS * SECOND_MS
  if (ends !== "cancelled") add(answeredAtMs, ends, { courier, offer })
  return answeredAtMs
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

/** Every order's restaurant, one after another, then every door. */
const tellTrip = (
  { restaurants, rules: { service }, travel }: City,
  bundle: ReadonlyArray<{ readonly order: CityOrder; readonly readyAtMs: number; readonly add: Add }>,
  trip: {
    readonly courier: string
    readonly answeredAtMs: number
    readonly waitsSinceMs: number | undefined
  },
  places: Map<string, LatLng>
): void => {
  const { answeredAtMs, courier, waitsSinceMs } = trip
  let leavesAtMs = answeredAtMs
  let here = places.get(courier)
  const goTo = (there: LatLng): number => {
    const wayMs = travel.durationMs(here ?? there, there, "motorcycle", leavesAtMs)
    here = there
    return leavesAtMs + wayMs
  }
  for (const { add } of bundle) add(answeredAtMs, "CourierNoted")
  for (const { add, order, readyAtMs } of bundle) {
    const atShopMs = goTo(at(restaurants, order.restaurant).position)
    add(atShopMs, "CourierAtRestaurant", { courier })
    const handledAtMs = (waitsSinceMs ?? atShopMs) + service.beforePickupMs
    const pickedUpAtMs = Math.max(atShopMs, handledAtMs, readyAtMs)
    add(pickedUpAtMs, "DeliveryPickedUp", { courier })
    add(pickedUpAtMs, "OrderPickedUp")
    leavesAtMs = pickedUpAtMs + service.afterPickupMs
  }
  for (const { add, order } of bundle) {
    const atDoorMs = goTo(order.dropoff)
    add(atDoorMs, "CourierAtCustomer", { courier })
    const doneAtMs = atDoorMs + service.beforeDropoffMs
    add(doneAtMs, "DeliveryCompleted", { courier })
    add(doneAtMs, "OrderDelivered")
    add(doneAtMs, "RequestPayment", { operation: "capture", key: `${order.id}:capture:1`, ...PAID })
    leavesAtMs = doneAtMs + service.afterDropoffMs
    places.set(courier, order.dropoff)
  }
}

const tellEnd = (city: City, { cancelledAtS, order, offers = [] }: Story, add: Add): void => {
  if (cancelledAtS === undefined) return
  const atMs = city.fromMs + cancelledAtS * SECOND_MS
  const asked = offers.find(({ ends }) => ends === "cancelled")?.courier
  add(atMs, "OrderCancelled", { by: "platform", reason: "no-courier" })
  add(atMs, "RequestPayment", { operation: "void", key: `${at(city.orders, order).id}:void:1`, ...PAID })
  add(atMs, "DeliveryCancelled", asked === undefined ? {} : { courier: asked })
}
