import {
  CourierTrack,
  destination,
  type Fix,
  type FixVerdict,
  haversineM,
  type LatLng,
  Limits,
  RegionReach,
  type Vehicle
} from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { measured, random, ride } from "./ride.ts"

const HERE: LatLng = { lat: 52.52, lng: 13.405 }
const fixOf = (at: LatLng, atMs: number, accuracyM: number | null = null): Fix => ({
  at,
  atMs,
  speedMps: null,
  headingDeg: null,
  accuracyM
})
const eastM = (metres: number): LatLng => destination(HERE, 90, metres)
const VEHICLES: ReadonlyArray<Vehicle> = ["walking", "bicycle", "motorcycle", "car"]
const seeds = fc.integer({ min: 0, max: 1_000_000 })
const vehicles = fc.constantFrom(...VEHICLES)
/** Ten minutes of a ride, a fix a second. */
const FIXES = 600
const STRANGE: LatLng = { lat: 0, lng: 0 }

describe("a courier's track", () => {
  it("S88: the true way is hardly ever refused, and never for long, whatever satellites do", () => {
    fc.assert(
      fc.property(seeds, vehicles, fc.constantFrom(1, 3, 8, 15), (seed, vehicle, everyS) => {
        const next = random(seed)
        const errors = {
          sigmaM: 5 + 10 * next(),
          outliers: 0.01 + 0.01 * next(),
          lost: 0.05 * next(),
          everyS
        }
        const way = ride(HERE, vehicle, FIXES, everyS, next)
        const track = new CourierTrack(vehicle)
        let refused = 0
        let inARow = 0
        for (const { fix, isOutlier } of measured(way, errors, next)) {
          const verdict = track.judge(fix, fix.atMs + 100)
          if (isOutlier) continue
          expect(["taken", "teleport"]).toContain(verdict)
          inARow = verdict === "taken" ? 0 : inARow + 1
          if (inARow > 0) refused += 1
          expect(inARow).toBeLessThanOrEqual(6)
        }
        expect(refused).toBeLessThan(FIXES / 20)
      }),
      { numRuns: 60 }
    )
  })

  it("an outlier does not become a position where it is farther than anybody goes in a second", () => {
    fc.assert(
      fc.property(seeds, vehicles, (seed, vehicle) => {
        const next = random(seed)
        const errors = { sigmaM: 5 + 10 * next(), outliers: 0.02, lost: 0.05 * next(), everyS: 1 }
        const way = ride(HERE, vehicle, FIXES, 1, next)
        const track = new CourierTrack(vehicle)
        for (const { fix, isOutlier, truth } of measured(way, errors, next)) {
          // What comes first there is nothing to compare with.
          if (track.at === null && isOutlier) continue
          track.judge(fix, fix.atMs + 100)
          expect(haversineM(track.at ?? STRANGE, truth)).toBeLessThan(180)
        }
      }),
      { numRuns: 60 }
    )
  })

  it("F10: duplicates, reordered and delayed fixes never overwrite newer ones", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 50 }), (seed, duplicates) => {
        const next = random(seed)
        const way = ride(HERE, "bicycle", 120, 1, next)
        // Each comes up to 5 s late, some twice: sorted by when they come.
        const coming = way
          .flatMap((each) => (next() < duplicates / 100 ? [each, each] : [each]))
          .map((each) => ({ ...each, comesAtMs: each.atMs + 5_000 * next() }))
          .sort((left, right) => left.comesAtMs - right.comesAtMs)
        const track = new CourierTrack("bicycle")
        let newestMs = -Infinity
        for (const { at, atMs, comesAtMs } of coming) {
          const verdict = track.judge(fixOf(at, atMs), comesAtMs)
          const expected: FixVerdict =
            atMs > newestMs ? "taken" : atMs === newestMs ? "duplicate" : "out-of-order"
          expect(verdict).toBe(expected)
          newestMs = Math.max(newestMs, atMs)
          expect(track.atMs).toBeLessThanOrEqual(comesAtMs)
        }
      }),
      { numRuns: 60 }
    )
  })

  it("F11: a phone whose clock is off by up to ten minutes is fresh within seconds, and never from the future", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: -600_000, max: 600_000 }), (seed, skewMs) => {
        const next = random(seed)
        const track = new CourierTrack("bicycle")
        let refused = 0
        for (const { at, atMs } of ride(HERE, "bicycle", 60, 1, next)) {
          const nowMs = 1_700_000_000_000 + atMs
          const receivedAtMs = nowMs + 50 + 300 * next()
          if (track.judge(fixOf(at, nowMs + skewMs), receivedAtMs) !== "taken") refused += 1
          expect(track.atMs).toBeLessThanOrEqual(receivedAtMs)
          if (atMs >= 10_000) expect(receivedAtMs - track.atMs).toBeLessThan(Limits.freshMs + 1_000)
        }
        expect(refused).toBe(0)
      }),
      { numRuns: 60 }
    )
  })

  it("F11: a clock that is set, and ours that jumps, costs a few fixes", () => {
    for (const jumpMs of [-7_200_000, -600_000, -60_000, -500, 500, 60_000, 600_000, 7_200_000]) {
      for (const isOurs of [false, true]) {
        const track = new CourierTrack("bicycle")
        const verdicts: Array<FixVerdict> = []
        for (let s = 0; s < 60; s++) {
          const jumpedMs = s < 30 ? 0 : jumpMs
          const phoneAtMs = 10_000_000 + s * 1_000 + (isOurs ? 0 : jumpedMs)
          const receivedAtMs = 10_000_000 + s * 1_000 + 80 + (isOurs ? jumpedMs : 0)
          verdicts.push(track.judge(fixOf(eastM(4 * s), phoneAtMs), receivedAtMs))
          expect(track.atMs).toBeLessThanOrEqual(Math.max(receivedAtMs, 10_030_000))
        }
        expect(verdicts.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => "taken"))
        expect(verdicts.filter((verdict) => verdict !== "taken").length, `${jumpMs}`).toBeLessThanOrEqual(5)
        expect(verdicts.at(-1)).toBe("taken")
        expect(haversineM(track.at ?? HERE, eastM(4 * 59))).toBeLessThan(1)
      }
    }
  })

  it("what was kept while out of reach keeps its times, and proves nothing about the clock", () => {
    const track = new CourierTrack("bicycle")
    expect(track.judge(fixOf(HERE, 0), 100)).toBe("taken")
    for (let s = 1; s <= 600; s++) {
      expect(track.judge(fixOf(eastM(4 * s), s * 1_000), 700_000 + s * 20)).toBe("taken")
      expect(Math.abs(track.atMs - s * 1_000)).toBeLessThan(1_000)
    }
  })

  it("F11: a phone that says when it sent is believed at once", () => {
    const track = new CourierTrack("bicycle")
    track.hearMessage(1_000_000 - 540_000 - 30_000, 1_000_000 - 540_000, 1_000_000)
    expect(track.judgeKept(fixOf(HERE, 1_000_000 - 540_000 - 30_000), 1_000_000)).toBe("taken")
    expect(track.atMs).toBe(970_000)
  })

  it("a wrong first fix does not lock a courier out", () => {
    const track = new CourierTrack("walking")
    expect(track.judge(fixOf({ lat: 0, lng: 0 }, 0), 0)).toBe("taken")
    const verdicts = [1, 2, 3, 4, 5, 6, 7].map((s) => track.judge(fixOf(eastM(s), s * 1_000), s * 1_000))
    expect(verdicts).toEqual([...Array<FixVerdict>(5).fill("teleport"), "taken", "taken"])
  })

  it("however many fixes say so at once, nobody jumps within seconds", () => {
    const track = new CourierTrack("bicycle")
    expect(track.judge(fixOf(HERE, 0), 0)).toBe("taken")
    const away = destination(HERE, 90, 20_000)
    for (let ms = 200; ms < Limits.teleportMs; ms += 200) {
      expect(track.judge(fixOf(away, ms), ms)).toBe("teleport")
    }
    expect(track.at).toEqual(HERE)
  })

  it("nobody appears far from their region, however long it is said, and first of all not", () => {
    const reach = new RegionReach()
    const track = new CourierTrack("car", reach)
    reach.learn([HERE, eastM(30_000)])
    expect(track.judge(fixOf({ lat: 0, lng: 0 }, 0), 0)).toBe("outside")
    expect(track.at).toBeNull()
    expect(track.judge(fixOf(HERE, 1_000), 1_000)).toBe("taken")
    for (let s = 2; s <= 60; s++) {
      expect(track.judge(fixOf({ lat: -4.68, lng: 105.9 }, s * 1_000), s * 1_000)).toBe("outside")
    }
    expect(track.at).toEqual(HERE)
    // Beyond its last restaurant a region goes on for a while.
    const far = destination(HERE, 90, 30_000 + Limits.regionMarginM / 2)
    const verdicts = [61, 62, 63, 64, 65, 66].map((s) => track.judge(fixOf(far, s * 1_000), s * 1_000))
    expect(verdicts).toEqual([...Array<FixVerdict>(5).fill("teleport"), "taken"])
  })

  it("a district says nothing as long as a place is known", () => {
    const track = new CourierTrack("bicycle")
    const coarse = (ms: number): Fix => fixOf(eastM(20), ms, Limits.coarseAccuracyM + 1)
    expect(track.judge(coarse(0), 0)).toBe("taken")
    expect(track.judge(fixOf(HERE, 1_000), 1_000)).toBe("taken")
    for (let ms = 2_000; ms <= 1_000 + Limits.coarseAfterMs; ms += 1_000) {
      expect(track.judge(coarse(ms), ms)).toBe("coarse")
    }
    expect(track.at).toEqual(HERE)
    expect(track.judge(fixOf(eastM(20), 62_000, 30), 62_100)).toBe("taken")
    expect(track.judge(coarse(200_000), 200_000)).toBe("taken")
  })

  it("what jumps about without agreeing with itself stays refused", () => {
    const track = new CourierTrack("car")
    track.judge(fixOf(HERE, 0), 0)
    for (let s = 1; s <= 20; s++) {
      const away = destination(HERE, s * 90, 5_000)
      expect(track.judge(fixOf(away, s * 1_000), s * 1_000)).toBe("teleport")
    }
    expect(track.judge(fixOf(eastM(10), 21_000), 21_000)).toBe("taken")
  })

  it("latitude and longitude that changed places are told, however often they come", () => {
    const pereira = { lat: 4.81, lng: -75.69 }
    const track = new CourierTrack("car")
    track.judge(fixOf(pereira, 0), 0)
    for (let s = 1; s <= 10; s++) {
      expect(track.judge(fixOf({ lat: pereira.lng, lng: pereira.lat }, s * 1_000), s * 1_000)).toBe("swapped")
    }
    expect(track.judge(fixOf(pereira, 11_000), 11_000)).toBe("taken")
  })

  it("what is too old or ahead of its clock is refused", () => {
    const track = new CourierTrack("car")
    expect(track.judge(fixOf(HERE, 0), Limits.fixAgeMs + 1)).toBe("stale")
    expect(track.judge(fixOf(HERE, 10_000_000 + Limits.phoneSkewMs + 1), 10_000_000)).toBe("future")
    expect(track.judge(fixOf(HERE, 10_000_000), 10_000_000)).toBe("taken")
    const knownAtMs = 10_000_000 + Limits.clockYoungMs
    expect(track.judge(fixOf(HERE, knownAtMs), knownAtMs)).toBe("taken")
    const aheadMs = knownAtMs + 1_000 + Limits.clockToleranceMs + 1
    expect(track.judge(fixOf(HERE, aheadMs), knownAtMs + 1_000)).toBe("future")
    expect(track.judge(fixOf(HERE, knownAtMs + 2_000), knownAtMs + 2_000)).toBe("taken")
  })

  it("a place that is known otherwise counts until the phone says something newer", () => {
    const track = new CourierTrack("bicycle")
    track.put(HERE, 100_000)
    expect(track.judge(fixOf(eastM(1), 90_000), 100_500)).toBe("out-of-order")
    expect(track.judge(fixOf(eastM(1), 101_000), 101_050)).toBe("taken")
    expect(track.judge(fixOf(eastM(900), 102_000), 102_050)).toBe("teleport")
  })
})
