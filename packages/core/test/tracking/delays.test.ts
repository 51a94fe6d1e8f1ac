import { CourierTrack, destination, type Fix, type FixVerdict, type LatLng } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { random } from "./ride.ts"

const HERE: LatLng = { lat: 4.683, lng: -74.06 }
const START_MS = 1_700_000_000_000

/** Where the courier truly is `ms` after the start: two metres a second eastwards. */
const fixOf = (ms: number, skewMs: number): Fix => ({
  at: destination(HERE, 90, ms / 500),
  atMs: START_MS + ms + skewMs,
  speedMps: null,
  headingDeg: null,
  accuracyM: null
})

/** What a phone sends at once. `sentMs` and the times of the fixes are true ones, ms after the start. */
interface Message {
  readonly comesMs: number
  readonly sentMs: number
  readonly fixes: ReadonlyArray<number>
  /** Several kept ones say when they were sent, or do not; a live fix goes alone. */
  readonly kind: "live" | "with-sent" | "without-sent"
}

/** Takes a message as the tracker does. */
const take = (track: CourierTrack, message: Message, skewMs: number): ReadonlyArray<FixVerdict> => {
  const receivedAtMs = START_MS + message.comesMs
  const fixes = message.fixes.map((ms) => fixOf(ms, skewMs))
  if (message.kind === "live") return fixes.map((fix) => track.judge(fix, receivedAtMs))
  const sentAtMs = message.kind === "with-sent" ? START_MS + message.sentMs + skewMs : null
  track.hearMessage(fixes.at(-1)?.atMs ?? 0, sentAtMs, receivedAtMs)
  return fixes.map((fix) => track.judgeKept(fix, receivedAtMs))
}

const live = (ms: number, delayMs = 80): Message => ({
  comesMs: ms + delayMs,
  sentMs: ms,
  fixes: [ms],
  kind: "live"
})

/** A minute and a half of a phone that sends a fix a second, now and then several kept ones, some of it late, some of it again and again. */
const messagesOf = (seed: number, stuck: number): ReadonlyArray<Message> => {
  const next = random(seed)
  const messages: Array<Message> = []
  for (let ms = 0; ms < 90_000; ms += 1_000) {
    const delayMs = next() < stuck ? 20_000 * next() : 50 + 300 * next()
    const isSeveral = next() < 0.15
    const message: Message = isSeveral
      ? {
          comesMs: ms + delayMs,
          sentMs: ms,
          fixes: [ms - 900, ms - 600, ms - 300, ms],
          kind: next() < 0.7 ? "with-sent" : "without-sent"
        }
      : live(ms, delayMs)
    messages.push(message)
    for (let again = next(); again < 0.2; again += 0.1 * next()) {
      messages.push({ ...message, comesMs: message.comesMs + 30_000 * next() })
    }
  }
  // Who sends nothing new any more and repeats the old in step with time looks like a clock that was set back.
  return messages
    .filter(({ comesMs }) => comesMs < 90_000)
    .sort((left, right) => left.comesMs - right.comesMs)
}

describe("messages that are late, and come again", () => {
  it("F10, F11: never put a courier back, and lock no true position out, whatever the phone's clock shows", () => {
    const skews = fc.integer({ min: -600_000, max: 600_000 })
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        skews,
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        (seed, skewMs, stuck) => {
          const track = new CourierTrack("bicycle")
          let newestMs = -Infinity
          let shownMs = -Infinity
          for (const message of messagesOf(seed, stuck)) {
            const verdicts = take(track, message, skewMs)
            for (const [i, ms] of message.fixes.entries()) {
              const expected = ms > newestMs ? "taken" : ms === newestMs ? "duplicate" : "out-of-order"
              expect(verdicts[i]).toBe(expected)
              newestMs = Math.max(newestMs, ms)
            }
            expect(track.atMs).toBeGreaterThanOrEqual(shownMs)
            expect(track.atMs).toBeLessThanOrEqual(START_MS + message.comesMs)
            shownMs = track.atMs
          }
        }
      ),
      { numRuns: 100 }
    )
  })

  it("a message that was stuck for ten seconds, or the same one again, changes nothing", () => {
    for (const skewMs of [-600_000, 0, 600_000]) {
      const track = new CourierTrack("bicycle")
      const kept: Message = {
        comesMs: 20_100,
        sentMs: 20_000,
        fixes: [18_000, 19_000, 20_000],
        kind: "with-sent"
      }
      for (let ms = 0; ms < 18_000; ms += 500) take(track, live(ms), skewMs)
      expect(take(track, kept, skewMs)).toEqual(["taken", "taken", "taken"])
      for (let ms = 20_500; ms <= 30_000; ms += 500) expect(take(track, live(ms), skewMs)).toEqual(["taken"])
      const before = track.at
      const atMs = track.atMs
      expect(take(track, { ...kept, comesMs: 30_300 }, skewMs)).toEqual(Array(3).fill("out-of-order"))
      const stuck: Message = {
        comesMs: 30_400,
        sentMs: 20_400,
        fixes: [19_200, 19_700, 20_300],
        kind: "with-sent"
      }
      expect(take(track, stuck, skewMs)).toEqual(Array(3).fill("out-of-order"))
      expect(track.at).toBe(before)
      expect(track.atMs).toBe(atMs)
      for (let ms = 30_500; ms <= 36_000; ms += 500) expect(take(track, live(ms), skewMs)).toEqual(["taken"])
    }
  })

  it("a first message that was stuck does not lock out what comes faster", () => {
    for (const kind of ["with-sent", "without-sent"] as const) {
      for (const skewMs of [-600_000, 0, 600_000]) {
        const track = new CourierTrack("bicycle")
        const first: Message = { comesMs: 30_000, sentMs: 20_000, fixes: [18_000, 19_000, 20_000], kind }
        expect(take(track, first, skewMs)).toEqual(["taken", "taken", "taken"])
        for (let ms = 30_000; ms <= 40_000; ms += 1_000)
          expect(take(track, live(ms), skewMs)).toEqual(["taken"])
      }
    }
  })

  it("a clock that was set back is believed by several at once too, after some of them", () => {
    const track = new CourierTrack("bicycle")
    for (let ms = 0; ms <= 20_000; ms += 1_000) take(track, live(ms), 0)
    const verdicts: Array<FixVerdict> = []
    for (let ms = 25_000; ms <= 50_000; ms += 5_000) {
      const kept: Message = {
        comesMs: ms + 90,
        sentMs: ms,
        fixes: [ms - 4_000, ms - 2_000, ms],
        kind: "with-sent"
      }
      verdicts.push(...take(track, kept, -300_000))
    }
    expect(verdicts.slice(-9)).toEqual(Array(9).fill("taken"))
    expect(START_MS + 50_090 - track.atMs).toBeLessThan(1_000)
  })
})
