import { haversineM } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { gpsTrack, USUAL_GPS_NOISE } from "../../src/world/gpsTrack.ts"

const home = { lat: 41.4, lng: 2.17 }
const track = (noise = USUAL_GPS_NOISE, seed = 1, who = 7) => [
  ...gpsTrack({ truth: () => home, fromMs: 0, toMs: 20_000 * noise.everyMs, seed, who, noise })
]
const calm = { ...USUAL_GPS_NOISE, outlierShare: 0, lostShare: 0 }
const NORTH_M = 111_195
const northOf = (fixes: ReturnType<typeof track>) =>
  fixes.map(({ position }) => (position.lat - home.lat) * NORTH_M)
const mean = (values: ReadonlyArray<number>) => values.reduce((sum, value) => sum + value, 0) / values.length

describe("gpsTrack", () => {
  it("errs around the truth by its deviation, and remembers for as long as it says (AR(1))", () => {
    const north = northOf(track(calm))
    expect(Math.abs(mean(north))).toBeLessThan(0.6)
    expect(Math.sqrt(mean(north.map((error) => error * error)))).toBeCloseTo(5, 0)
    const lag = 6
    const covariance = mean(north.slice(lag).map((error, i) => error * (north[i] ?? 0)))
    expect(covariance / 25).toBeCloseTo(Math.exp((-lag * calm.everyMs) / calm.memoryMs), 1)
  })

  it("loses its share of fixes, and throws its share far off", () => {
    const fixes = track()
    expect(1 - fixes.length / 20_000).toBeCloseTo(USUAL_GPS_NOISE.lostShare, 2)
    const far = fixes.filter(({ position }) => haversineM(position, home) > 40)
    expect(far.length / fixes.length).toBeCloseTo(USUAL_GPS_NOISE.outlierShare, 2)
    for (const { position } of far) expect(haversineM(position, home)).toBeLessThan(250)
  })

  it("is the same for the same seed and courier, and another for others", () => {
    expect(track()).toEqual(track())
    expect(track(USUAL_GPS_NOISE, 2)).not.toEqual(track())
    expect(track(USUAL_GPS_NOISE, 1, 8)).not.toEqual(track())
  })

  it("errs not at all without noise, and follows the truth", () => {
    const silent = { ...calm, sigmaM: 0 }
    const truth = (atMs: number) => ({ lat: home.lat + atMs / 1e8, lng: home.lng })
    const fixes = [...gpsTrack({ truth, fromMs: 10_000, toMs: 40_000, seed: 1, who: 1, noise: silent })]
    expect(fixes.map(({ atMs }) => atMs)).toEqual([10_000, 15_000, 20_000, 25_000, 30_000, 35_000])
    for (const { atMs, position } of fixes) expect(haversineM(position, truth(atMs))).toBeLessThan(0.2)
  })
})
