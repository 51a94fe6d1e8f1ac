import {
  type CaseDeliveryCommand,
  type CaseState,
  type CourierId,
  type DeliveryId,
  type OrderCase,
  toDelivery
} from "@hotbag/core"
import { Effect, Layer } from "effect"
import { Cases } from "../cases/Cases.ts"
import { CaseStore } from "../cases/CaseStore.ts"
import { NotFound } from "../NotFound.ts"
import { type Command, carryOut } from "../orders/Command.ts"
import { enter } from "../orders/mayEnter.ts"
import { answerOffer } from "./answerOffer.ts"
import { courierOf } from "./courierOf.ts"
import { Deliveries } from "./Deliveries.ts"

/** Deliveries on the engine. */
export const deliveriesLayer: Layer.Layer<Deliveries, never, Cases | CaseStore> = Layer.effect(
  Deliveries,
  Effect.gen(function* () {
    const cases = yield* Cases
    const store = yield* CaseStore
    const orderOf = (deliveryId: DeliveryId) =>
      Effect.flatMap(store.orderOf(deliveryId), (found) =>
        Effect.mapError(Effect.fromOption(found), () => new NotFound())
      )

    /** Reports something of a delivery, if the actor speaks for its courier. */
    const report = Effect.fnUntraced(function* (
      deliveryId: DeliveryId,
      command: Command,
      what: string,
      commandOf: (courierId: CourierId, state: OrderCase) => CaseDeliveryCommand
    ) {
      const { actor } = command
      const orderId = yield* orderOf(deliveryId)
      return yield* carryOut(cases, command, {
        orderIds: [orderId],
        decide: Effect.fnUntraced(function* ([state]: ReadonlyArray<CaseState>) {
          const entered = yield* enter(actor, state ?? null)
          const courierId = yield* courierOf(actor, entered, what)
          return [{ orderId, inputs: [toDelivery(commandOf(courierId, entered))] }]
        })
      })
    })

    return Deliveries.of({
      get: Effect.fn("Deliveries.get")(function* (actor, deliveryId) {
        return yield* enter(actor, yield* cases.read(yield* orderOf(deliveryId)))
      }),
      accept: Effect.fn("Deliveries.accept")((deliveryId, offerId, command) =>
        answerOffer(cases, store, deliveryId, offerId, "AcceptOffer", command)
      ),
      reject: Effect.fn("Deliveries.reject")((deliveryId, offerId, command) =>
        answerOffer(cases, store, deliveryId, offerId, "RejectOffer", command)
      ),
      arrivedAtRestaurant: Effect.fn("Deliveries.arrivedAtRestaurant")((deliveryId, command) =>
        report(deliveryId, command, "report an arrival", (courierId) => ({
          _tag: "ArriveAtRestaurant",
          courierId
        }))
      ),
      pickedUp: Effect.fn("Deliveries.pickedUp")((deliveryId, command) =>
        report(deliveryId, command, "report a pickup", (courierId) => ({ _tag: "PickUp", courierId }))
      ),
      arrivedAtCustomer: Effect.fn("Deliveries.arrivedAtCustomer")((deliveryId, command) =>
        report(deliveryId, command, "report an arrival", (courierId) => ({
          _tag: "ArriveAtCustomer",
          courierId
        }))
      ),
      complete: Effect.fn("Deliveries.complete")((deliveryId, command) =>
        report(deliveryId, command, "complete a delivery", (courierId) => ({
          _tag: "CompleteDelivery",
          courierId
        }))
      ),
      fail: Effect.fn("Deliveries.fail")((deliveryId, reason, command) =>
        report(deliveryId, command, "let a delivery fail", (courierId, state) =>
          failure(command.actor.role === "courier", courierId, state, reason)
        )
      )
    })
  })
)

/** What a failure comes down to: a courier who does not have the food yet only makes room for another. */
const failure = (
  isCourier: boolean,
  courierId: CourierId,
  { delivery }: OrderCase,
  reason: string
): CaseDeliveryCommand => {
  const isBeforePickup = delivery.status === "accepted" || delivery.status === "at-restaurant"
  if (!isCourier || !isBeforePickup) return { _tag: "FailDelivery", reason }
  return { _tag: "ReassignDelivery", courierId, epoch: delivery.epoch, reason: "courier-gave-up" }
}
