import {
  DEFAULT_DETOUR,
  DEFAULT_SPEED_KMH,
  HOUR_MS,
  type HaversineTravelOptions,
  Vehicle,
  haversineM,
  haversineTravel
} from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const position = fc.record({
  lat: fc.double({ min: 4.5, max: 4.9, noNaN: true }),
  lng: fc.double({ min: -74.3, max: -73.9, noNaN: true })
})
const vehicle = fc.constantFrom(...Vehicle.literals)
const instant = fc.integer({ min: -1e12, max: 2e12 })
const byVehicle = (value: fc.Arbitrary<number>) =>
  fc.record({ walking: value, bicycle: value, motorcycle: value, car: value }, { requiredKeys: [] })

const options: fc.Arbitrary<HaversineTravelOptions> = fc.record(
  {
    speedKmh: byVehicle(fc.double({ min: 1, max: 90, noNaN: true })),
    detour: byVehicle(fc.double({ min: 1, max: 3, noNaN: true })),
    hourFactor: fc.array(fc.double({ min: 0.2, max: 1.5, noNaN: true }), { minLength: 24, maxLength: 24 }),
    utcOffsetMs: fc.integer({ min: -12, max: 14 }).map((hours) => hours * HOUR_MS)
  },
  { requiredKeys: [] }
)

describe("haversineTravel", () => {
  it("is haversine × detour ÷ speed of the local hour, rounded up to a millisecond", () => {
    fc.assert(
      fc.property(options, position, position, vehicle, instant, (options, from, to, vehicle, departAtMs) => {
        const local = new Date(departAtMs + (options.utcOffsetMs ?? 0))
        const factor = options.hourFactor?.[local.getUTCHours()] ?? 1
        const kmh = options.speedKmh?.[vehicle] ?? DEFAULT_SPEED_KMH[vehicle]
        const detour = options.detour?.[vehicle] ?? DEFAULT_DETOUR[vehicle]
        const exactMs = ((haversineM(from, to) * detour) / ((kmh * factor) / 3.6)) * 1_000
        const durationMs = haversineTravel(options).durationMs(from, to, vehicle, departAtMs)
        expect(Number.isInteger(durationMs)).toBe(true)
        expect(durationMs).toBeGreaterThanOrEqual(exactMs - 1e-6)
        expect(durationMs).toBeLessThan(exactMs + 1 + 1e-6)
      })
    )
  })

  it("is never faster than its top speed along the straight line", () => {
    fc.assert(
      fc.property(options, position, position, vehicle, instant, (options, from, to, vehicle, departAtMs) => {
        const travel = haversineTravel(options)
        const durationMs = travel.durationMs(from, to, vehicle, departAtMs)
        expect(haversineM(from, to)).toBeLessThanOrEqual((durationMs / 1_000) * travel.topSpeedMps)
      })
    )
  })

  it("reaches its top speed somewhere: the bound is tight", () => {
    const travel = haversineTravel()
    expect(travel.topSpeedMps).toBeCloseTo(25 / 3.6 / 1.4, 6)
    const rush = Array.from({ length: 24 }, (_, hour) => (hour === 3 ? 1.2 : 0.7))
    expect(haversineTravel({ hourFactor: rush }).topSpeedMps).toBeCloseTo((1.2 * 25) / 3.6 / 1.4, 6)
  })

  it("is 0 for the same place, symmetric, and grows with the distance", () => {
    fc.assert(
      fc.property(
        options,
        fc.tuple(position, position, position),
        vehicle,
        instant,
        (options, [a, b, c], vehicle, departAtMs) => {
          const travel = haversineTravel(options)
          expect(travel.durationMs(a, { ...a }, vehicle, departAtMs)).toBe(0)
          expect(travel.durationMs(a, b, vehicle, departAtMs)).toBe(
            travel.durationMs(b, a, vehicle, departAtMs)
          )
          const [near, far] = haversineM(a, b) < haversineM(a, c) ? [b, c] : [c, b]
          expect(travel.durationMs(a, near, vehicle, departAtMs)).toBeLessThanOrEqual(
            travel.durationMs(a, far, vehicle, departAtMs)
          )
        }
      )
    )
  })

  it("keeps the triangle inequality within an hour, up to its rounding", () => {
    fc.assert(
      fc.property(
        fc.tuple(position, position, position),
        vehicle,
        instant,
        ([a, b, c], vehicle, departAtMs) => {
          const { durationMs } = haversineTravel()
          expect(durationMs(a, c, vehicle, departAtMs)).toBeLessThanOrEqual(
            durationMs(a, b, vehicle, departAtMs) + durationMs(b, c, vehicle, departAtMs) + 1
          )
        }
      )
    )
  })

  it("changes with the hour of departure, local time, also before the epoch", () => {
    const hourFactor = Array.from({ length: 24 }, (_, hour) => (hour === 18 ? 0.5 : 1))
    const [from, to] = [
      { lat: 4.6, lng: -74.1 },
      { lat: 4.62, lng: -74.1 }
    ]
    const travel = haversineTravel({ hourFactor })
    const freeMs = travel.durationMs(from, to, "car", 17 * HOUR_MS)
    expect(travel.durationMs(from, to, "car", 18 * HOUR_MS)).toBeCloseTo(2 * freeMs, -1)
    expect(travel.durationMs(from, to, "car", 19 * HOUR_MS - 1)).toBeCloseTo(2 * freeMs, -1)
    expect(travel.durationMs(from, to, "car", 19 * HOUR_MS)).toBe(freeMs)
    expect(travel.durationMs(from, to, "car", -6 * HOUR_MS)).toBeCloseTo(2 * freeMs, -1)
    const bogota = haversineTravel({ hourFactor, utcOffsetMs: -5 * HOUR_MS })
    expect(bogota.durationMs(from, to, "car", 23 * HOUR_MS)).toBeCloseTo(2 * freeMs, -1)
  })

  it("has believable defaults: 1.4 km takes a walker 22 minutes and a motorcycle 5", () => {
    const [from, to] = [
      { lat: 0, lng: 0 },
      { lat: 0.01259, lng: 0 }
    ]
    const { durationMs } = haversineTravel()
    expect(Math.round(durationMs(from, to, "walking", 0) / 60_000)).toBe(22)
    expect(Math.round(durationMs(from, to, "motorcycle", 0) / 60_000)).toBe(5)
  })

  it("refuses speeds, detours and factors that make no sense", () => {
    for (const wrong of [
      { speedKmh: { car: 0 } },
      { speedKmh: { car: NaN } },
      { detour: { walking: 0.9 } },
      { hourFactor: [1, 1] },
      { hourFactor: Array.from({ length: 24 }, () => -1) }
    ]) {
      expect(() => haversineTravel(wrong)).toThrow()
    }
  })
})
