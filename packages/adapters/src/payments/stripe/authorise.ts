import {
  type AuthorisationAnswer,
  type AuthorisationRequest,
  GatewayUnavailable,
  type PaymentMethod
} from "@hotbag/services"
import { Limits, Reason } from "@hotbag/core"
import { Clock, Effect, Option, Redacted, Schema } from "effect"
import { stripeAmount } from "./amounts.ts"
import { FoundIntents, PaymentIntent } from "./schemas.ts"
import { type Fields, isTrouble, type StripeAnswer, type StripeClient } from "./StripeClient.ts"

type Answer = Effect.Effect<AuthorisationAnswer, GatewayUnavailable>

/** What authorising needs besides the request. */
export interface AuthoriseOptions {
  /** Methods that know no holding: their money is taken at once. */
  readonly takenAtOnce: ReadonlySet<PaymentMethod>
}

/**
 * Holds the money: creates an intent and confirms it in one request. Stripe answers a repeated key with what it answered the first
 * time, so the intent's present state is asked for then. An answer of 5xx is kept under the key as well: then the intent is searched for.
 */
export const authorise = (
  client: StripeClient,
  options: AuthoriseOptions,
  request: AuthorisationRequest
): Answer => {
  const fields = intentFields(options, request)
  if (fields === null) return Effect.succeed(refused("the amount cannot be said in this currency"))
  const confirming: Fields = {
    ...fields,
    confirm: "true",
    payment_method: Redacted.value(request.token),
    // Nobody is there to prove anything at the moment of the charge; a refusal is better than an order that waits.
    error_on_requires_action: "true",
    "payment_method_types[]": methodTypes[request.method]
  }
  return client.post(INTENTS, confirming, request.key, PaymentIntent).pipe(
    Effect.flatMap((answer) => present(client, answer)),
    Effect.catchIf(isTrouble, (trouble) => search(client, request, trouble))
  )
}

/**
 * What became of the key. A probe that confirms nothing uses the key up if it never arrived, and collides if it did: then the first answer
 * is asked for again. Once Stripe may have forgotten the key, the intent is searched for instead.
 */
export const lookUp = Effect.fnUntraced(function* (
  client: StripeClient,
  options: AuthoriseOptions,
  request: AuthorisationRequest
) {
  const fields = intentFields(options, request)
  if (fields === null) return refused("the amount cannot be said in this currency")
  const ageMs = (yield* Clock.currentTimeMillis) - request.sinceMs
  if (ageMs > Limits.gatewayKeyAgeMs) return yield* search(client, request, forgotten)
  const probed = yield* client
    .post(INTENTS, fields, request.key, PaymentIntent)
    .pipe(Effect.catchIf(isTrouble, (trouble) => Effect.succeed(trouble)))
  if (probed._tag === "GatewayUnavailable") return yield* search(client, request, probed)
  if (probed._tag === "Error") return yield* authorise(client, options, request)
  const { id } = probed.object
  // Nothing can be held by an intent that nobody confirms; to cancel it only tidies up.
  yield* Effect.ignore(client.post(`${INTENTS}/${id}/cancel`, {}, `${request.key}:unused`, PaymentIntent))
  return refused("no such payment")
})

const INTENTS = "/v1/payment_intents"

const methodTypes: Readonly<Record<PaymentMethod, string>> = {
  credit_card: "card",
  apple_pay: "card",
  paypal: "paypal"
}

const intentFields = (
  { takenAtOnce }: AuthoriseOptions,
  { amount, key, method, orderId }: AuthorisationRequest
): Fields | null => {
  const said = stripeAmount(amount)
  if (said === null) return null
  return {
    amount: said.amount,
    currency: said.currency,
    capture_method: takenAtOnce.has(method) ? "automatic" : "manual",
    "metadata[order_id]": orderId,
    "metadata[key]": key
  }
}

/** The intent as it is now. */
const present = (client: StripeClient, answer: StripeAnswer<PaymentIntent>): Answer => {
  if (answer._tag === "Error") return Effect.succeed(refusedBy(answer.code))
  if (!answer.isReplay) return answerOf(answer.object)
  return Effect.flatMap(client.get(`${INTENTS}/${answer.object.id}`, {}, PaymentIntent), (now) =>
    now._tag === "Object" ? answerOf(now.object) : Effect.succeed(refusedBy(now.code))
  )
}

/** Finds the intent by the key it carries. The search lags behind, so that nothing is there is believed after a while only. */
const search = Effect.fnUntraced(function* (
  client: StripeClient,
  { key, sinceMs }: AuthorisationRequest,
  otherwise: GatewayUnavailable
) {
  const query = `metadata['key']:'${key}'`
  const found = yield* client.get(`${INTENTS}/search`, { query, limit: 1 }, FoundIntents)
  if (found._tag === "Error") return yield* otherwise
  const [intent] = found.object.data
  if (intent !== undefined) return yield* answerOf(intent)
  const ageMs = (yield* Clock.currentTimeMillis) - sinceMs
  return ageMs > Limits.gatewaySearchLagMs ? refused("no such payment") : yield* otherwise
})

const forgotten = new GatewayUnavailable({ why: "forgotten", isUndecided: true })

/** What an intent's state means. */
export const answerOf = (intent: PaymentIntent): Answer => {
  switch (intent.status) {
    case "requires_capture":
      return granted(intent, "held")
    case "succeeded":
      // What was captured since was held when it was asked for.
      return granted(intent, intent.capture_method === "manual" ? "held" : "taken")
    case "processing":
      return Effect.fail(new GatewayUnavailable({ why: "processing", isUndecided: true }))
    case "requires_payment_method":
    case "requires_confirmation":
    case "requires_action":
    case "canceled":
      return Effect.succeed(refusedBy(intent.last_payment_error?.code ?? intent.status))
  }
}

const granted = ({ id }: PaymentIntent, funds: "held" | "taken"): Answer =>
  Effect.succeed({ _tag: "AuthorisationGranted", paymentId: id, funds })

const refused = (reason: string): AuthorisationAnswer => ({ _tag: "AuthorisationRefused", reason })

/** A code of Stripe's as a reason; a strange one says nothing. */
const refusedBy = (code: string): AuthorisationAnswer => {
  const reason = code.replaceAll("_", " ")
  return refused(Option.getOrElse(decodeReason(reason), () => "declined"))
}

const decodeReason = Schema.decodeUnknownOption(Reason)
