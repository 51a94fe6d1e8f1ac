import { type CourierId, Limits, readFix } from "@hotbag/core"
import type { Intake } from "./Intake.ts"

/**
 * Decodes and takes what came over a courier's socket. Answers, as JSON with a `type`:
 *
 * - null: a single fix that was taken (or repeated one that was).
 * - `{"type":"fix-refused","verdict":…}`: a single fix that was not; `verdict` is a `FixVerdict`.
 * - `{"type":"fixes","verdicts":[…]}`: what became of each of several; what is no fix among them is `malformed`, and does not harm the others.
 * - `{"type":"too-often","retryAfterMs":…}`: beyond the rate; nothing was taken, and a single fix was not even looked at.
 * - `{"type":"malformed","message":…}`: not what a phone should send; nothing was taken.
 * - `{"type":"unknown-courier"}`: nobody has introduced the courier.
 */
export const takeFrame = (
  intake: Intake,
  courierId: CourierId,
  text: string,
  receivedAtMs: number
): string | null => {
  if (!isWay(text) && intake.refuses(courierId, receivedAtMs)) {
    return tooOften(intake, courierId, receivedAtMs)
  }
  const json = parsed(text)
  if (Array.isArray(json)) return takeArray(intake, courierId, json, receivedAtMs)
  const fix = readFix(json, receivedAtMs)
  if (fix === null) return malformed
  const verdict = intake.take(courierId, fix, receivedAtMs)
  if (verdict === "taken" || verdict === "duplicate") return null
  if (verdict === "too-often") return tooOften(intake, courierId, receivedAtMs)
  return verdict === "unknown-courier" ? unknownCourier : `{"type":"fix-refused","verdict":"${verdict}"}`
}

const takeArray = (
  intake: Intake,
  courierId: CourierId,
  items: ReadonlyArray<unknown>,
  receivedAtMs: number
): string => {
  if (items.length === 0 || items.length > Limits.fixesPerMessage) return malformed
  const fixes = items.map((item) => readFix(item, receivedAtMs))
  const verdicts = intake.takeMany(courierId, fixes, receivedAtMs, null)
  if (verdicts === "too-often") return tooOften(intake, courierId, receivedAtMs)
  return verdicts === "unknown-courier" ? unknownCourier : JSON.stringify({ type: "fixes", verdicts })
}

/** Whether it is an array, if it is anything: all of it counts, so it has to be looked at. */
const isWay = (text: string): boolean => text.trimStart().startsWith("[")

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const tooOften = ({ fleet }: Intake, courierId: CourierId, nowMs: number): string =>
  `{"type":"too-often","retryAfterMs":${fleet.find(courierId)?.bucket.waitMs(nowMs) ?? 0}}`

const unknownCourier = '{"type":"unknown-courier"}'

const malformed = JSON.stringify({
  type: "malformed",
  message: `Send one fix, or an array of them in a frame of at most ${Limits.frameBytes} bytes; more go to POST /couriers/{id}/locations. A fix: lat, lng, and if known at (RFC 3339), speed, heading, accuracy.`
})
