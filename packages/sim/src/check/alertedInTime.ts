import { CITY_DISPATCH, OBEDIENT_DISPATCH, restAfterRoundMs } from "@hotbag/dispatch"
import type { LogEntry } from "../report/LogEntry.ts"
import { type Checker, makeFindings } from "./Checker.ts"
import type { Directory } from "./Directory.ts"
import { DELIVERY_ENDS } from "./endings.ts"
import { numberField } from "./entryFields.ts"

/** A delivery that nobody has yet. */
interface Wait {
  readonly wantedAtMs: number
  readyAtMs: number
  /** When the estimate last changed: before that nobody could know that the alert was due. */
  knownAtMs: number
  /** Since when nobody is being asked; null: somebody is. */
  waitingSinceMs: number | null
}

/**
 * P6, S12: when an order waits too long after its food is ready, operations are told, within two windows of the moment,
 * or when the region has rested from its last round. While somebody is being asked the order does not count as waiting. Memory by orders without a courier and an alert.
 */
export const alertedInTime = ({ city: { rules }, committedAtMs, heardAtMs }: Directory): Checker => {
  const findings = makeFindings("alertedInTime")
  const waits = new Map<string, Wait>()
  const { escalateAfterMs, pace } = rules.offers === "obeyed" ? OBEDIENT_DISPATCH : CITY_DISPATCH
  // As many as were ever open in the whole city: no region can have rested for longer.
  let open = 0
  let mostOpen = 0
  const graceMsNow = () => {
    const restMs = Math.ceil(restAfterRoundMs(pace, mostOpen) / rules.windowMs) * rules.windowMs
    return Math.max(2 * rules.windowMs, restMs)
  }

  const expectNoAlertDue = (entry: LogEntry, { knownAtMs, readyAtMs, waitingSinceMs, wantedAtMs }: Wait) => {
    if (waitingSinceMs === null) return
    const graceMs = graceMsNow()
    const dueAtMs = Math.max(waitingSinceMs, knownAtMs, Math.max(wantedAtMs, readyAtMs) + escalateAfterMs)
    // A round that has to wait for the store comes when it is back.
    const latestMs = committedAtMs(entry.order, dueAtMs + graceMs)
    const isLate = entry.atMs > (latestMs > dueAtMs + graceMs ? latestMs + graceMs : latestMs)
    if (isLate) findings.add(`operations should have been told at ${dueAtMs}`, entry)
  }

  return {
    name: "alertedInTime",
    see: (entry) => {
      const { atMs, order = "", type } = entry
      if (DELIVERY_ENDS.has(type)) open -= 1
      if (type === "DeliveryRequested") {
        open += 1
        mostOpen = Math.max(mostOpen, open)
        const readyAtMs = numberField(entry, "readyEstimateAtMs") ?? atMs
        const heardMs = heardAtMs(order, atMs)
        waits.set(order, { wantedAtMs: heardMs, readyAtMs, knownAtMs: heardMs, waitingSinceMs: heardMs })
      }
      const wait = waits.get(order)
      if (wait === undefined) return
      if (type === "FoodReady" || type === "PreparationRevised") {
        expectNoAlertDue(entry, wait)
        wait.knownAtMs = heardAtMs(order, atMs)
        // Dispatch takes food for ready when it hears of it.
        wait.readyAtMs =
          type === "FoodReady" ? wait.knownAtMs : (numberField(entry, "readyEstimateAtMs") ?? atMs)
      }
      if (REFUSALS.has(type)) wait.waitingSinceMs = atMs
      if (type !== "DeliveryOffered" && !isAlert(entry) && !DELIVERY_ENDS.has(type)) return
      expectNoAlertDue(entry, wait)
      wait.waitingSinceMs = null
      if (type !== "DeliveryOffered") waits.delete(order)
    },
    finish: findings.list
  }
}

/** An alert of the dispatcher; those of the saga, such as of a silent restaurant, are about something else. */
const isAlert = (entry: LogEntry): boolean =>
  entry.type === "Escalate" && numberField(entry, "searchedM") !== undefined

const REFUSALS: ReadonlySet<string> = new Set(["OfferRejected", "OfferTimedOut", "OfferWithdrawn"])
