import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { OrderId } from "@hotbag/core"
import { Bearer } from "../access/Bearer.ts"
import { Delivery } from "../entities/Delivery.ts"
import { commandProblems } from "../problems/problems.ts"
import { changingHeaders } from "../wire/requestHeaders.ts"

const DispatchRequest = Schema.Struct({ orderId: OrderId }).annotate({ identifier: "DispatchRequest" })

const change = {
  headers: changingHeaders,
  payload: DispatchRequest,
  success: Delivery,
  error: commandProblems
}

/** What operations may ask of dispatch. */
export const DispatchGroup = HttpApiGroup.make("dispatch")
  .add(
    HttpApiEndpoint.post("assign", "/dispatch/assign", change).annotateMerge(
      OpenApi.annotations({ summary: "Look for a courier at once, without waiting for the kitchen (S44)" })
    ),
    HttpApiEndpoint.post("reassign", "/dispatch/reassign", change).annotateMerge(
      OpenApi.annotations({ summary: "Take the order from its courier before pickup, and look for another" })
    )
  )
  .middleware(Bearer)
  .annotateMerge(OpenApi.annotations({ description: "What operations may ask of dispatch." }))
