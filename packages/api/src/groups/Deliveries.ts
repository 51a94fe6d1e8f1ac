import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { DeliveryId, OfferId } from "@hotbag/core"
import { Bearer } from "../access/Bearer.ts"
import { Delivery } from "../entities/Delivery.ts"
import { TrackingLink } from "../entities/Tracking.ts"
import { commandProblems, readProblems } from "../problems/problems.ts"
import { optionalBody } from "../wire/optionalBody.ts"
import { ReasonText } from "../wire/ReasonText.ts"
import { changingHeaders } from "../wire/requestHeaders.ts"

const params = { deliveryId: DeliveryId }

const change = { params, headers: changingHeaders, success: Delivery, error: commandProblems }

/** Answer to an offer. `decision` is "accept" unless it says "reject" (C8); the offer is the open one unless named. */
export const OfferAnswer = Schema.Struct({
  decision: Schema.optionalKey(Schema.Literals(["accept", "reject"])),
  offerId: Schema.optionalKey(OfferId)
}).annotate({ identifier: "OfferAnswer" })
export type OfferAnswer = typeof OfferAnswer.Type

const OfferRejection = Schema.Struct({ offerId: Schema.optionalKey(OfferId) }).annotate({
  identifier: "OfferRejection"
})

const accept = { ...change, payload: OfferAnswer }

/** Deliveries, as their couriers report them. */
export const DeliveriesGroup = HttpApiGroup.make("deliveries")
  .add(
    HttpApiEndpoint.get("get", "/deliveries/:deliveryId", {
      params,
      success: Delivery,
      error: readProblems
    }).annotateMerge(OpenApi.annotations({ summary: "A delivery" })),
    HttpApiEndpoint.get("link", "/deliveries/:deliveryId/tracking", {
      params,
      success: TrackingLink,
      error: readProblems
    }).annotateMerge(OpenApi.annotations({ summary: "A link to watch this delivery with (S15)" })),
    HttpApiEndpoint.post("accept", "/deliveries/:deliveryId/accept", accept)
      .annotateMerge(optionalBody)
      .annotateMerge(
        OpenApi.annotations({
          summary: "Accept the offer, or reject it by its body (S42, C8); a bundle as a whole"
        })
      ),
    HttpApiEndpoint.post("acceptAlias", "/delivery/:deliveryId/accept", accept)
      .annotateMerge(optionalBody)
      .annotateMerge(OpenApi.annotations({ summary: "The same by its other name (C8)" })),
    HttpApiEndpoint.post("reject", "/deliveries/:deliveryId/reject", {
      ...change,
      payload: OfferRejection
    }).annotateMerge(
      OpenApi.annotations({ summary: "Reject the offer; nobody asks this courier again (S11)" })
    ),
    HttpApiEndpoint.post("arrived", "/deliveries/:deliveryId/arrived", change)
      .annotateMerge(optionalBody)
      .annotateMerge(OpenApi.annotations({ summary: "The courier is at the restaurant" })),
    HttpApiEndpoint.post("pickedUp", "/deliveries/:deliveryId/picked-up", change).annotateMerge(
      OpenApi.annotations({ summary: "The courier has the food (S45)" })
    ),
    HttpApiEndpoint.post(
      "arrivedAtCustomer",
      "/deliveries/:deliveryId/arrived-at-customer",
      change
    ).annotateMerge(OpenApi.annotations({ summary: "The courier is at the customer's door" })),
    HttpApiEndpoint.post("complete", "/deliveries/:deliveryId/complete", change).annotateMerge(
      OpenApi.annotations({ summary: "The customer has the food; the money is captured (S43)" })
    ),
    HttpApiEndpoint.post("fail", "/deliveries/:deliveryId/fail", {
      ...change,
      payload: Schema.Struct({ reason: ReasonText }).annotate({ identifier: "FailureRequest" })
    }).annotateMerge(OpenApi.annotations({ summary: "It cannot be delivered any more; the money goes back" }))
  )
  .middleware(Bearer)
  .annotateMerge(OpenApi.annotations({ description: "Deliveries." }))
