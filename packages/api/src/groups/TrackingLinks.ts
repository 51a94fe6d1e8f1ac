import { Schema } from "effect"
import { Limits } from "@hotbag/core"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { TrackedDelivery } from "../entities/Tracking.ts"
import { readProblems } from "../problems/problems.ts"

/** What tracking links open, without any other token. */
export const TrackingLinksGroup = HttpApiGroup.make("trackingLinks")
  .add(
    HttpApiEndpoint.get("open", "/tracking/:token", {
      params: { token: Schema.String.check(Schema.isMaxLength(Limits.trackTokenLength)) },
      success: TrackedDelivery,
      error: readProblems
    }).annotateMerge(OpenApi.annotations({ summary: "What a tracking link shows of its delivery (S15)" }))
  )
  .annotateMerge(OpenApi.annotations({ description: "What tracking links open." }))
