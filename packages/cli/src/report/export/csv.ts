import type { Table } from "./tables.ts"

/** A table as pieces of CSV, the names of its columns first. */
export const csvOf = function* ({ columns, rows }: Table): Iterable<string> {
  yield csvLine(columns)
  for (const row of rows()) yield csvLine(row)
}

/** One cell of a table: null and NaN are left empty, numbers keep at most `DECIMALS` decimals. */
export type CsvValue = string | number | null

/** Finer than a GPS fix in degrees, and than a millisecond in minutes. */
const DECIMALS = 6

/**
 * A line of a CSV file (RFC 4180) with its line break. Names come from outside: one that a spreadsheet would take for a
 * formula gets an apostrophe before it (S16).
 */
export const csvLine = (values: ReadonlyArray<CsvValue>): string => `${values.map(csvField).join(",")}\r\n`

const csvField = (value: CsvValue): string => {
  if (value === null) return ""
  if (typeof value === "number") return Number.isFinite(value) ? String(Number(value.toFixed(DECIMALS))) : ""
  const harmless = FORMULA.test(value) ? `'${value}` : value
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

const FORMULA = /^[=+\-@\t\r]/
const QUOTED = /[",\r\n]/
