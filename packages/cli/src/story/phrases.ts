import { clockText, countText, decimalText } from "@hotbag/sim"
import { MINUTE_MS } from "@hotbag/core"
import type { LoggedEvent } from "./readEvents.ts"

/** What an event says to a person, in a few words; undefined when another event of the same moment says it already. */
export const phraseOf = (event: LoggedEvent): string | undefined => {
  if (ECHOES.has(event.type)) return undefined
  return PHRASES[event.type]?.(event) ?? inItsOwnWords(event)
}

/** What order and delivery tell each other, and what people are told of both. */
const ECHOES: ReadonlySet<string> = new Set([
  "courier-cleared",
  "courier-noted",
  "delivery-completed",
  "delivery-cancelled",
  "notify",
  "order-picked-up"
])

const PHRASES: Readonly<Record<string, (event: LoggedEvent) => string>> = {
  "order-placed": (event) =>
    `placed${by("at restaurant", event.restaurant)}${until(", promised for", event["promisedAtMs"])}`,
  "request-payment": (event) =>
    `gateway asked to ${String(event["operation"]).replaceAll("-", " ")} the payment`,
  "payment-authorised": () => "payment authorised",
  "payment-declined": (event) => `payment declined${because(event)}`,
  "order-confirmed": (event) =>
    `confirmed by the restaurant${until(", food expected at", event["readyEstimateAtMs"])}`,
  "order-rejected": (event) => `rejected by the restaurant${because(event)}`,
  "preparation-started": () => "preparation started",
  "preparation-revised": (event) => `food now expected${until(" at", event["readyEstimateAtMs"])}`,
  "food-ready": () => "food ready",
  "delivery-requested": () => "a courier is wanted",
  "delivery-released": () => "a courier may be asked",
  "delivery-offered": (event) =>
    `offered to ${event.courier ?? "a courier"}${until(", who may answer until", event["expiresAtMs"])}`,
  "offer-accepted": (event) => `${event.courier ?? "the courier"} accepted`,
  "offer-rejected": (event) => `${event.courier ?? "the courier"} declined, and is not asked again`,
  "offer-timed-out": (event) => `${event.courier ?? "the courier"} did not answer in time`,
  "offer-withdrawn": (event) => `offer to ${event.courier ?? "the courier"} withdrawn${because(event)}`,
  "pickups-planned": (event) => listed(event["restaurants"]),
  "courier-at-restaurant": (event) => `${event.courier ?? "the courier"} at the restaurant`,
  "delivery-picked-up": (event) => `picked up by ${event.courier ?? "the courier"}`,
  "courier-at-customer": (event) => `${event.courier ?? "the courier"} at the door`,
  "delivery-failed": (event) => `delivery failed${because(event)}`,
  "delivery-reassigned": (event) => `taken from ${event.courier ?? "the courier"}${because(event)}`,
  "order-delivered": () => "delivered",
  "order-failed": (event) => `failed${because(event)}`,
  "order-cancelled": (event) => `cancelled${by("by the", event["by"])}${because(event)}`,
  widen: (event) => `search widened from ${metres(event["fromM"])} to ${metres(event["toM"])}`,
  escalate: (event) =>
    `operations alerted: ${WHY[String(event["why"])] ?? String(event["why"]).replaceAll("-", " ")}` +
    `${waited(event["waitedMs"])}${reached(event["searchedM"])}`
}

/** Both restaurants of the bundle that the order is in. */
const listed = (restaurants: unknown): string => {
  const [first = "?", ...others] = Array.isArray(restaurants) ? restaurants.map(String) : []
  return [
    `bundled with another restaurant: picks up at ${first}`,
    ...others.map((next) => `then picks up at ${next}`)
  ].join(", ")
}

const WHY: Readonly<Record<string, string>> = {
  "no-courier-in-reach": "no courier in reach",
  "everybody-declined": "everybody in reach declined",
  "all-couriers-busy": "every courier in reach is busy"
}

/** An event that has no phrase yet is told by its name and fields rather than left out. */
const inItsOwnWords = ({
  atMs: _atMs,
  type,
  order: _order,
  reasons: _reasons,
  ...fields
}: LoggedEvent): string => {
  const told = Object.entries(fields).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return [type.replaceAll("-", " "), ...told].join(", ")
}

const by = (word: string, who: unknown): string => (typeof who === "string" ? ` ${word} ${who}` : "")
const because = (event: LoggedEvent): string =>
  typeof event["reason"] === "string" ? `: ${event["reason"].replaceAll("-", " ")}` : ""
const until = (word: string, atMs: unknown): string =>
  typeof atMs === "number" ? `${word} ${clockText(atMs)}` : ""
const metres = (value: unknown): string => (typeof value === "number" ? `${countText(value)} m` : "?")
const reached = (value: unknown): string =>
  typeof value === "number" ? `, search reached ${metres(value)}` : ""
const waited = (value: unknown): string =>
  typeof value === "number" ? ` after ${decimalText(value / MINUTE_MS, 1)} min` : ""
