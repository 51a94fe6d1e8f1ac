import { invariant, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import { busyDay, CARRIED, DECLINED, LAPSED, lonelyDay, LOST, NEXT, onePlaceDay } from "../days.ts"
import {
  changed,
  type Entries,
  first,
  inOrder,
  type Like,
  moved,
  repeated,
  versioned,
  without
} from "../spoil.ts"
import { earlier, handedTo, laterBy, type Plant, timeOf, to } from "./Plant.ts"

/** The order is offered to that courier, who declines a second later. */
const asked = (entries: Entries, order: string, courier: string, atMs: number): Entries => {
  const made = first(entries, { type: "DeliveryOffered" })
  const standsMs = Number(made["expiresAtMs"]) - made.atMs
  const offer = { ...made, order, courier, offer: "planted" }
  return versioned(
    inOrder([
      ...entries,
      { ...offer, atMs, expiresAtMs: atMs + standsMs },
      { ...offer, type: "OfferRejected", atMs: atMs + SECOND_MS }
    ])
  )
}

/** Whoever ended the offer so is asked again after a while. */
const askedAfter = (entries: Entries, like: Like, afterMs: number): Entries => {
  const { atMs, courier = "", order = "" } = first(entries, like)
  return asked(entries, order, courier, atMs + afterMs)
}

/** An order that another courier is offered while `courier` is on the way with something else. */
const offeredMeanwhile = (entries: Entries, courier: string): string => {
  for (const accepted of entries) {
    if (accepted.type !== "OfferAccepted" || accepted.courier !== courier) continue
    const { order } = accepted
    const untilMs = timeOf(entries, { type: "DeliveryCompleted", order })
    const meanwhile = entries.find(
      (entry) =>
        entry.type === "DeliveryOffered" &&
        entry.courier !== courier &&
        entry.atMs > accepted.atMs &&
        entry.atMs + MINUTE_MS < untilMs
    )
    if (meanwhile?.order !== undefined) return meanwhile.order
  }
  return invariant(false, "somebody is asked while somebody else is on the way") ?? ""
}

export const noDoubleAssignment: ReadonlyArray<Plant> = [
  {
    what: "a pickup by another courier",
    day: onePlaceDay,
    entries: (entries) =>
      changed(entries, { type: "DeliveryPickedUp", order: CARRIED, courier: "c0" }, () => ({ courier: "c1" }))
  },
  {
    what: "a drop-off by another courier",
    day: onePlaceDay,
    entries: (entries) =>
      changed(entries, { type: "DeliveryCompleted", order: CARRIED, courier: "c0" }, () => ({
        courier: "c1"
      }))
  },
  {
    what: "a courier on two journeys at once",
    day: onePlaceDay,
    entries: (entries) => handedTo(entries, offeredMeanwhile(entries, "c0"), "c0")
  },
  {
    what: "an order that two couriers take",
    day: onePlaceDay,
    entries: (entries) => {
      const accepted = first(entries, { type: "OfferAccepted", order: CARRIED, courier: "c0" })
      const again = { ...accepted, courier: "s0", atMs: accepted.atMs + 1 }
      return versioned(inOrder([...entries, again]))
    },
    also: ["monotoneStates", "offersExpireOnce"]
  }
]

export const neverAskedAgain: ReadonlyArray<Plant> = [
  {
    what: "a courier who declined",
    day: busyDay,
    entries: (entries) => askedAfter(entries, { type: "OfferRejected", order: DECLINED }, MINUTE_MS)
  },
  {
    what: "a courier who never answered",
    day: busyDay,
    entries: (entries) => askedAfter(entries, { type: "OfferTimedOut", order: LAPSED }, MINUTE_MS)
  }
]

export const offersExpireOnce: ReadonlyArray<Plant> = [
  {
    what: "an offer that stands longer than the rules say",
    day: busyDay,
    entries: (entries) =>
      changed(entries, { type: "DeliveryOffered", order: CARRIED }, ({ expiresAtMs }) => ({
        expiresAtMs: Number(expiresAtMs) + 1
      }))
  },
  {
    what: "an answer after the offer has lapsed",
    day: busyDay,
    entries: (entries) => {
      const offered = first(entries, { type: "DeliveryOffered", order: DECLINED })
      return moved(
        entries,
        { type: "OfferRejected", order: DECLINED },
        to(Number(offered["expiresAtMs"]) + 1)
      )
    }
  },
  {
    what: "an offer that lapses early",
    day: busyDay,
    entries: (entries) => moved(entries, { type: "OfferTimedOut", order: LAPSED }, earlier(1))
  },
  {
    what: "an offer that lapses late",
    day: busyDay,
    entries: (entries) => moved(entries, { type: "OfferTimedOut", order: LAPSED }, laterBy(1))
  },
  {
    what: "an answer by somebody else",
    day: busyDay,
    entries: (entries) =>
      changed(entries, { type: "OfferRejected", order: DECLINED }, () => ({ courier: "c2" }))
  },
  {
    what: "an answer to another offer",
    day: busyDay,
    entries: (entries) =>
      changed(entries, { type: "OfferRejected", order: DECLINED }, () => ({ offer: "another" }))
  },
  {
    what: "a courier who is asked while still thinking",
    day: busyDay,
    entries: (entries) => {
      const { atMs, courier = "" } = first(entries, { type: "DeliveryOffered", order: NEXT })
      return asked(entries, LOST, courier, atMs + SECOND_MS)
    }
  },
  {
    what: "an offer that never ends",
    day: lonelyDay,
    entries: (entries) => without(entries, { type: "DeliveryCancelled" })
  },
  {
    what: "an offer that ends twice",
    day: busyDay,
    entries: (entries) => versioned(repeated(entries, { type: "OfferRejected", order: DECLINED })),
    also: ["monotoneStates"]
  },
  {
    what: "a second offer while the first is open",
    day: busyDay,
    entries: (entries) =>
      versioned(repeated(entries, { type: "DeliveryOffered", order: CARRIED }, { courier: "c1" })),
    also: ["monotoneStates"]
  },
  {
    what: "an offer that leaves no time",
    day: busyDay,
    entries: (entries) =>
      changed(entries, { type: "DeliveryOffered", order: CARRIED }, ({ atMs }) => ({ expiresAtMs: atMs }))
  },
  {
    what: "an offer without a name",
    day: busyDay,
    entries: (entries) =>
      changed(
        changed(entries, { type: "DeliveryOffered", order: CARRIED }, () => ({ offer: "" })),
        { type: "OfferAccepted", order: CARRIED },
        () => ({ offer: "" })
      )
  }
]

export const alertedInTime: ReadonlyArray<Plant> = [
  {
    what: "an order that waits without anybody being told",
    day: busyDay,
    entries: (entries) => without(entries, { type: "Escalate", order: LOST })
  },
  {
    what: "an alert that comes too late",
    day: busyDay,
    entries: (entries) => moved(entries, { type: "Escalate", order: LOST }, laterBy(20 * SECOND_MS + 1))
  }
]
