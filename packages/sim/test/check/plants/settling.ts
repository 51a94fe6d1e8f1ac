import { MINUTE_MS } from "@hotbag/core"
import { busyDay, CARRIED, LOST } from "../days.ts"
import { changed, moved, repeated, without } from "../spoil.ts"
import { laterBy, type Plant, timeOf, to } from "./Plant.ts"

export const moneySettled: ReadonlyArray<Plant> = [
  {
    what: "a delivered order that nobody pays for",
    day: busyDay,
    entries: (entries) => without(entries, { operation: "capture", order: CARRIED })
  },
  {
    what: "a delivered order whose money goes back",
    day: busyDay,
    entries: (entries) =>
      changed(entries, { operation: "capture", order: CARRIED }, () => ({ operation: "void" }))
  },
  {
    what: "a lost order that is charged for",
    day: busyDay,
    entries: (entries) =>
      changed(entries, { operation: "void", order: LOST }, () => ({ operation: "capture" }))
  },
  {
    what: "money that goes back after it was captured",
    day: busyDay,
    entries: (entries) =>
      repeated(entries, { operation: "capture", order: CARRIED }, { operation: "refund", key: "again" })
  },
  {
    what: "money that is captured twice",
    day: busyDay,
    entries: (entries) => repeated(entries, { operation: "capture", order: CARRIED }, { key: "again" })
  },
  {
    what: "more than was authorised",
    day: busyDay,
    entries: (entries) =>
      changed(entries, { operation: "capture", order: CARRIED }, ({ amountMinor }) => ({
        amountMinor: Number(amountMinor) + 1
      }))
  },
  {
    what: "money that is captured before the delivery",
    day: busyDay,
    entries: (entries) =>
      moved(
        entries,
        { operation: "capture", order: CARRIED },
        to(timeOf(entries, { type: "CourierAtCustomer", order: CARRIED }))
      )
  },
  {
    what: "money that is settled after more than ten minutes",
    day: busyDay,
    entries: (entries) =>
      moved(entries, { operation: "capture", order: CARRIED }, laterBy(10 * MINUTE_MS + 1))
  },
  {
    what: "an authorisation that is asked for twice",
    day: busyDay,
    entries: (entries) => repeated(entries, { operation: "authorise", order: CARRIED })
  },
  {
    what: "a request without a key",
    day: busyDay,
    entries: (entries) => changed(entries, { operation: "capture", order: CARRIED }, () => ({ key: "" }))
  },
  {
    what: "an authorisation of nothing",
    day: busyDay,
    entries: (entries) =>
      changed(entries, { order: CARRIED, type: "RequestPayment" }, () => ({ amountMinor: 0 }))
  },
  {
    what: "something that no gateway does",
    day: busyDay,
    entries: (entries) => repeated(entries, { operation: "authorise", order: CARRIED }, { operation: "tip" })
  }
]
