import { SECOND_MS } from "@hotbag/core"
import type { JourneyEntry } from "../../../src/report/LogEntry.ts"
import { CARRIED, onePlaceDay, sentDay } from "../days.ts"
import { changed, type Entries, inOrder, last, moved, without } from "../spoil.ts"
import { earlier, type Plant, timeOf, to, withCourier } from "./Plant.ts"

const SENT = { type: "Preposition" }
const THERE = { type: "CourierArrived" }

/** The day with journeys in it that nobody told of before. */
const withJourneys = (entries: Entries, ...journeys: ReadonlyArray<JourneyEntry>): Entries =>
  inOrder([...entries, ...journeys])

const sent = (atMs: number, courier: string, restaurant = "r0"): JourneyEntry => ({
  type: "Preposition",
  atMs,
  courier,
  restaurant
})
const there = (atMs: number, courier: string, restaurant = "r0"): JourneyEntry => ({
  ...sent(atMs, courier, restaurant),
  type: "CourierArrived"
})

/** When c0 is asked in the day in one place, and when it has the order in hand. */
const askedMs = (entries: Entries) => timeOf(entries, { type: "DeliveryOffered", courier: "c0" })
const workingMs = (entries: Entries) => timeOf(entries, { type: "CourierAtCustomer", courier: "c0" })

export const prepositions: ReadonlyArray<Plant> = [
  {
    what: "a courier who is sent with an order in hand",
    day: onePlaceDay,
    entries: (entries) =>
      withJourneys(entries, sent(workingMs(entries), "c0"), there(workingMs(entries), "c0"))
  },
  {
    what: "a courier who is sent while thinking about an offer",
    day: onePlaceDay,
    entries: (entries) =>
      withJourneys(entries, sent(askedMs(entries) + 1, "c0"), there(askedMs(entries) + 2, "c0"))
  },
  {
    what: "a courier who is asked on the way",
    day: onePlaceDay,
    entries: (entries) =>
      withJourneys(entries, sent(askedMs(entries) - 1, "c0"), there(askedMs(entries) + 1, "c0"))
  },
  {
    what: "a courier who is diverted on the way",
    day: onePlaceDay,
    entries: (entries) =>
      withJourneys(
        entries,
        sent(askedMs(entries), "c2"),
        sent(askedMs(entries) + 1, "c2", "r1"),
        there(askedMs(entries) + 2, "c2", "r1")
      )
  },
  {
    what: "a courier who comes to another restaurant",
    day: onePlaceDay,
    entries: (entries) =>
      withJourneys(entries, sent(askedMs(entries), "c2"), there(askedMs(entries), "c2", "r1"))
  },
  {
    what: "a courier who was never sent",
    day: sentDay,
    entries: (entries) => without(entries, { ...SENT, courier: "c1" })
  },
  {
    what: "a courier who arrives twice",
    day: sentDay,
    entries: (entries) => {
      const { atMs } = last(entries, THERE)
      return withJourneys(entries, there(atMs + 1, "c1"))
    }
  },
  {
    what: "a courier who never arrives",
    day: sentDay,
    entries: (entries) => without(entries, { ...THERE, courier: "c1" })
  }
]

export const sentTooFast: ReadonlyArray<Plant> = [
  {
    what: "a courier who is where it was sent a second too early",
    day: sentDay,
    entries: (entries) => moved(entries, { ...THERE, courier: "c2", restaurant: "r0" }, earlier(SECOND_MS))
  },
  {
    what: "a courier who is sent on from where it never was",
    day: sentDay,
    entries: (entries) => {
      const { atMs } = last(entries, { ...SENT, courier: "c2" })
      return moved(entries, { ...THERE, courier: "c2", restaurant: "r0" }, to(atMs))
    }
  },
  {
    what: "a courier who sets off before the last door is done",
    day: sentDay,
    entries: (entries) => {
      const doneAtMs = timeOf(entries, { type: "DeliveryCompleted", courier: "c1" })
      return moved(entries, { ...SENT, courier: "c1" }, to(doneAtMs + 9 * SECOND_MS))
    }
  },
  {
    what: "a courier who takes an order at a restaurant without having gone there",
    day: sentDay,
    entries: (entries) => without(without(entries, { ...SENT, courier: "c0" }), { ...THERE, courier: "c0" })
  },
  {
    what: "a pickup before the courier who waited is handled",
    day: sentDay,
    entries: (entries) => {
      const takenAtMs = timeOf(entries, { type: "DeliveryPickedUp", order: CARRIED })
      return moved(entries, { ...THERE, courier: "c0" }, to(takenAtMs - 59 * SECOND_MS))
    }
  },
  {
    what: "a restaurant that is not in the city",
    day: sentDay,
    entries: (entries) => changed(entries, { courier: "c1", restaurant: "r0" }, () => ({ restaurant: "r9" }))
  }
]

export const sentOffDuty: ReadonlyArray<Plant> = [
  {
    what: "a courier who is sent somewhere after going home",
    day: sentDay,
    city: (city, entries) => withCourier(city, "c1", { offAtMs: last(entries, SENT).atMs - 1 })
  },
  {
    what: "a courier who is sent somewhere before coming",
    day: sentDay,
    city: (city, entries) =>
      withCourier(city, "c2", { onAtMs: timeOf(entries, { ...SENT, courier: "c2" }) + 1 }),
    // Nobody sets out from home before coming, either.
    also: ["physics"]
  },
  {
    what: "a courier who cannot be there before going home",
    day: sentDay,
    city: (city, entries) => withCourier(city, "c1", { offAtMs: last(entries, THERE).atMs - 1 })
  },
  {
    what: "a courier who is sent to another region",
    day: onePlaceDay,
    entries: (entries) => withJourneys(entries, sent(askedMs(entries), "s0"), there(askedMs(entries), "s0"))
  },
  {
    what: "a courier of no region who is sent somewhere",
    day: onePlaceDay,
    entries: (entries) =>
      withJourneys(entries, sent(askedMs(entries), "stranger"), there(askedMs(entries), "stranger"))
  }
]
