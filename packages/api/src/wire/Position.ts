import { Effect, Result, Schema, SchemaTransformation } from "effect"
import { requiredOneOf, settled } from "./oneOf.ts"
import { LatLng } from "@hotbag/core"

/** A place on Earth in degrees (WGS 84), as our answers write it. */
export const Position = LatLng.annotate({
  identifier: "Position",
  description: "A place in degrees (WGS 84).",
  examples: [{ lat: 52.52, lng: 13.405 }]
})

const latitude = Schema.Finite.check(Schema.isBetween({ minimum: -90, maximum: 90 }))
const longitude = Schema.Finite.check(Schema.isBetween({ minimum: -180, maximum: 180 }))

/** A place in a request: `lng` and `lon` are the same field (C4). */
export const positionFields = {
  lat: latitude,
  lng: Schema.optionalKey(longitude),
  lon: Schema.optionalKey(longitude)
}

const wirePosition = Schema.Struct(positionFields)

/** A place in a request, decoded: `lng` or `lon` (C4). */
export const WirePosition = wirePosition.pipe(
  Schema.decodeTo(
    Schema.toType(LatLng),
    SchemaTransformation.transformEffect<LatLng, typeof wirePosition.Type>({
      decode: ({ lat, lng, lon }) =>
        settled(Result.map(requiredOneOf<number>({ lng, lon }), (longitude) => ({ lat, lng: longitude }))),
      encode: (position) => Effect.succeed(position)
    })
  )
)
