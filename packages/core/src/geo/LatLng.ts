import { Schema } from "effect"

/** A point on Earth in degrees (WGS 84): `lat` in [-90, 90], `lng` in [-180, 180], both finite. */
export const LatLng = Schema.Struct({
  lat: Schema.Finite.check(Schema.isBetween({ minimum: -90, maximum: 90 })),
  lng: Schema.Finite.check(Schema.isBetween({ minimum: -180, maximum: 180 }))
})
export interface LatLng extends Schema.Schema.Type<typeof LatLng> {}
