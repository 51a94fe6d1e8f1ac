import { CourierId, Limits, RegionId } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Intake } from "../../src/tracking/Intake.ts"
import { PendingPositions } from "../../src/tracking/PendingPositions.ts"
import { takeFrame } from "../../src/tracking/takeFrame.ts"

const ana = CourierId.make("ana")
const AT = "2026-11-22T18:30:00Z"
const NOW_MS = Date.parse(AT) + 100
const HERE = { lat: 4.81, lng: -75.69 }

const intakeOf = () => {
  const intake = new Intake(
    () => {},
    () => true
  )
  intake.fleet.add(ana, RegionId.make("pereira"), "motorcycle", NOW_MS)
  return intake
}
const said = (frame: string | null): unknown => (frame === null ? null : JSON.parse(frame))

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
describe("a message of a courier's socket", () => {
  it("S72: is a fix, taken without a word, or refused with one", () => {
    const intake = intakeOf()
    const send = (json: unknown, nowMs = NOW_MS) => said(takeFrame(intake, ana, JSON.stringify(json), nowMs))
    expect(send({ ...HERE, at: AT })).toBeNull()
    expect(send({ ...HERE, at: AT })).toBeNull()
    expect(intake.counts.of("duplicate")).toBe(1)
    const next = "2026-11-22T18:30:01Z"
    expect(send({ lat: 5, lng: -75.69, at: next })).toEqual({ type: "fix-refused", verdict: "teleport" })
    expect(send({ lat: HERE.lng, lng: HERE.lat, at: next })).toEqual({
      type: "fix-refused",
      verdict: "swapped"
    })
    expect(said(takeFrame(intake, CourierId.make("bo"), JSON.stringify(HERE), NOW_MS))).toEqual({
      type: "unknown-courier"
    })
  })

  it("or several, with a verdict for each", () => {
    const intake = intakeOf()
    const fixes = ["18:30:00", "18:29:00", "18:30:00"].map((time) => ({ ...HERE, at: `2026-11-22T${time}Z` }))
    expect(said(takeFrame(intake, ana, JSON.stringify(fixes), NOW_MS))).toEqual({
      type: "fixes",
      verdicts: ["taken", "taken", "duplicate"]
    })
  })

  it("of which one that is none does not keep the others from being taken", () => {
    const intake = intakeOf()
    const fixes = [{ ...HERE, at: "2026-11-22T18:29:00Z" }, { lat: 91, lng: 0 }, null, { ...HERE, at: AT }]
    expect(said(takeFrame(intake, ana, JSON.stringify(fixes), NOW_MS))).toEqual({
      type: "fixes",
      verdicts: ["taken", "malformed", "malformed", "taken"]
    })
    expect(intake.counts.of("malformed")).toBe(2)
  })

  it("C20: beyond the rate it says how long to wait", () => {
    const intake = intakeOf()
    const frames = Array.from({ length: 1_000 }, () => takeFrame(intake, ana, JSON.stringify(HERE), NOW_MS))
    expect(frames.filter((frame) => frame === null)).toHaveLength(Limits.fixRate.burst)
    expect(said(frames.at(-1) ?? null)).toMatchObject({ type: "too-often", retryAfterMs: expect.any(Number) })
    expect(intake.counts.of("too-often")).toBe(1_000 - Limits.fixRate.burst)
  })

  it("C20, P8: beyond the rate a single message is not looked at, and several in one are counted one by one", () => {
    const intake = intakeOf()
    for (let i = 0; i < Limits.fixRate.burst; i++) takeFrame(intake, ana, JSON.stringify(HERE), NOW_MS)
    expect(said(takeFrame(intake, ana, "{", NOW_MS))).toMatchObject({ type: "too-often" })
    expect(intake.counts.of("too-often")).toBe(1)
    expect(
      said(takeFrame(intake, ana, ` [${JSON.stringify(HERE)}, ${JSON.stringify(HERE)}]`, NOW_MS))
    ).toEqual({
      type: "too-often",
      retryAfterMs: 1_000 / Limits.fixRate.perSecond
    })
    expect(intake.counts.of("too-often")).toBe(3)
    expect(said(takeFrame(intake, ana, "[", NOW_MS))).toMatchObject({ type: "malformed" })
    const laterMs = NOW_MS + 1_000 / Limits.fixRate.perSecond
    expect(said(takeFrame(intake, ana, "{", laterMs))).toMatchObject({ type: "malformed" })
  })

  it("P8: whatever else comes is answered, takes nothing, and throws nothing", () => {
    const intake = intakeOf()
    const many = JSON.stringify(Array.from({ length: Limits.fixesPerMessage + 1 }, () => HERE))
    const bad = ["", "{", "NaN", "null", "[]", '{"lat":1e999,"lng":0}', '{"lat":91,"lng":0}', many]
    for (const text of bad)
      expect(said(takeFrame(intake, ana, text, NOW_MS))).toMatchObject({ type: "malformed" })
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.json({ maxDepth: 5 })), (text) => {
        const one = intakeOf()
        const answer = said(takeFrame(one, ana, text, NOW_MS))
        expect(one.fleet.find(ana)?.position).toBeNull()
        const json: unknown = parsed(text)
        if (!Array.isArray(json) || json.length === 0) expect(answer).toMatchObject({ type: "malformed" })
        else expect(answer).toEqual({ type: "fixes", verdicts: json.map(() => "malformed") })
      })
    )
    expect(intake.fleet.find(ana)?.position).toBeNull()
  })
})

describe("points that wait to be written", () => {
  it("P8: are bounded; the oldest are lost, and those that could not be written come first again", () => {
    const pending = new PendingPositions()
    const point = (atMs: number) => ({ courierId: ana, at: HERE, atMs })
    for (let i = 0; i < 3 * Limits.pendingPositions; i++) pending.add(point(i))
    expect(pending.size).toBeLessThanOrEqual(2 * Limits.pendingPositions)
    expect(pending.lost + pending.size).toBe(3 * Limits.pendingPositions)
    const taken = pending.take()
    expect(taken).toHaveLength(Limits.positionsPerWriteMost)
    expect(taken[0]?.atMs).toBe(pending.lost)
    pending.giveBack(taken)
    expect(pending.size).toBeLessThanOrEqual(Limits.pendingPositions)
    expect(pending.lost + pending.size).toBe(3 * Limits.pendingPositions)
    expect(pending.take()[0]?.atMs).toBe(2 * Limits.pendingPositions)
  })

  it("are taken out a few at a time, in their order, however many come at once", () => {
    const pending = new PendingPositions()
    for (let i = 0; i < 3_000; i++) pending.add({ courierId: ana, at: HERE, atMs: i })
    const writes: Array<number> = []
    let next = 0
    while (pending.size > 0) {
      const taken = pending.take()
      expect(taken.map(({ atMs }) => atMs)).toEqual(taken.map((_, i) => next + i))
      next += taken.length
      writes.push(taken.length)
    }
    expect(next).toBe(3_000)
    expect(Math.max(...writes)).toBe(3_000 * Limits.positionsWriteShare)
    // Three seconds at most: what comes at once is written soon, too.
    expect(writes.length * Limits.positionsWriteMs).toBeLessThanOrEqual(3_000)
    expect(pending.take()).toEqual([])
  })
})
