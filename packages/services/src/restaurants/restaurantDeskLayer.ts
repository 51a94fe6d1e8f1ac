import { type CaseInput, type CaseState, Limits, type OrderCase, type OrderId, toOrder } from "@hotbag/core"
import { Effect, Layer } from "effect"
import { Cases } from "../cases/Cases.ts"
import { NotFound } from "../NotFound.ts"
import { type Command, carryOut } from "../orders/Command.ts"
import { EstimateRefused, RoleRefused } from "../orders/errors.ts"
import { enter } from "../orders/mayEnter.ts"
import { readPage } from "../orders/OrderPage.ts"
import { OrderReads } from "../orders/OrderReads.ts"
import { RestaurantDesk } from "./RestaurantDesk.ts"

/** The desk on the engine. */
export const restaurantDeskLayer: Layer.Layer<RestaurantDesk, never, Cases | OrderReads> = Layer.effect(
  RestaurantDesk,
  Effect.gen(function* () {
    const cases = yield* Cases
    const reads = yield* OrderReads

    /** Does to the order what the restaurant says, if it is the restaurant's. */
    const say = <E>(
      orderId: OrderId,
      command: Command,
      what: string,
      inputOf: (state: OrderCase, atMs: number) => Effect.Effect<CaseInput, E>
    ) =>
      carryOut(cases, command, {
        orderIds: [orderId],
        decide: Effect.fnUntraced(function* ([state]: ReadonlyArray<CaseState>, atMs: number) {
          const { actor } = command
          const entered = yield* enter(actor, state ?? null)
          if (!isOfHouse(actor.role)) return yield* new RoleRefused({ role: actor.role, what })
          return [{ orderId, inputs: [yield* inputOf(entered, atMs)] }]
        })
      })

    return RestaurantDesk.of({
      incoming: Effect.fn("RestaurantDesk.incoming")(function* (actor, restaurantId, open, page) {
        const isStranger = actor.role === "restaurant" && actor.subject !== restaurantId
        if (isStranger || !isOfHouse(actor.role)) return yield* new NotFound()
        return yield* readPage(reads, { _tag: "OfRestaurant", restaurantId, open }, page)
      }),
      confirm: Effect.fn("RestaurantDesk.confirm")((orderId, readyAtMs, command) =>
        say(orderId, command, "confirm an order", ({ order }, atMs) =>
          Effect.map(estimate(readyAtMs ?? atMs + order.preparationMs, atMs), (readyEstimateAtMs) =>
            toOrder({ _tag: "ConfirmOrder", readyEstimateAtMs })
          )
        )
      ),
      reject: Effect.fn("RestaurantDesk.reject")((orderId, reason, command) =>
        say(orderId, command, "reject an order", () =>
          Effect.succeed(toOrder({ _tag: "RejectOrder", reason }))
        )
      ),
      preparing: Effect.fn("RestaurantDesk.preparing")((orderId, command) =>
        say(orderId, command, "prepare an order", () => Effect.succeed(toOrder({ _tag: "StartPreparing" })))
      ),
      revise: Effect.fn("RestaurantDesk.revise")((orderId, readyAtMs, command) =>
        say(orderId, command, "estimate an order", (_, atMs) =>
          Effect.map(estimate(readyAtMs, atMs), (readyEstimateAtMs) =>
            toOrder({ _tag: "RevisePreparation", readyEstimateAtMs })
          )
        )
      ),
      ready: Effect.fn("RestaurantDesk.ready")((orderId, command) =>
        say(orderId, command, "finish an order", () => Effect.succeed(toOrder({ _tag: "MarkReady" })))
      )
    })
  })
)

/** Restaurants, and operations for them. */
const isOfHouse = (role: Command["actor"]["role"]): boolean =>
  role === "restaurant" || role === "operator" || role === "system"

/** A moment that food can be ready at; till and server may differ a little in what is now. */
const estimate = (readyAtMs: number, atMs: number): Effect.Effect<number, EstimateRefused> => {
  const earliestMs = atMs - Limits.clockSkewMs
  const latestMs = atMs + Limits.preparationLongestMs
  return Number.isInteger(readyAtMs) && readyAtMs >= earliestMs && readyAtMs <= latestMs
    ? Effect.succeed(readyAtMs)
    : Effect.fail(new EstimateRefused({ earliestMs, latestMs }))
}
