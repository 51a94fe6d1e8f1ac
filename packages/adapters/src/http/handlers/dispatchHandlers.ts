import type { DispatchGroup } from "@hotbag/api"
import type { Delivery } from "@hotbag/core"
import { Dispatch, type Receipts } from "@hotbag/services"
import { Effect } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { deliveryView } from "../views/deliveryView.ts"
import { onceByKey } from "./onceByKey.ts"

/** What operations ask of dispatch. */
export const dispatchHandlers: Effect.Effect<
  HandlersOf<typeof DispatchGroup>,
  never,
  Dispatch | Receipts
> = Effect.gen(function* () {
  const dispatch = yield* Dispatch
  const once = yield* onceByKey
  return {
    assign: (request) => {
      const { actor } = request.caller
      const { driverId, orderId } = request.payload
      const assigned =
        driverId === undefined
          ? dispatch.routeNow(actor, orderId)
          : dispatch.assignTo(actor, orderId, driverId)
      return once(request, "dispatch.assign", Effect.map(assigned, deliveryAnswer))
    },
    reassign: (request) => {
      const { orderId, reason = "operations" } = request.payload
      const reassigned = dispatch.reassign(request.caller.actor, orderId, reason)
      return once(request, "dispatch.reassign", Effect.map(reassigned, deliveryAnswer))
    }
  }
})

const deliveryAnswer = (delivery: Delivery) => deliveryView(delivery, delivery.updatedAtMs)
