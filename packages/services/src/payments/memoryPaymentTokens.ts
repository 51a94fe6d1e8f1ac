import type { OrderId } from "@hotbag/core"
import { Effect, Layer, Option } from "effect"
import type { PaymentDetails } from "./PaymentDetails.ts"
import { PaymentTokens } from "./PaymentTokens.ts"

/** Tokens in a map, for tests: `placed` says what orders were placed with. */
export const memoryPaymentTokens = (
  placed: Map<OrderId, PaymentDetails> = new Map()
): Layer.Layer<PaymentTokens> =>
  Layer.sync(PaymentTokens, () => ({
    find: (orderId) => Effect.sync(() => Option.fromUndefinedOr(placed.get(orderId))),
    attach: (orderId, details) =>
      Effect.sync(() => {
        const known = placed.get(orderId)
        if (known === undefined) return Option.none()
        if (known.token === null) placed.set(orderId, details)
        return Option.fromUndefinedOr(placed.get(orderId))
      })
  }))
