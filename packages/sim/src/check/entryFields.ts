import type { LogEntry } from "../report/LogEntry.ts"

/** A field of an entry that has to be text; undefined when it is not there. */
export const textField = (entry: LogEntry, field: string): string | undefined => {
  const value = entry[field]
  return typeof value === "string" ? value : undefined
}

/** A field of an entry that has to be a number; undefined when it is not there. */
export const numberField = (entry: LogEntry, field: string): number | undefined => {
  const value = entry[field]
  return typeof value === "number" ? value : undefined
}

/** When what the entry tells happened: reports of a courier without a connection come later than that. */
export const happenedAtMs = (entry: LogEntry): number => numberField(entry, "happenedAtMs") ?? entry.atMs
