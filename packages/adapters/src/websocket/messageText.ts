import { Limits, statusField } from "@hotbag/core"
import {
  type CaseView,
  type HubMessage,
  isOnMap,
  type OfferTold,
  type OrderTold,
  placeText
} from "@hotbag/services"
import { deliveryStatusField } from "../http/views/deliveryView.ts"
import { instantOf } from "./instantOf.ts"

/**
 * A message as JSON, by hand: it runs for every position of every courier. Ids are safe as they stand, numbers are finite, and words are ours, so
 * nothing needs escaping; tests hold it against the schema `WatchMessage`.
 */
export const watchText = (message: HubMessage): string => {
  const { view, seq, prev, topic } = message
  return `{"topic":"${topic}","event":"${message.event}","seq":${seq},"prev":${prev},"cursor":"${placeText(topic, message)}",${
    view === null ? NOBODYS : viewText(view)
  },"timestamp":"${instantOf(message.atMs)}",${whereText(message)},${whenText(message)},"intervalMs":${message.intervalMs},"offer":${offerText(message.offer)},"orders":${
    message.orders === null ? "null" : `[${message.orders.map(orderText).join()}]`
  }}`
}

/** The same for `/ws/track`, as bare as schema `TrackMessage` has it. */
export const trackText = (message: HubMessage): string => {
  const { sighting, view, seq, prev, topic } = message
  const order = view === null ? "" : statusField(view.status)
  const delivery =
    view === null || view.deliveryStatus === "none" ? null : deliveryStatusField(view.deliveryStatus)
  const status =
    delivery === null || view === null || BEFORE_COURIER.has(view.deliveryStatus) ? order : delivery
  const place =
    sighting === null ? `"lat":null,"lon":null` : `"lat":${sighting.at.lat},"lon":${sighting.at.lng}`
  return `{${place},${trackWhenText(message)},"status":"${status}","orderStatus":"${order}","deliveryStatus":${
    delivery === null ? "null" : `"${delivery}"`
  },"at":${sighting === null ? "null" : `"${instantOf(sighting.atMs)}"`},"stale":${isStale(message)},"event":"${message.event}","seq":${seq},"prev":${prev},"cursor":"${placeText(topic, message)}","intervalMs":${message.intervalMs}}`
}

/** That a topic is not to be had, as a message. */
export const refusedText = (topic: string, atMs: number): string =>
  `{"topic":${JSON.stringify(PRINTABLE.test(topic) ? topic : "")},"event":"refused","seq":0,"prev":0,"cursor":"",${NOBODYS},"timestamp":"${instantOf(atMs)}","driver":null,"positionAt":null,"stale":true,"ETA":null,"etaSeconds":null,"etaEarly":null,"etaLate":null,"intervalMs":${Limits.positionIntervalsMs.least},"offer":null,"orders":null}`

const PRINTABLE = /^[\x20-\x7e]*$/

const NOBODYS = `"orderId":null,"deliveryId":null,"restaurantId":null,"status":null,"deliveryStatus":null,"driverId":null`

const BEFORE_COURIER: ReadonlySet<string> = new Set(["none", "requested", "offered"])

const viewText = (view: CaseView): string =>
  `"orderId":"${view.orderId}","deliveryId":"${view.deliveryId}","restaurantId":"${view.restaurantId}","status":"${statusField(view.status)}","deliveryStatus":${
    view.deliveryStatus === "none" ? "null" : `"${deliveryStatusField(view.deliveryStatus)}"`
  },"driverId":${view.courierId === null ? "null" : `"${view.courierId}"`}`

const whereText = (message: HubMessage): string => {
  const { sighting } = message
  return sighting === null
    ? `"driver":null,"positionAt":null,"stale":true`
    : `"driver":{"lat":${sighting.at.lat},"lng":${sighting.at.lng}},"positionAt":"${instantOf(sighting.atMs)}","stale":${isStale(message)}`
}

const isStale = ({ nowMs, sighting }: HubMessage): boolean =>
  sighting === null || nowMs - sighting.atMs > Limits.freshMs

const whenText = (message: HubMessage): string => `"ETA":${timesText(message)}`
const trackWhenText = (message: HubMessage): string => `"eta":${timesText(message)}`

/**
 * When the customer has the food: by what is known now, before somebody has it in hand else by what was promised; nothing once the order has ended, and
 * nothing when a courier is where no time can be told from.
 */
const timesText = ({ eta, nowMs, view }: HubMessage): string => {
  const isUnknown = view === null || ENDED.has(view.status) || (eta === null && isOnMap(view))
  const atMs = isUnknown ? null : (eta?.p50AtMs ?? view.promisedAtMs)
  if (atMs === null) return `null,"etaSeconds":null,"etaEarly":null,"etaLate":null`
  const leftMs = Math.max(0, atMs - nowMs)
  const early = eta === null ? "null" : `"${instantOf(eta.p10AtMs)}"`
  const late = eta === null ? "null" : `"${instantOf(eta.p90AtMs)}"`
  return `${Math.ceil(leftMs / 60_000)},"etaSeconds":${Math.ceil(leftMs / 1_000)},"etaEarly":${early},"etaLate":${late}`
}

const ENDED: ReadonlySet<string> = new Set([
  "payment-declined",
  "rejected",
  "delivered",
  "cancelled",
  "failed"
])

const offerText = (offer: OfferTold | null): string =>
  offer === null
    ? "null"
    : `{"offerId":"${offer.offerId}","expiresAt":${offer.expiresAtMs === null ? "null" : `"${instantOf(offer.expiresAtMs)}"`}}`

const orderText = ({ offer, view }: OrderTold): string => `{${viewText(view)},"offer":${offerText(offer)}}`
