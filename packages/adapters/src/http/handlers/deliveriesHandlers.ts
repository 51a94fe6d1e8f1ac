import { type DeliveriesGroup, instantText } from "@hotbag/api"
import { type Delivery, invariant, type OrderCase } from "@hotbag/core"
import { type Command, Deliveries, LiveEta, NotFound, TrackingLinks } from "@hotbag/services"
import { Clock, Effect } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { deliveryView } from "../views/deliveryView.ts"
import { asAnswer, type CommandingRequest, commandOf } from "./commandOf.ts"
import { asCommand, asRead } from "./problemFor.ts"

/** Deliveries, as their couriers report them. */
export const deliveriesHandlers: Effect.Effect<
  HandlersOf<typeof DeliveriesGroup>,
  never,
  Deliveries | LiveEta | TrackingLinks
> = Effect.gen(function* () {
  const deliveries = yield* Deliveries
  const etas = yield* LiveEta
  const links = yield* TrackingLinks
  const command = (request: CommandingRequest, word: string): Command =>
    commandOf(request, `deliveries.${word}`, deliveryAnswer)
  const accept: HandlersOf<typeof DeliveriesGroup>["accept"] = (request) => {
    const { decision, offerId = null } = request.payload
    const { deliveryId } = request.params
    const as = command(request, "accept")
    return asCommand(
      asAnswer(
        decision === "reject"
          ? deliveries.reject(deliveryId, offerId, as)
          : deliveries.accept(deliveryId, offerId, as)
      )
    )
  }
  return {
    get: ({ caller, params }) =>
      asRead(
        Effect.gen(function* () {
          const { delivery } = yield* deliveries.get(caller.actor, params.deliveryId)
          // Its id is known from the placement on; the delivery itself begins when it is asked for.
          if (delivery.status === "none") return yield* new NotFound()
          const atMs = yield* Clock.currentTimeMillis
          return deliveryView(delivery, atMs, etas.of(delivery.orderId, atMs))
        })
      ),
    link: ({ caller, params: { deliveryId } }) =>
      asRead(
        Effect.map(links.issue(caller.actor, deliveryId), ({ expiresAtMs, token }) => ({
          deliveryId,
          token,
          url: `/track/${token}`,
          expiresAt: instantText(expiresAtMs)
        }))
      ),
    accept,
    acceptAlias: accept,
    reject: (request) =>
      asCommand(
        asAnswer(
          deliveries.reject(
            request.params.deliveryId,
            request.payload.offerId ?? null,
            command(request, "reject")
          )
        )
      ),
    arrived: (request) =>
      asCommand(
        asAnswer(deliveries.arrivedAtRestaurant(request.params.deliveryId, command(request, "arrived")))
      ),
    pickedUp: (request) =>
      asCommand(asAnswer(deliveries.pickedUp(request.params.deliveryId, command(request, "pickedUp")))),
    arrivedAtCustomer: (request) =>
      asCommand(
        asAnswer(
          deliveries.arrivedAtCustomer(request.params.deliveryId, command(request, "arrivedAtCustomer"))
        )
      ),
    complete: (request) =>
      asCommand(asAnswer(deliveries.complete(request.params.deliveryId, command(request, "complete")))),
    fail: (request) =>
      asCommand(
        asAnswer(deliveries.fail(request.params.deliveryId, request.payload.reason, command(request, "fail")))
      )
  }
})

/** A delivery as the answer to a command: as of its latest change. */
const deliveryAnswer = (state: OrderCase) => {
  const delivery = deliveryOf(state)
  return deliveryView(delivery, delivery.updatedAtMs)
}

const deliveryOf = ({ delivery }: OrderCase): Delivery => {
  invariant(delivery.status !== "none", "whoever changed a delivery has one")
  return delivery
}
