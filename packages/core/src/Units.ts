/**
 * Units of the whole code base: time in integer milliseconds since epoch, durations in integer milliseconds
 * (suffix `Ms`), distance in metres (suffix `M`), speed in metres per second (suffix `Mps`), angles in degrees.
 */

/** Milliseconds in a second. */
export const SECOND_MS = 1_000
/** Milliseconds in a minute. */
export const MINUTE_MS = 60_000
/** Milliseconds in an hour. */
export const HOUR_MS = 3_600_000
/** Milliseconds in a day. */
export const DAY_MS = 86_400_000
/** Kilometres per hour as metres per second. */
export const kmhToMps = (kmh: number): number => kmh / 3.6
