import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  alwaysOpen,
  DAY_MS,
  HOUR_MS,
  isOpenAt,
  MINUTE_MS,
  OpeningHours,
  opensNextAtMs,
  Weekday,
  zoneOffsetMs
} from "@hotbag/core"

const utc = (text: string) => Date.parse(text)

/** Three days around a change of clocks: forward, back, by half an hour, at odd minutes, by a whole day, and none at all. */
const changes: ReadonlyArray<readonly [zone: string, around: string]> = [
  ["America/New_York", "2026-03-08T07:00Z"],
  ["America/New_York", "2026-11-01T06:00Z"],
  ["Europe/Berlin", "2026-03-29T01:00Z"],
  ["Europe/Berlin", "2026-10-25T01:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T15:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T15:30Z"],
  ["America/St_Johns", "2009-11-01T02:31Z"],
  ["Africa/Casablanca", "2026-03-22T02:00Z"],
  ["America/Santiago", "2026-09-06T04:00Z"],
  ["Pacific/Apia", "2011-12-30T10:00Z"],
  ["Asia/Kathmandu", "2026-06-01T00:00Z"],
  ["America/Bogota", "2026-12-31T12:00Z"]
]

interface Minute {
  readonly atMs: number
  readonly weekday: string
  readonly date: string
  readonly dateBefore: string
  readonly minute: number
}

/** What clocks show, minute by minute, asked of the engine's calendar field by field. */
const minutesAround = (zone: string, around: string): ReadonlyArray<Minute> => {
  const calendar = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "long",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23"
  })
  const firstMs = utc(around) - 1.5 * DAY_MS
  return Array.from({ length: (3 * DAY_MS) / MINUTE_MS }, (_, i) => {
    const atMs = firstMs + i * MINUTE_MS
    const fields = new Map(calendar.formatToParts(atMs).map(({ type, value }) => [type, value]))
    const date = `${fields.get("year")}-${fields.get("month")}-${fields.get("day")}`
    return {
      atMs,
      weekday: fields.get("weekday")?.toLowerCase() ?? "",
      date,
      dateBefore: new Date(Date.parse(`${date}T00:00Z`) - DAY_MS).toISOString().slice(0, 10),
      minute: 60 * Number(fields.get("hour")) + Number(fields.get("minute"))
    }
  })
}

const weekdayBefore = (weekday: string) =>
  Weekday.literals[(Weekday.literals.findIndex((name) => name === weekday) + 6) % 7]

/** The definition, word by word. */
const isOpenByHand = (hours: OpeningHours, now: Minute): boolean => {
  const on = (date: string, weekday: string | undefined) =>
    hours.specialDays.find((day) => day.date === date)?.ranges ??
    hours.weekly.filter((range) => range.weekday === weekday)
  return (
    on(now.date, now.weekday).some(
      (range) => range.openMinute <= now.minute && now.minute < range.closeMinute
    ) ||
    on(now.dateBefore, weekdayBefore(now.weekday)).some(
      (range) => range.openMinute <= now.minute + 1440 && now.minute + 1440 < range.closeMinute
    )
  )
}

const range = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }), fc.integer({ min: 0, max: 14 }))
  .map(([from, quarters, odd]) => ({
    openMinute: 15 * from + odd,
    closeMinute: 15 * from + odd + 15 * quarters
  }))

const hoursAround = (minutes: ReadonlyArray<Minute>) =>
  fc.record({
    weekly: fc.array(
      fc
        .tuple(fc.constantFrom(...Weekday.literals), range)
        .map(([weekday, minutesOpen]) => ({ weekday, ...minutesOpen })),
      { maxLength: 8 }
    ),
    specialDays: fc.array(
      fc.record({
        date: fc.constantFrom(...new Set(minutes.map(({ date }) => date))),
        ranges: fc.array(range, { maxLength: 2 })
      }),
      { maxLength: 1 }
    )
  })

describe("opening hours, beside a slow oracle on days of change (S1, C29)", () => {
  it.each(changes)("%s around %s", (zone, around) => {
    const minutes = minutesAround(zone, around)
    fc.assert(
      fc.property(hoursAround(minutes), (hours) => {
        Schema.decodeUnknownSync(OpeningHours)(hours)
        const open = minutes.map((minute) => isOpenByHand(hours, minute))
        minutes.forEach(({ atMs }, i) => {
          if (i % 7 === 0) expect(isOpenAt(hours, zone, atMs + (i % MINUTE_MS))).toBe(open[i])
        })
        for (let i = 0; i < minutes.length; i += 97) {
          const atMs = minutes[i]?.atMs ?? 0
          const next = open.indexOf(true, i)
          const found = opensNextAtMs(hours, zone, atMs)
          if (next >= 0) expect(found).toBe(minutes[next]?.atMs)
          else expect(found ?? Infinity).toBeGreaterThan(minutes.at(-1)?.atMs ?? 0)
        }
      }),
      { numRuns: 15 }
    )
  })
})

describe("opening hours", () => {
  const friday: OpeningHours = {
    weekly: [{ weekday: "friday", openMinute: 18 * 60, closeMinute: 26 * 60 }],
    specialDays: []
  }

  it("run past midnight as a part of the evening", () => {
    const at = (text: string) => isOpenAt(friday, "America/Bogota", utc(`${text}-05:00`))
    expect(at("2026-11-27T17:59:59.999")).toBe(false)
    expect(at("2026-11-27T18:00")).toBe(true)
    expect(at("2026-11-28T01:59:59.999")).toBe(true)
    expect(at("2026-11-28T02:00")).toBe(false)
    expect(at("2026-11-28T18:00")).toBe(false)
  })

  it("say when they open next, over a week and over a special day", () => {
    const zone = "America/Bogota"
    const saturday = utc("2026-11-28T02:00-05:00")
    expect(opensNextAtMs(friday, zone, saturday)).toBe(utc("2026-12-04T18:00-05:00"))
    const holiday = { ...friday, specialDays: [{ date: "2026-12-04", ranges: [] }] }
    expect(opensNextAtMs(holiday, zone, saturday)).toBe(utc("2026-12-11T18:00-05:00"))
    expect(opensNextAtMs(friday, zone, saturday - 1)).toBe(saturday - 1)
  })

  it("open nowhere in sight when there are none, and always when there is no end", () => {
    expect(opensNextAtMs({ weekly: [], specialDays: [] }, "Europe/Berlin", 0)).toBeNull()
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (atMs) => isOpenAt(alwaysOpen, "Europe/Berlin", atMs))
    )
  })

  it("refuse zones and dates that do not exist", () => {
    const reads = Schema.is(OpeningHours)
    const on = (date: string) => reads({ weekly: [], specialDays: [{ date, ranges: [] }] })
    expect(["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-1-1", ""].filter(on)).toEqual([])
    expect(["2028-02-29", "2026-12-31", "1970-01-01", "2000-02-29"].filter((date) => !on(date))).toEqual([])
    expect(() => zoneOffsetMs("Mars/Olympus", 0)).toThrow("no such time zone")
    for (const [openMinute, closeMinute] of [
      [600, 600],
      [600, 599],
      [600, 2041],
      [-1, 5],
      [1440, 1450]
    ]) {
      expect(reads({ weekly: [{ weekday: "monday", openMinute, closeMinute }], specialDays: [] })).toBe(false)
    }
  })

  it("know the offset of every hour of a century", () => {
    const calendar = new Intl.DateTimeFormat("sv-SE", {
      timeZone: "Europe/London",
      dateStyle: "short",
      timeStyle: "medium"
    })
    fc.assert(
      fc.property(fc.integer({ min: utc("1973-01-01"), max: utc("2073-01-01") }), (atMs) => {
        const local = Date.parse(`${calendar.format(atMs).replace(" ", "T")}Z`)
        expect(zoneOffsetMs("Europe/London", atMs)).toBe(local - Math.floor(atMs / 1000) * 1000)
      })
    )
    expect(zoneOffsetMs("Asia/Kathmandu", 1.7e12)).toBe(5.75 * HOUR_MS)
  })
})
