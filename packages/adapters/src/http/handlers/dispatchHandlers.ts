import type { DispatchGroup } from "@hotbag/api"
import { Dispatch } from "@hotbag/services"
import { Effect } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { deliveryView } from "../views/deliveryView.ts"
import { asCommand } from "./problemFor.ts"

/** What operations ask of dispatch. Asking twice does it once, so that keys are not needed. */
export const dispatchHandlers: Effect.Effect<HandlersOf<typeof DispatchGroup>, never, Dispatch> = Effect.map(
  Dispatch,
  (dispatch) => ({
    assign: ({ caller: { actor }, payload: { orderId, driverId } }) =>
      asCommand(
        Effect.map(
          driverId === undefined
            ? dispatch.routeNow(actor, orderId)
            : dispatch.assignTo(actor, orderId, driverId),
          (delivery) => deliveryView(delivery, delivery.updatedAtMs)
        )
      ),
    reassign: ({ caller: { actor }, payload: { orderId, reason = "operations" } }) =>
      asCommand(
        Effect.map(dispatch.reassign(actor, orderId, reason), (delivery) =>
          deliveryView(delivery, delivery.updatedAtMs)
        )
      )
  })
)
