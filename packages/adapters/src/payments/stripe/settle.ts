import { GatewayUnavailable, type SettlementAnswer, type SettlementRequest } from "@hotbag/services"
import { Effect } from "effect"
import { stripeAmount } from "./amounts.ts"
import { PaymentIntent, Refund } from "./schemas.ts"
import { isKeptTrouble, isTrouble, type StripeClient } from "./StripeClient.ts"

type Answer = Effect.Effect<SettlementAnswer, GatewayUnavailable>

/**
 * Captures or voids. Whatever Stripe says to the request, the intent itself tells what came of it: the request may have been done under
 * another key, or in trouble. Trouble that Stripe keeps under the key is a refusal, so that the next try has a new one; an
 * intent is captured or canceled once, whatever the keys.
 */
export const settle = (
  client: StripeClient,
  operation: "capture" | "void",
  { key, paymentId }: SettlementRequest
): Answer => {
  const path = `/v1/payment_intents/${paymentId}`
  const verb = operation === "capture" ? "capture" : "cancel"
  const wanted = operation === "capture" ? "succeeded" : "canceled"
  const look = (otherwise: Answer): Answer =>
    Effect.flatMap(client.get(path, {}, PaymentIntent), (now) => {
      if (now._tag === "Error") return Effect.succeed(refused("no such payment"))
      if (now.object.status === wanted) return Effect.succeed(done)
      return now.object.status === "processing"
        ? Effect.fail(new GatewayUnavailable({ why: "processing", isUndecided: true }))
        : otherwise
    })
  return client.post(`${path}/${verb}`, {}, key, PaymentIntent).pipe(
    Effect.flatMap((answer): Answer => {
      if (answer._tag === "Error") return look(Effect.succeed(refused(answer.code)))
      const { status } = answer.object
      return status === wanted ? Effect.succeed(done) : look(Effect.succeed(refused(status)))
    }),
    Effect.catchIf(isTrouble, (trouble) => look(afterTrouble(trouble)))
  )
}

/** Gives everything back. A refund takes its time: it counts when it has succeeded. */
export const refund = (
  client: StripeClient,
  { amount, key, orderId, paymentId }: SettlementRequest
): Answer => {
  const fields = {
    payment_intent: paymentId,
    amount: stripeAmount(amount)?.amount ?? null,
    "metadata[order_id]": orderId
  }
  return client.post("/v1/refunds", fields, key, Refund).pipe(
    Effect.flatMap((answer): Answer => {
      if (answer._tag === "Error") {
        return Effect.succeed(answer.code === "charge_already_refunded" ? done : refused(answer.code))
      }
      const { id, status } = answer.object
      // The whole was refunded or nothing: what failed since is tried under another key.
      if (status === "succeeded" && !answer.isReplay) return Effect.succeed(done)
      return Effect.flatMap(client.get(`/v1/refunds/${id}`, {}, Refund), (now) =>
        now._tag === "Error" ? Effect.succeed(refused(now.code)) : refundAnswer(now.object.status)
      )
    }),
    Effect.catchIf(isTrouble, afterTrouble)
  )
}

const refundAnswer = (status: string | null): Answer => {
  if (status === "succeeded") return Effect.succeed(done)
  if (status === "failed" || status === "canceled") return Effect.succeed(refused(`refund ${status}`))
  return Effect.fail(new GatewayUnavailable({ why: "refund-pending", isUndecided: true }))
}

const afterTrouble = (trouble: GatewayUnavailable): Answer =>
  isKeptTrouble(trouble) ? Effect.succeed(refused(trouble.why)) : Effect.fail(trouble)

const done: SettlementAnswer = { _tag: "Done" }
const refused = (code: string): SettlementAnswer => ({
  _tag: "Refused",
  reason: code === "" ? "refused" : code.slice(0, 100)
})
