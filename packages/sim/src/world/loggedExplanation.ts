import { at } from "@hotbag/core"
import { type ExplainedChange, type Explanation, inNames } from "@hotbag/dispatch"
import type { LoggedChange, LoggedExplanation } from "../report/LogEntry.ts"
import type { City } from "./City.ts"

/** An explanation in the ids of the border, numbers rounded to hundredths of a minute. */
export const loggedExplanation = (
  city: City,
  { delivery, chosen, candidates, changed, ...why }: Explanation
): LoggedExplanation => ({
  ...why,
  order: orderId(city, delivery),
  chosen: chosen === null ? null : courierId(city, chosen),
  candidates: candidates.map(({ cost, courier, terms, verdict }) => ({
    courier: courierId(city, courier),
    cost: hundredths(cost),
    terms: Object.fromEntries(Object.entries(terms).map(([name, value]) => [name, hundredths(value)])),
    verdict: inIds(city, verdict)
  })),
  ...(changed === undefined ? {} : { changed: loggedChange(city, changed) })
})

const loggedChange = (city: City, changed: ExplainedChange): LoggedChange => ({
  from: changed.from === null ? null : courierId(city, changed.from),
  to: changed.to === null ? null : courierId(city, changed.to),
  movedMin: changed.movedMin === null ? null : hundredths(changed.movedMin),
  joined: changed.joined.map((order) => orderId(city, order)),
  parted: changed.parted.map((order) => orderId(city, order)),
  courierChanges: changed.courierChanges,
  words: inIds(city, changed.words)
})

const courierId = (city: City, courier: number) => at(city.couriers, courier).id
const orderId = (city: City, order: number) => at(city.orders, order).id

const inIds = (city: City, words: string): string =>
  inNames(words, { courier: (handle) => courierId(city, handle), order: (handle) => orderId(city, handle) })

const hundredths = (value: number) => Math.round(value * 100) / 100
