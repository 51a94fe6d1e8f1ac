import { MINUTE_MS, at } from "@hotbag/core"
import type { ExplainedChange } from "../../Explanation.ts"
import type { CourierHandle, DeliveryHandle } from "../../Handles.ts"
import type { PlannedTrip } from "../../Plan.ts"
import type { Announcement } from "./announce.ts"
import { minutes } from "./explainWords.ts"

/**
 * What the plan does with a delivery that it did not do in the round before, as data and as a sentence.
 * `whyNot` says why not a courier, null when the courier may not carry it (any more).
 */
export const explainChange = (
  delivery: DeliveryHandle,
  trips: ReadonlyArray<PlannedTrip>,
  before: Announcement | undefined,
  nowMs: number,
  whyNot: (courier: CourierHandle) => string | null
): ExplainedChange => {
  const trip = trips.find(({ deliveries }) => deliveries.includes(delivery))
  const bundle = trip?.deliveries ?? []
  const from = before?.courier ?? null
  const to = trip?.courier ?? null
  const movedMs =
    trip === undefined || before === undefined
      ? null
      : at(trip.dropoffAtMs, bundle.indexOf(delivery)) - before.dropoffAtMs
  const joined = bundle.filter((other) => other !== delivery && before?.bundle.includes(other) !== true)
  const parted = (before?.bundle ?? []).filter((other) => other !== delivery && !bundle.includes(other))
  const changes = [
    courierInWords(from, to, whyNot),
    movedInWords(movedMs),
    joined.length > 0 ? `bundled with ${listed(joined)}` : "",
    parted.length > 0 ? `no longer bundled with ${listed(parted)}` : ""
  ].filter((change) => change !== "")
  return {
    from,
    to,
    movedMin: movedMs === null ? null : movedMs / MINUTE_MS,
    joined,
    parted,
    courierChanges: (before?.courierChanges ?? 0) + (from !== null && to !== null && from !== to ? 1 : 0),
    words: changes.length === 0 ? unchangedInWords(before, nowMs) : changes.join("; ")
  }
}

const courierInWords = (
  from: CourierHandle | null,
  to: CourierHandle | null,
  whyNot: (courier: CourierHandle) => string | null
): string => {
  if (from === to) return from === null ? "still without a courier" : ""
  if (from === null) return `planned for the first time, with courier ${to}`
  const because = whyNot(from) ?? "is not a candidate any more"
  return to === null
    ? `without a courier now: courier ${from} ${because}`
    : `courier ${to} instead of courier ${from}, who ${because}`
}

const unchangedInWords = (before: Announcement | undefined, nowMs: number): string => {
  if (before === undefined) return "nothing"
  const { courier, courierChanges, courierSinceMs } = before
  const after =
    courierChanges === 0 ? "" : `, after ${courierChanges} other${courierChanges === 1 ? "" : "s"}`
  return `nothing; courier ${courier} for ${minutes(nowMs - courierSinceMs)}${after}`
}

const movedInWords = (movedMs: number | null): string => {
  if (movedMs === null || Math.abs(movedMs) < LEAST_TOLD_MS) return ""
  return `${minutes(Math.abs(movedMs))} ${movedMs > 0 ? "later" : "earlier"} at the door`
}

const listed = (deliveries: ReadonlyArray<DeliveryHandle>): string =>
  deliveries.map((delivery) => `delivery ${delivery}`).join(", ")

/** Smaller moves would read as `0.0 min`. */
const LEAST_TOLD_MS = 0.05 * MINUTE_MS
