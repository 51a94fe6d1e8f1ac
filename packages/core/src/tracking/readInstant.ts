import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../Units.ts"

/**
 * Reads an RFC 3339 moment with a zone (`2026-11-22T18:30:00.5+01:00`; seconds may be left out) as ms since epoch; fractions are cut to
 * milliseconds. NaN for anything else. Digit by digit: a tenth of the cost of an expression and a date.
 */
export const readInstant = (text: string): number => {
  if (text.length < 17 || text.length > 35) return Number.NaN
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 2)
  const day = digits(text, 8, 2)
  const hour = digits(text, 11, 2)
  const minute = digits(text, 14, 2)
  const isShaped = text[4] === "-" && text[7] === "-" && text[10] === "T" && text[13] === ":"
  if (!isShaped || year < 0 || month < 1 || month > 12 || day < 1 || day > 31) return Number.NaN
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return Number.NaN
  let ms = 0
  let next = 16
  if (text[next] === ":") {
    const second = digits(text, 17, 2)
    if (second < 0 || second > 59) return Number.NaN
    ms = second * SECOND_MS
    next = 19
    if (text[next] === ".") {
      const end = endOfDigits(text, 20)
      if (end === 20 || end > 29) return Number.NaN
      for (let i = 20, unit = 100; i < end && i < 23; i++, unit /= 10) ms += digits(text, i, 1) * unit
      next = end
    }
  }
  const zoneMs = readZone(text, next)
  return daysSinceEpoch(year, month, day) * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS + ms - zoneMs
}

/** The zone that ends the text at `from`, in ms east of Greenwich; NaN when there is none. */
const readZone = (text: string, from: number): number => {
  if (text[from] === "Z") return text.length === from + 1 ? 0 : Number.NaN
  const sign = text[from] === "+" ? 1 : text[from] === "-" ? -1 : Number.NaN
  const hour = digits(text, from + 1, 2)
  const minute = digits(text, from + 4, 2)
  const isShaped = text[from + 3] === ":" && text.length === from + 6
  if (!isShaped || hour < 0 || hour > 23 || minute < 0 || minute > 59) return Number.NaN
  return sign * (hour * HOUR_MS + minute * MINUTE_MS)
}

/** `count` digits at `from` as a number, or -1. */
const digits = (text: string, from: number, count: number): number => {
  let value = 0
  for (let i = from; i < from + count; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

const endOfDigits = (text: string, from: number): number => {
  let end = from
  while (digits(text, end, 1) >= 0) end += 1
  return end
}

/** Days of the Gregorian calendar from 1970-01-01; counted from March on, so that the leap day comes last. */
const daysSinceEpoch = (year: number, month: number, day: number): number => {
  const y = month > 2 ? year : year - 1
  const era = Math.floor(y / 400)
  const ofEra = y - era * 400
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}
