import { AccuracyM, CourierId, Fix, FixVerdict, HeadingDeg, LatLng, Limits, SpeedMps } from "@hotbag/core"
import { Effect, Result, Schema, SchemaTransformation } from "effect"
import { Instant, InstantMs } from "../wire/Instant.ts"
import { requiredOneOf, settled } from "../wire/oneOf.ts"
import { Position, positionFields } from "../wire/Position.ts"

const wireFix = Schema.Struct({
  ...positionFields,
  at: Schema.optionalKey(InstantMs),
  speed: Schema.optionalKey(Schema.NullOr(SpeedMps)),
  heading: Schema.optionalKey(Schema.NullOr(HeadingDeg)),
  accuracy: Schema.optionalKey(Schema.NullOr(AccuracyM))
}).annotate({
  identifier: "DriverFix",
  description:
    "Where a courier's phone is: degrees (WGS 84), when by the phone's own clock (now, unless it says), speed in m/s, heading in degrees clockwise from north, accuracy in metres."
})

// Without a time it is of the moment it comes.
const ReportedFix = Schema.Struct({ ...Fix.fields, atMs: Schema.NullOr(Fix.fields.atMs) })
/** A fix in a request, decoded. */
export type ReportedFix = typeof ReportedFix.Type

/** A fix in a request, decoded: `lng` or `lon` (C4). */
export const FixRequest = wireFix.pipe(
  Schema.decodeTo(
    Schema.toType(ReportedFix),
    SchemaTransformation.transformEffect<ReportedFix, typeof wireFix.Type>({
      decode: ({ accuracy = null, at, heading = null, lat, lng, lon, speed = null }) =>
        settled(
          Result.map(requiredOneOf<number>({ lng, lon }), (longitude) => ({
            at: { lat, lng: longitude },
            atMs: at ?? null,
            speedMps: speed,
            headingDeg: heading,
            accuracyM: accuracy
          }))
        ),
      encode: ({ accuracyM, at, atMs, headingDeg, speedMps }) =>
        Effect.succeed({
          ...at,
          ...(atMs === null ? {} : { at: atMs }),
          speed: speedMps,
          heading: headingDeg,
          accuracy: accuracyM
        })
    })
  )
)

// As it came: whoever takes it reads each by itself, so that one that is none does not keep the others from being taken.
const keptFix = Schema.Union([Schema.toEncoded(FixRequest), Schema.Unknown])

/** Body of `POST /couriers/{id}/locations`: what a phone kept while it was out of reach. */
export const FixesRequest = Schema.Struct({
  locations: Schema.Array(keptFix).check(Schema.isMinLength(1), Schema.isMaxLength(Limits.fixesPerMessage)),
  sentAt: Schema.optionalKey(
    InstantMs.annotate({
      description: "What the phone's clock shows now: tells how far it is off, so that true times come out."
    })
  )
}).annotate({ identifier: "DriverFixes" })

const verdict = FixVerdict.annotate({
  identifier: "FixVerdict",
  description:
    "What became of a position: only `taken` moves the courier. A repeated one is a `duplicate`, and late ones never overwrite newer ones."
})

/** What became of one fix. */
export const FixAnswer = Schema.Struct({ verdict }).annotate({ identifier: "FixAnswer" })

/** What became of several, in the order they came. */
export const FixesAnswer = Schema.Struct({
  verdicts: Schema.Array(verdict),
  malformed: Schema.Array(
    Schema.Struct({ index: Schema.Int, path: Schema.Array(Schema.String), message: Schema.String })
  ).annotate({
    description: `What was wrong with those whose verdict is \`malformed\`; of the first ${Limits.problemPlaces}.`
  })
}).annotate({ identifier: "FixesAnswer" })

/** Where a courier was last heard to be (S15, S100). Not to be cached (S97). */
export const CourierLocation = Schema.Struct({
  driverId: CourierId,
  location: Position,
  at: Instant,
  ageSeconds: Schema.Finite,
  stale: Schema.Boolean.annotate({
    description: `Older than ${Limits.freshMs / 1_000} seconds: where the courier was, not where they are (S100).`
  }),
  speed: Schema.NullOr(SpeedMps),
  heading: Schema.NullOr(HeadingDeg),
  accuracy: Schema.NullOr(AccuracyM)
}).annotate({ identifier: "DriverLocation" })
export type CourierLocation = typeof CourierLocation.Type

/** Couriers near a place, nearest first. */
export const NearbyCouriers = Schema.Struct({
  drivers: Schema.Array(Schema.Struct({ ...CourierLocation.fields, distanceM: Schema.Finite }))
}).annotate({ identifier: "NearbyDrivers" })

/** The way of a courier, oldest first. */
export const CourierWay = Schema.Struct({
  driverId: CourierId,
  points: Schema.Array(Schema.Struct({ location: LatLng, at: Instant }))
}).annotate({ identifier: "DriverWay" })
