import type { LogEntry } from "../report/LogEntry.ts"
import { type Checker, makeFindings } from "./Checker.ts"
import type { Directory } from "./Directory.ts"
import { numberField, textField } from "./entryFields.ts"

interface OpenOffer {
  readonly offer: string
  readonly courier: string
  readonly madeAtMs: number
  readonly expiresAtMs: number
}

/**
 * Every offer is answered, lapses, or is taken back exactly once, by whom it was made to and within its time; a
 * courier thinks about one offer (of one order or one bundle) at a time. Memory by open offers.
 */
export const offersExpireOnce = (directory: Directory): Checker => {
  const { rules } = directory.city
  const findings = makeFindings("offersExpireOnce")
  const byOrder = new Map<string, OpenOffer>()
  const byCourier = new Map<string, Map<string, string>>()
  const standsMs = rules.offers === "obeyed" ? null : rules.offers.timeOutMs

  const make = (entry: LogEntry, order: string) => {
    const { atMs, courier = "" } = entry
    const offer = textField(entry, "offer") ?? ""
    const expiresAtMs = numberField(entry, "expiresAtMs") ?? Number.NaN
    if (offer === "" || courier === "") findings.add("an offer without a name or a courier", entry)
    if (!(expiresAtMs > atMs)) findings.add("an offer that leaves no time to answer", entry)
    if (standsMs !== null && expiresAtMs !== atMs + standsMs) {
      findings.add(`an offer that stands ${expiresAtMs - atMs} ms instead of ${standsMs}`, entry)
    }
    if (byOrder.has(order)) findings.add("a second open offer for the order", entry)
    const asked = byCourier.get(courier) ?? new Map<string, string>()
    for (const [other, open] of asked) {
      if (open !== offer) findings.add(`${courier} is asked while thinking about ${other}`, entry)
    }
    byOrder.set(order, { offer, courier, madeAtMs: atMs, expiresAtMs })
    byCourier.set(courier, asked.set(order, offer))
  }

  const close = (order: string): OpenOffer | undefined => {
    const open = byOrder.get(order)
    if (open === undefined) return undefined
    byOrder.delete(order)
    const asked = byCourier.get(open.courier)
    asked?.delete(order)
    if (asked?.size === 0) byCourier.delete(open.courier)
    return open
  }

  /** When its time is over for the store: later than for the courier where the store fails. */
  const lapsesAtMs = (order: string, { expiresAtMs }: OpenOffer) =>
    directory.committedAtMs(order, expiresAtMs)

  return {
    name: "offersExpireOnce",
    see: (entry) => {
      const { order, type } = entry
      if (order === undefined) return
      if (type === "DeliveryOffered") return make(entry, order)
      if (type === "DeliveryCancelled") {
        close(order)
        return
      }
      const within = CLOSINGS[type]
      if (within === undefined) return
      const open = close(order)
      if (open === undefined) findings.add(`${type} of an offer that is not open`, entry)
      else
        complaints(entry, open, within, lapsesAtMs(order, open)).forEach((complaint) =>
          findings.add(complaint, entry)
        )
    },
    finish: () => {
      for (const [order, { courier, madeAtMs }] of byOrder) {
        findings.add("an offer that never ended", { atMs: madeAtMs, order, courier })
      }
      return findings.list()
    }
  }
}

/** When an offer may end so: before its time is over, at the latest then, or exactly then. */
const CLOSINGS: Readonly<Record<string, "before" | "by" | "at">> = {
  OfferAccepted: "before",
  OfferRejected: "by",
  OfferWithdrawn: "by",
  OfferTimedOut: "at"
}

const complaints = (
  entry: LogEntry,
  open: OpenOffer,
  within: "before" | "by" | "at",
  lapsesAtMs: number
): ReadonlyArray<string> => {
  const { atMs, courier, type } = entry
  const inTime =
    within === "at" ? atMs === lapsesAtMs : atMs < open.expiresAtMs || (within === "by" && atMs <= lapsesAtMs)
  return [
    ...(inTime ? [] : [`${type} of an offer whose time is over at ${open.expiresAtMs}`]),
    ...(courier === open.courier ? [] : [`${type} by ${courier}, but ${open.courier} was asked`]),
    ...(textField(entry, "offer") === open.offer ? [] : [`${type} of another offer than ${open.offer}`])
  ]
}
