import { CourierId, OrderId, UnassignReason } from "@hotbag/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Bearer } from "../access/Bearer.ts"
import { Delivery } from "../entities/Delivery.ts"
import { commandProblems } from "../problems/problems.ts"
import { changingHeaders } from "../wire/requestHeaders.ts"

const change = { headers: changingHeaders, success: Delivery, error: commandProblems }

/** Body of `POST /dispatch/assign`: to a courier by name, or to whomever the plan would choose. */
export const AssignRequest = Schema.Struct({
  orderId: OrderId,
  driverId: Schema.optionalKey(CourierId)
}).annotate({ identifier: "AssignRequest" })

/** Body of `POST /dispatch/reassign`. */
export const ReassignRequest = Schema.Struct({
  orderId: OrderId,
  reason: Schema.optionalKey(UnassignReason)
}).annotate({ identifier: "ReassignRequest" })

/** What operations may ask of dispatch. */
export const DispatchGroup = HttpApiGroup.make("dispatch")
  .add(
    HttpApiEndpoint.post("assign", "/dispatch/assign", { ...change, payload: AssignRequest }).annotateMerge(
      OpenApi.annotations({ summary: "Look for a courier at once, or ask this one (S44)" })
    ),
    HttpApiEndpoint.post("reassign", "/dispatch/reassign", {
      ...change,
      payload: ReassignRequest
    }).annotateMerge(
      OpenApi.annotations({ summary: "Take the order from its courier before pickup, and look for another" })
    )
  )
  .middleware(Bearer)
  .annotateMerge(OpenApi.annotations({ description: "What operations may ask of dispatch." }))
