import type { City } from "../../../src/world/City.ts"
import type { Day } from "../days.ts"
import { type Entries, first, type Like } from "../spoil.ts"

/** One thing wrong with a day that was all right: with what is told of it, or with what the city allows. */
export interface Plant {
  readonly what: string
  readonly day: Day
  readonly entries?: (entries: Entries) => Entries
  readonly city?: (city: City, entries: Entries) => City
  /** Whose promises it cannot but break as well. */
  readonly also?: ReadonlyArray<string>
}

export const earlier = (byMs: number) => (atMs: number) => atMs - byMs
export const laterBy = (byMs: number) => (atMs: number) => atMs + byMs
export const to = (atMs: number) => () => atMs

/** When the first such entry was told. */
export const timeOf = (entries: Entries, like: Like): number => first(entries, like).atMs

/** The entries of one order's delivery, with another courier in them. */
export const handedTo = (entries: Entries, order: string | undefined, courier: string | undefined): Entries =>
  entries.map((entry) =>
    entry.order === order && entry.courier !== undefined ? { ...entry, ...(courier && { courier }) } : entry
  )

/** The city with something else about one courier. */
export const withCourier = (
  city: City,
  id: string | undefined,
  patch: Partial<City["couriers"][number]>
): City => ({
  ...city,
  couriers: city.couriers.map((courier) => (courier.id === id ? { ...courier, ...patch } : courier))
})
