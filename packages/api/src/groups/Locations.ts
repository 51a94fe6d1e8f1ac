import { CourierId, Limits, RegionId } from "@hotbag/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Bearer } from "../access/Bearer.ts"
import {
  CourierLocation,
  CourierWay,
  FixAnswer,
  FixesAnswer,
  FixesRequest,
  FixRequest,
  NearbyCouriers
} from "../entities/CourierLocation.ts"
import { readProblems, reportProblems } from "../problems/problems.ts"
import { InstantMs } from "../wire/Instant.ts"

const params = { courierId: CourierId }
const degrees = (most: number) => Schema.Finite.check(Schema.isBetween({ minimum: -most, maximum: most }))

/** Where couriers are: what their phones say, and what others may know of it. */
export const LocationsGroup = HttpApiGroup.make("locations")
  .add(
    HttpApiEndpoint.put("put", "/couriers/:courierId/location", {
      params,
      payload: FixRequest,
      success: FixAnswer,
      error: reportProblems
    }).annotateMerge(
      OpenApi.annotations({
        summary: "Where the courier is now; up to ten times a second (S22, S88, C20)",
        description: "Saying the same again changes nothing, so it needs no key."
      })
    ),
    HttpApiEndpoint.post("putMany", "/couriers/:courierId/locations", {
      params,
      payload: FixesRequest,
      success: FixesAnswer,
      error: reportProblems
    }).annotateMerge(
      OpenApi.annotations({ summary: "Where the courier was while the phone was out of reach (S88)" })
    ),
    HttpApiEndpoint.get("get", "/couriers/:courierId/location", {
      params,
      success: CourierLocation,
      error: readProblems
    }).annotateMerge(
      OpenApi.annotations({
        summary: "Where the courier was last heard to be (S15, S97, S100)",
        description:
          "For the courier, for operators, and for customer and restaurant as long as the courier carries an order of theirs."
      })
    ),
    HttpApiEndpoint.get("near", "/couriers/near", {
      query: {
        regionId: RegionId,
        lat: degrees(90),
        lng: degrees(180),
        radiusM: Schema.optionalKey(
          Schema.Finite.check(Schema.isBetween({ minimum: 1, maximum: Limits.nearbyRadiusM }))
        ),
        limit: Schema.optionalKey(
          Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: Limits.nearbyResults }))
        )
      },
      success: NearbyCouriers,
      error: readProblems
    }).annotateMerge(OpenApi.annotations({ summary: "Couriers near a place, nearest first (S86)" })),
    HttpApiEndpoint.get("track", "/couriers/:courierId/track", {
      params,
      query: { since: InstantMs, until: Schema.optionalKey(InstantMs) },
      success: CourierWay,
      error: readProblems
    }).annotateMerge(
      OpenApi.annotations({ summary: "The way of a courier, as long as it is kept: thirty days (S63, P1x)" })
    )
  )
  .middleware(Bearer)
  .annotateMerge(OpenApi.annotations({ description: "Where couriers are." }))
