import { CourierId, LatLng, Limits, RegionId, Vehicle } from "@hotbag/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Bearer } from "../access/Bearer.ts"
import { Courier, CourierPage, CourierRequest, CourierSummary, Offers } from "../entities/Courier.ts"
import { commandProblems, readProblems } from "../problems/problems.ts"
import { InstantMs } from "../wire/Instant.ts"
import { changingHeaders } from "../wire/requestHeaders.ts"

const change = { headers: changingHeaders, success: Courier, error: commandProblems }

/** What a courier says at the beginning of a shift. */
export const ShiftRequest = Schema.Struct({
  regionId: RegionId,
  location: LatLng,
  vehicle: Vehicle,
  endsAt: Schema.optionalKey(InstantMs)
}).annotate({ identifier: "ShiftRequest" })
export type ShiftRequest = typeof ShiftRequest.Type

/** Couriers: their shifts, and the work they are asked for. */
export const CouriersGroup = HttpApiGroup.make("couriers")
  .add(
    HttpApiEndpoint.post("onboard", "/couriers", {
      headers: changingHeaders,
      payload: CourierRequest,
      success: CourierSummary.pipe(HttpApiSchema.status(201)),
      error: commandProblems
    }).annotateMerge(
      OpenApi.annotations({ summary: "Add a courier; saying the same again changes nothing (S23)" })
    ),
    HttpApiEndpoint.get("list", "/couriers", {
      query: {
        regionId: RegionId,
        cursor: Schema.optionalKey(CourierId),
        limit: Schema.optionalKey(
          Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: Limits.pageSize }))
        )
      },
      success: CourierPage,
      error: readProblems
    }).annotateMerge(OpenApi.annotations({ summary: "Couriers of a region" })),
    HttpApiEndpoint.get("me", "/couriers/me", { success: Courier, error: readProblems }).annotateMerge(
      OpenApi.annotations({ summary: "What the courier is doing (S22)" })
    ),
    HttpApiEndpoint.get("offers", "/couriers/me/offers", {
      success: Offers,
      error: readProblems
    }).annotateMerge(OpenApi.annotations({ summary: "Work that the courier is asked for (S11, S22)" })),
    HttpApiEndpoint.put("shiftOn", "/couriers/me/shift", { ...change, payload: ShiftRequest }).annotateMerge(
      OpenApi.annotations({ summary: "Go on duty, or change end, place or vehicle" })
    ),
    HttpApiEndpoint.delete("shiftOff", "/couriers/me/shift", change).annotateMerge(
      OpenApi.annotations({ summary: "Go off duty: no new work; what is in hand is brought to its end" })
    )
  )
  .middleware(Bearer)
  .annotateMerge(OpenApi.annotations({ description: "Couriers." }))
