import { at, invariant } from "@hotbag/core"
import type { LogEntry } from "../../src/report/LogEntry.ts"

/** Ways to spoil a good history. None changes the history it is given. */
export type Entries = ReadonlyArray<LogEntry>

/** What an entry has to be; every field that is named must be equal. */
export type Like = Readonly<Record<string, string | number>>

export const isLike = (entry: LogEntry, like: Like): boolean =>
  Object.entries(like).every(([field, value]) => entry[field] === value)

/** Index of the first such entry. @throws InvariantViolation when there is none: the plant would prove nothing. */
export const indexOf = (entries: Entries, like: Like): number => {
  const index = entries.findIndex((entry) => isLike(entry, like))
  invariant(index >= 0, "the history has something to spoil", { like })
  return index
}

export const first = (entries: Entries, like: Like): LogEntry => at(entries, indexOf(entries, like))

export const last = (entries: Entries, like: Like): LogEntry => first(entries.toReversed(), like)

/** Without all such entries. */
export const without = (entries: Entries, like: Like): Entries => {
  indexOf(entries, like)
  return entries.filter((entry) => !isLike(entry, like))
}

/** All such entries changed, in their place. */
export const changed = (
  entries: Entries,
  like: Like,
  patch: (entry: LogEntry) => Readonly<Record<string, unknown>>
): Entries => {
  indexOf(entries, like)
  return entries.map((entry) => (isLike(entry, like) ? { ...entry, ...patch(entry) } : entry))
}

/** The first such entry told again right after itself, changed. */
export const repeated = (
  entries: Entries,
  like: Like,
  patch: Readonly<Record<string, unknown>> = {}
): Entries => {
  const index = indexOf(entries, like)
  return entries.toSpliced(index + 1, 0, { ...at(entries, index), ...patch })
}

/** All such entries at another time, and in their place by time: after what else happened then. */
export const moved = (entries: Entries, like: Like, toMs: (atMs: number) => number): Entries => {
  indexOf(entries, like)
  return inOrder([
    ...entries.filter((entry) => !isLike(entry, like)),
    ...entries.filter((entry) => isLike(entry, like)).map((entry) => ({ ...entry, atMs: toMs(entry.atMs) }))
  ])
}

export const inOrder = (entries: Entries): Entries => entries.toSorted((a, b) => a.atMs - b.atMs)

/** Versions counted anew for every order and delivery, so that only what was planted is wrong. */
export const versioned = (entries: Entries): Entries => {
  const versions = new Map<string, number>()
  return entries.map((entry) => {
    if (typeof entry["version"] !== "number") return entry
    const whose = `${isOfOrder(entry.type) ? "order" : "delivery"} ${entry.order}`
    const version = (versions.get(whose) ?? 0) + 1
    versions.set(whose, version)
    return { ...entry, version }
  })
}

const isOfOrder = (type: string): boolean => /^(?:Order|P|FoodReady|CourierNoted|CourierCleared)/.test(type)
