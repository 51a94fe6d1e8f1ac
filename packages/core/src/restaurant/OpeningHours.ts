import { Schema } from "effect"
import { Limits } from "../Limits.ts"
import { DAY_MS, MINUTE_MS } from "../Units.ts"
import { CalendarDate, dateOfDay, type WallClock, wallClockAt, weekdayOf, zoneOffsetMs } from "./WallClock.ts"

/** Days of the week. */
export const Weekday = Schema.Literals([
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday"
])
export type Weekday = typeof Weekday.Type

const MINUTES_OF_DAY = 1_440

const range = {
  /** Minutes after local midnight, 0..1439; this minute is inside. */
  openMinute: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: MINUTES_OF_DAY - 1 })),
  /** Minutes after the same midnight; this minute is outside. Above 1440 it is past the next midnight: 1560 is 2 a.m. */
  closeMinute: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 2 * MINUTES_OF_DAY - 1 }))
}

const endsInADay = Schema.makeFilter(
  ({ openMinute, closeMinute }: { readonly openMinute: number; readonly closeMinute: number }) =>
    (openMinute < closeMinute && closeMinute <= openMinute + MINUTES_OF_DAY) ||
    "a range closes after it opens, a day later at most; past midnight, go on counting: 2 a.m. is 1560"
)

/** From opening to closing as the clock on the wall shows them. */
export const OpeningRange = Schema.Struct(range).check(endsInADay)
export type OpeningRange = typeof OpeningRange.Type

/** A range of every week; past midnight it belongs to the day on which it opens. */
export const WeeklyRange = Schema.Struct({ weekday: Weekday, ...range }).check(endsInADay)
export type WeeklyRange = typeof WeeklyRange.Type

/** A date whose ranges stand in place of the week's: none is a closed day. What opened the evening before runs on. */
export const SpecialDay = Schema.Struct({
  date: CalendarDate,
  ranges: Schema.Array(OpeningRange).check(Schema.isMaxLength(Limits.openingRanges))
})
export type SpecialDay = typeof SpecialDay.Type

/** The ranges of a week. */
export const WeeklyRanges = Schema.Array(WeeklyRange).check(Schema.isMaxLength(Limits.openingRanges))

/** When a restaurant is open, in wall-clock time of its zone. Ranges may overlap. Of two special days of one date the first counts. */
export const OpeningHours = Schema.Struct({
  weekly: WeeklyRanges,
  specialDays: Schema.Array(SpecialDay).check(Schema.isMaxLength(Limits.specialDays))
})
export type OpeningHours = typeof OpeningHours.Type

/** Around the clock, every day. */
export const alwaysOpen: OpeningHours = {
  weekly: Weekday.literals.map((weekday) => ({ weekday, openMinute: 0, closeMinute: MINUTES_OF_DAY })),
  specialDays: []
}

/**
 * Whether it is open at an instant: whether the clock on the wall shows a time within a range. When clocks are put back, an hour of
 * opening lasts two; when they are put forward, what they skip is skipped. O(ranges).
 *
 * @throws InvariantViolation for a name that is no zone.
 */
export const isOpenAt = (hours: OpeningHours, zone: string, atMs: number): boolean =>
  isOpenOn(hours, wallClockAt(zone, atMs))

/**
 * The first instant from `atMs` on at which it is open, to the minute; `atMs` itself when it is open then. Null when it does not open
 * within `Limits.openingSearchDays`. O(days until then × ranges).
 *
 * @throws InvariantViolation for a name that is no zone.
 */
export const opensNextAtMs = (hours: OpeningHours, zone: string, atMs: number): number | null => {
  if (isOpenAt(hours, zone, atMs)) return atMs
  for (let ahead = 0; ahead < Limits.openingSearchDays; ahead++) {
    const fromMs = atMs + ahead * DAY_MS
    let first = Infinity
    for (const candidate of openingsWithin(hours, zone, fromMs, fromMs + DAY_MS)) {
      if (candidate < first && isOpenAt(hours, zone, candidate)) first = candidate
    }
    if (first !== Infinity) return first
  }
  return null
}

/**
 * Instants in (fromMs, untilMs] at which it may open: the beginnings of ranges by either offset of that time, and the
 * moment at which clocks are put forward or back, into the middle of a range. Clocks are put once in a day at most.
 */
const openingsWithin = (
  hours: OpeningHours,
  zone: string,
  fromMs: number,
  untilMs: number
): ReadonlyArray<number> => {
  const before = zoneOffsetMs(zone, fromMs)
  const after = zoneOffsetMs(zone, untilMs)
  const found = before === after ? [] : [offsetChangeMs(zone, fromMs, untilMs)]
  const offsets = before === after ? [before] : [before, after]
  for (const offsetMs of offsets) {
    const firstDay = Math.floor((fromMs + offsetMs) / DAY_MS)
    const lastDay = Math.floor((untilMs + offsetMs) / DAY_MS)
    for (let day = firstDay; day <= lastDay; day++) {
      for (const { openMinute } of rangesOn(hours, day)) {
        found.push(day * DAY_MS + openMinute * MINUTE_MS - offsetMs)
      }
    }
  }
  return found.filter((candidate) => candidate > fromMs && candidate <= untilMs)
}

/** The minute at which the offset changes between two instants. O(log minutes). */
const offsetChangeMs = (zone: string, fromMs: number, untilMs: number): number => {
  const before = zoneOffsetMs(zone, fromMs)
  let low = Math.floor(fromMs / MINUTE_MS)
  let high = Math.floor(untilMs / MINUTE_MS)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (zoneOffsetMs(zone, middle * MINUTE_MS) === before) low = middle
    else high = middle
  }
  return high * MINUTE_MS
}

const isOpenOn = (hours: OpeningHours, { day, minute }: WallClock): boolean =>
  isInside(rangesOn(hours, day), minute) || isInside(rangesOn(hours, day - 1), minute + MINUTES_OF_DAY)

const isInside = (ranges: ReadonlyArray<OpeningRange>, minute: number): boolean =>
  ranges.some(({ openMinute, closeMinute }) => openMinute <= minute && minute < closeMinute)

const rangesOn = (hours: OpeningHours, day: number): ReadonlyArray<OpeningRange> => {
  if (hours.specialDays.length > 0) {
    const date = dateOfDay(day)
    const special = hours.specialDays.find((candidate) => candidate.date === date)
    if (special !== undefined) return special.ranges
  }
  const weekday = Weekday.literals[weekdayOf(day)]
  return hours.weekly.filter((candidate) => candidate.weekday === weekday)
}
