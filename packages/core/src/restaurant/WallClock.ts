import { Schema } from "effect"
import { invariant } from "../Invariant.ts"
import { Limits } from "../Limits.ts"
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../Units.ts"

/** What clocks on the wall of a place show, as numbers that need no calendar. */
export interface WallClock {
  /** Days since 1970-01-01 on the local calendar. */
  readonly day: number
  /** Minutes since local midnight as the clock shows them, 0..1439. */
  readonly minute: number
}

/**
 * Local time − UTC at an instant in a zone of the IANA database, in ms. To the minute, as offsets are since 1973. O(1); asked again
 * within the same minute it costs a look-up.
 *
 * The database is the engine's own: the answer depends on the zone and the instant alone, not on where the machine stands.
 *
 * @throws InvariantViolation for a name that is no zone; decode it by `ZoneName` first.
 */
export const zoneOffsetMs = (zone: string, atMs: number): number => {
  const clock = clockOf(zone)
  invariant(clock !== null, "there is no such time zone", { zone })
  const minute = Math.floor(atMs / MINUTE_MS)
  if (clock.minute !== minute) {
    clock.offsetMs = readOffset(clock.format, minute * MINUTE_MS)
    clock.minute = minute
  }
  return clock.offsetMs
}

/** What the clocks of a zone show at an instant. @throws InvariantViolation for a name that is no zone. */
export const wallClockAt = (zone: string, atMs: number): WallClock => {
  const localMs = atMs + zoneOffsetMs(zone, atMs)
  const day = Math.floor(localMs / DAY_MS)
  return { day, minute: Math.floor((localMs - day * DAY_MS) / MINUTE_MS) }
}

/** Day of the week, 0 for Monday, from the days since 1970-01-01 (a Thursday). */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7

/**
 * The date as text, `2026-11-22`, from the days since 1970-01-01; proleptic Gregorian calendar, years 0..9999.
 * Years are counted from March, so that the leap day is their last.
 */
export const dateOfDay = (day: number): string => {
  const days = day + DAYS_TO_1970
  let year = Math.floor(days / 365.2425)
  while (daysBeforeYear(year) > days) year -= 1
  while (daysBeforeYear(year + 1) <= days) year += 1
  const dayOfYear = days - daysBeforeYear(year)
  const month = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - daysBeforeMonth(month) + 1
  const calendarYear = month >= 10 ? year + 1 : year
  return [padded(calendarYear, 4), padded(((month + 2) % 12) + 1, 2), padded(dayOfMonth, 2)].join("-")
}

/** Days since 1970-01-01 of a date as text; null when it is no date. {@link dateOfDay} gives it back. */
export const dayOfDate = (date: string): number | null => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  if (match === null) return null
  const [year, month, dayOfMonth] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (month < 1 || month > 12 || dayOfMonth < 1) return null
  const fromMarch = (month + 9) % 12
  const day =
    daysBeforeYear(fromMarch >= 10 ? year - 1 : year) +
    daysBeforeMonth(fromMarch) +
    dayOfMonth -
    1 -
    DAYS_TO_1970
  return dateOfDay(day) === date ? day : null
}

/** A date on a local calendar, `2026-12-24`. */
export const CalendarDate = Schema.String.check(
  Schema.makeFilter((date) => dayOfDate(date) !== null || "write a date that exists, such as 2026-12-24")
)

/** The name of a time zone of the IANA database, such as `America/Bogota` (C29). */
export const ZoneName = Schema.String.check(
  Schema.isMaxLength(Limits.zoneNameLength),
  Schema.makeFilter(
    (zone) => (ZONE_PATTERN.test(zone) && clockOf(zone) !== null) || "name a time zone such as America/Bogota"
  )
)

interface ZoneClock {
  readonly format: Intl.DateTimeFormat
  minute: number
  offsetMs: number
}

/** Names only: the engine would take `+05:00` too, which knows of no summer time. */
const ZONE_PATTERN = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/

const clocks = new Map<string, ZoneClock | null>()

const clockOf = (zone: string): ZoneClock | null => {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  // Spellings are endless, zones are not: whoever plays with letters only makes us read the zone again.
  if (clocks.size >= Limits.zoneClocks) clocks.clear()
  const clock = makeClock(zone)
  clocks.set(zone, clock)
  return clock
}

const makeClock = (zone: string): ZoneClock | null => {
  try {
    const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" })
    return { format, minute: Number.NaN, offsetMs: 0 }
  } catch {
    return null
  }
}

/** The engine writes `GMT`, `GMT-05:00`, `GMT+05:45`. */
const readOffset = (format: Intl.DateTimeFormat, atMs: number): number => {
  const name = format.formatToParts(atMs).find(({ type }) => type === "timeZoneName")?.value ?? ""
  const match = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(name)
  invariant(match !== null, "an offset must read like GMT-05:00", { name })
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = match
  const sizeMs = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS
  return sign === "-" ? -sizeMs : sizeMs
}

/** Days from 1 March of year 0 to 1970-01-01. */
const DAYS_TO_1970 = 719_468

const daysBeforeYear = (year: number): number =>
  365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)

/** Months from March: 31 30 31 30 31 twice, then 31 and February. */
const daysBeforeMonth = (month: number): number => Math.floor((153 * month + 2) / 5)

const padded = (number: number, digits: number): string => number.toString().padStart(digits, "0")
