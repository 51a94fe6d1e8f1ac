import { MINUTE_MS } from "@hotbag/core"
import { clockText, decimalText } from "@hotbag/sim"
import { candidateLines } from "./candidates.ts"
import { phraseOf } from "./phrases.ts"
import type { LoggedEvent } from "./readEvents.ts"

/** What became of an order, in figures. */
export interface Outcome {
  /** `lost`: the platform gave up for want of a courier. */
  readonly ended: "delivered" | "lost" | "cancelled" | "rejected" | "failed" | "payment-declined" | "open"
  readonly placedAtMs: number | null
  readonly endedAtMs: number | null
  readonly clickToDoorMin: number | null
  /** Who carried it in the end. */
  readonly courier: string | null
  readonly offers: number
  readonly rejections: number
  readonly timeOuts: number
  readonly escalations: number
}

/** Sums up the events of one order. */
export const outcomeOf = (events: ReadonlyArray<LoggedEvent>): Outcome => {
  const count = (type: string) => events.filter((event) => event.type === type).length
  const placedAtMs = events.find((event) => event.type === "order-placed")?.atMs ?? null
  const end = events.findLast((event) => ENDINGS[event.type] !== undefined)
  const ended = end === undefined ? "open" : endedAs(end)
  const delivered = ended === "delivered" && placedAtMs !== null && end !== undefined
  return {
    ended,
    placedAtMs,
    endedAtMs: end?.atMs ?? null,
    clickToDoorMin: delivered ? (end.atMs - placedAtMs) / MINUTE_MS : null,
    courier: events.findLast((event) => event.type === "delivery-picked-up")?.courier ?? null,
    offers: count("delivery-offered"),
    rejections: count("offer-rejected"),
    timeOuts: count("offer-timed-out"),
    escalations: count("escalate")
  }
}

const endedAs = (end: LoggedEvent): Outcome["ended"] =>
  end.type === "order-cancelled" && end["by"] === "platform" ? "lost" : (ENDINGS[end.type] ?? "open")

const ENDINGS: Readonly<Record<string, Outcome["ended"]>> = {
  "order-delivered": "delivered",
  "order-cancelled": "cancelled",
  "order-rejected": "rejected",
  "order-failed": "failed",
  "payment-declined": "payment-declined"
}

/** An order's life in words: how it ended, then everything that happened, with the reasons of every offer. */
export const storyLines = (order: string, events: ReadonlyArray<LoggedEvent>): ReadonlyArray<string> => [
  `order ${order}: ${summary(outcomeOf(events))}`,
  "",
  ...events.flatMap((event) => {
    const phrase = phraseOf(event)
    if (phrase === undefined) return []
    const reasons = (event.reasons ?? [])
      .filter((why) => why.order === order)
      .flatMap(candidateLines)
      .map((line) => `    ${line}`)
    return [`${clockText(event.atMs)}  ${phrase}`, ...reasons]
  })
]

const summary = (outcome: Outcome): string => {
  const { offers, rejections, timeOuts, escalations } = outcome
  const asked = [
    times(offers, "offer"),
    rejections > 0 ? `${rejections} declined` : "",
    timeOuts > 0 ? `${timeOuts} unanswered` : "",
    escalations > 0 ? times(escalations, "escalation") : ""
  ].filter((part) => part !== "")
  return `${ending(outcome)}; ${asked.join(", ")}`
}

const ending = ({ ended, courier, clickToDoorMin }: Outcome): string => {
  if (ended === "open") return "never delivered: it was still open when the day ended"
  const carrier = courier === null ? "" : ` by ${courier}`
  const after = clickToDoorMin === null ? "" : `, ${decimalText(clickToDoorMin, 1)} min click-to-door`
  return `${ended.replace("-", " ")}${carrier}${after}`
}

const times = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`
