import { at, SECOND_MS } from "@hotbag/core"
import { busyDay, CARRIED, LOST, SILENT } from "../days.ts"
import { changed, indexOf, last, moved, repeated, versioned, without } from "../spoil.ts"
import { laterBy, type Plant } from "./Plant.ts"

export const orderOfTime: ReadonlyArray<Plant> = [
  {
    what: "a notice that is told a second before what came before it",
    day: busyDay,
    entries: (entries) => {
      const index = entries.findIndex(({ atMs, type }) => type === "Notify" && atMs > at(entries, 0).atMs)
      return entries.with(index, { ...at(entries, index), atMs: at(entries, index - 1).atMs - SECOND_MS })
    }
  },
  {
    what: "half a millisecond",
    day: busyDay,
    entries: (entries) => {
      const index = indexOf(entries, { type: "Notify" })
      return entries.with(index, { ...at(entries, index), atMs: at(entries, index).atMs + 0.5 })
    }
  }
]

export const noLostOrder: ReadonlyArray<Plant> = [
  {
    what: "an order that never ends",
    day: busyDay,
    entries: (entries) =>
      without(without(entries, { type: "OrderCancelled", order: LOST }), { operation: "void", order: LOST })
  },
  {
    what: "an order that is never placed",
    day: busyDay,
    entries: (entries) => without(entries, { order: SILENT })
  },
  {
    what: "an order of nobody",
    day: busyDay,
    entries: (entries) =>
      entries.flatMap((entry) => (entry.order === SILENT ? [entry, { ...entry, order: "ghost" }] : [entry]))
  },
  {
    what: "an order that is placed later than the customer did",
    day: busyDay,
    entries: (entries) => moved(entries, { order: SILENT }, laterBy(SECOND_MS))
  },
  {
    what: "an order that is delivered by nobody",
    day: busyDay,
    entries: (entries) => {
      const { order = "" } = last(entries, { type: "DeliveryCompleted" })
      return without(entries, { type: "DeliveryCompleted", order })
    }
  },
  {
    what: "an order that is placed twice",
    day: busyDay,
    entries: (entries) => versioned(repeated(entries, { type: "OrderPlaced", order: CARRIED })),
    also: ["monotoneStates"]
  },
  {
    what: "an order that is lost twice",
    day: busyDay,
    entries: (entries) => versioned(repeated(entries, { type: "OrderCancelled", order: LOST })),
    also: ["monotoneStates"]
  },
  {
    what: "an order that is cancelled although it was carried to the end",
    day: busyDay,
    entries: (entries) =>
      changed(entries, { type: "OrderDelivered", order: CARRIED }, () => ({ type: "OrderCancelled" })),
    also: ["monotoneStates", "moneySettled"]
  }
]

export const monotoneStates: ReadonlyArray<Plant> = [
  {
    what: "a version left out",
    day: busyDay,
    entries: (entries) => without(entries, { type: "CourierNoted", order: CARRIED })
  },
  {
    what: "a version told twice",
    day: busyDay,
    entries: (entries) => repeated(entries, { type: "CourierNoted", order: CARRIED })
  },
  {
    what: "an order that is confirmed before anybody paid",
    day: busyDay,
    entries: (entries) => versioned(without(entries, { type: "PaymentAuthorised", order: CARRIED }))
  },
  {
    what: "an order that is picked up twice",
    day: busyDay,
    entries: (entries) => versioned(repeated(entries, { type: "OrderPickedUp", order: CARRIED }))
  },
  {
    what: "a delivery that is requested twice",
    day: busyDay,
    entries: (entries) => versioned(repeated(entries, { type: "DeliveryRequested", order: CARRIED }))
  }
]
