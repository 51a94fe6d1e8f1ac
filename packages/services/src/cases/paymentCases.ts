import { fromOutside, Limits } from "@hotbag/core"
import { Effect, Layer, Option } from "effect"
import { PaymentCases } from "../payments/PaymentCases.ts"
import { StoreUnavailable } from "../StoreUnavailable.ts"
import { Cases } from "./Cases.ts"

/** Lets payments read cases and tell their sagas, through the engine. */
export const paymentCases: Layer.Layer<PaymentCases, never, Cases> = Layer.effect(
  PaymentCases,
  Effect.map(Cases, (cases) =>
    PaymentCases.of({
      find: (orderId) =>
        Effect.map(
          cases.read(orderId),
          Option.map(({ order, saga }) => ({ order, saga }))
        ),
      recall: (orderId) =>
        Effect.map(
          cases.recall(orderId),
          Option.map(({ order, saga }) => ({ order, saga }))
        ),
      tell: (orderId, fact, cause) =>
        cases
          .advance({
            actor: { role: "system", subject: cause },
            commandId: null,
            orderIds: [orderId],
            decide: () => Effect.succeed([{ orderId, inputs: [fromOutside(fact)] }])
          })
          .pipe(
            Effect.asVoid,
            Effect.catchTags({
              // News of no order of ours.
              CaseRefused: () => Effect.void,
              CaseBusy: () => notNow,
              CourierFull: () => notNow,
              OutOfStock: () => notNow,
              StaleEpoch: () => notNow
            })
          )
    })
  )
)

const notNow = Effect.fail(new StoreUnavailable({ retryAfterMs: Limits.busyRetryAfterMs }))
