import type { LatLng } from "@hotbag/core"
import fc from "fast-check"

const place = (lat: fc.Arbitrary<number>, lng: fc.Arbitrary<number>): fc.Arbitrary<LatLng> =>
  fc.record({ lat, lng })
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true })
/** Longitudes near the antimeridian, either side and on it. */
const dateLine = fc.oneof(between(179.97, 180), between(-180, -179.97), fc.constantFrom(180, -180))

/** Where couriers may be, from the usual to the nasty. */
export const places = {
  anywhere: place(between(-90, 90), between(-180, 180)),
  "in a city": place(between(52.4, 52.6), between(13.2, 13.6)),
  "at three corners, many at the same": fc.constantFrom(
    { lat: 4.6, lng: -74.08 },
    { lat: 4.6, lng: -74.0801 },
    { lat: 4.64, lng: -74.1 }
  ),
  "around the antimeridian": place(between(-17.83, -17.77), dateLine),
  "around the north pole": place(fc.oneof(between(89.9, 90), fc.constant(90)), between(-180, 180)),
  "around the south pole": place(
    fc.oneof(between(-90, -89.9), fc.constant(-90)),
    fc.oneof(dateLine, between(-180, 180))
  ),
  "across the equator and the prime meridian": place(between(-0.01, 0.01), between(-0.01, 0.01)),
  "far in the north": place(between(69, 71), between(18, 26)),
  "at the corners of the map": place(
    fc.constantFrom(-90, -89.999999, -0, 0, 1e-300, 89.999999, 90),
    fc.constantFrom(-180, -179.9999999, -90, -0, 0, 90, 179.9999999, 180)
  )
}
