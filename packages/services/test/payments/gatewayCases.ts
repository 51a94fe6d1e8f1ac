import { expect, it } from "@effect/vitest"
import { type Money, OrderId, PaymentId } from "@hotbag/core"
import {
  type AuthorisationRequest,
  PaymentGateway,
  type PaymentMethod,
  type SettlementRequest
} from "@hotbag/services"
import { Effect, type Layer, Redacted } from "effect"

export { Shop } from "./Shop.ts"

/** Tokens that make a gateway do what a case needs. */
export interface GatewayTokens {
  readonly held: string
  /** With this method. */
  readonly taken: { readonly token: string; readonly method: PaymentMethod }
  readonly refused: string
}

const amount: Money = { amountMinor: 2_249, currency: "EUR" }

/** What every payment gateway promises (S6, P5); `fresh` makes names that it has not seen. */
export const gatewayCases = <E>(
  layer: Layer.Layer<PaymentGateway, E>,
  tokens: GatewayTokens,
  fresh: () => string
): void => {
  const request = (
    token: string,
    method: PaymentMethod = "credit_card",
    name = fresh()
  ): AuthorisationRequest => ({
    orderId: OrderId.make(name),
    key: `${name}:authorise:1`,
    amount,
    method,
    token: Redacted.make(token),
    sinceMs: 0
  })
  const settlement = (
    { orderId }: AuthorisationRequest,
    paymentId: PaymentId,
    operation: string,
    turn = 1
  ): SettlementRequest => ({ orderId, paymentId, amount, key: `${orderId}:${operation}:${turn}` })

  const authorised = Effect.fnUntraced(function* (token: string, method?: PaymentMethod) {
    const gateway = yield* PaymentGateway
    const asked = request(token, method)
    const answer = yield* gateway.authorise(asked)
    if (answer._tag === "AuthorisationRefused") return yield* Effect.die(answer.reason)
    return { asked, gateway, paymentId: answer.paymentId, funds: answer.funds }
  })

  const on = <A, E2>(effect: Effect.Effect<A, E2, PaymentGateway>) => effect.pipe(Effect.provide(layer))

  it.effect("holds money once per key, and says so again", () =>
    on(
      Effect.gen(function* () {
        const { asked, funds, gateway, paymentId } = yield* authorised(tokens.held)
        expect(funds).toBe("held")
        expect(yield* gateway.authorise(asked)).toMatchObject({ paymentId, funds: "held" })
        expect(yield* gateway.lookUp(asked)).toMatchObject({ paymentId, funds: "held" })
        const other = yield* authorised(tokens.held)
        expect(other.paymentId).not.toBe(paymentId)
      })
    )
  )

  it.effect("many at once with one key: one payment", () =>
    on(
      Effect.gen(function* () {
        const gateway = yield* PaymentGateway
        const asked = request(tokens.held)
        const answers = yield* Effect.forEach(
          Array.from({ length: 8 }),
          () => Effect.retry(gateway.authorise(asked), { times: 20 }),
          { concurrency: "unbounded" }
        )
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      })
    )
  )

  it.effect("refuses for good", () =>
    on(
      Effect.gen(function* () {
        const gateway = yield* PaymentGateway
        const asked = request(tokens.refused)
        expect((yield* gateway.authorise(asked))._tag).toBe("AuthorisationRefused")
        expect((yield* gateway.lookUp(asked))._tag).toBe("AuthorisationRefused")
        expect((yield* gateway.authorise(asked))._tag).toBe("AuthorisationRefused")
      })
    )
  )

  it.effect("captures what is held, once; then it can neither be voided nor captured under another key", () =>
    on(
      Effect.gen(function* () {
        const { asked, gateway, paymentId } = yield* authorised(tokens.held)
        const capture = settlement(asked, paymentId, "capture")
        expect(yield* gateway.capture(capture)).toEqual({ _tag: "Done" })
        expect(yield* gateway.capture(capture)).toEqual({ _tag: "Done" })
        expect((yield* gateway.capture(settlement(asked, paymentId, "capture", 2)))._tag).toBe("Done")
        expect((yield* gateway.void(settlement(asked, paymentId, "void")))._tag).toBe("Refused")
      })
    )
  )

  it.effect("voids what is held, once; then it cannot be captured", () =>
    on(
      Effect.gen(function* () {
        const { asked, gateway, paymentId } = yield* authorised(tokens.held)
        const request = settlement(asked, paymentId, "void")
        expect(yield* gateway.void(request)).toEqual({ _tag: "Done" })
        expect(yield* gateway.void(request)).toEqual({ _tag: "Done" })
        expect((yield* gateway.capture(settlement(asked, paymentId, "capture")))._tag).toBe("Refused")
      })
    )
  )

  it.effect("gives back what was taken at once, once", () =>
    on(
      Effect.gen(function* () {
        const { asked, funds, gateway, paymentId } = yield* authorised(
          tokens.taken.token,
          tokens.taken.method
        )
        expect(funds).toBe("taken")
        const refund = settlement(asked, paymentId, "refund")
        expect(yield* gateway.refund(refund)).toEqual({ _tag: "Done" })
        expect(yield* gateway.refund(refund)).toEqual({ _tag: "Done" })
        expect((yield* gateway.refund(settlement(asked, paymentId, "refund", 2)))._tag).toBe("Done")
      })
    )
  )

  it.effect("settles nothing that it does not know", () =>
    on(
      Effect.gen(function* () {
        const gateway = yield* PaymentGateway
        const asked = request(tokens.held)
        const unknown = PaymentId.make(`pi_${fresh()}`)
        for (const operation of ["capture", "void", "refund"] as const) {
          expect((yield* gateway[operation](settlement(asked, unknown, operation)))._tag).toBe("Refused")
        }
      })
    )
  )

  it.effect("takes no message for its own that it did not sign (F12)", () =>
    on(
      Effect.gen(function* () {
        const gateway = yield* PaymentGateway
        const body = new TextEncoder().encode('{"id":"evt_1"}')
        for (const signature of ["", "t=0,v1=00", "v1=", `t=1,v1=${"0".repeat(64)}`]) {
          expect((yield* Effect.flip(gateway.readWebhook(body, signature)))._tag).toBe("WebhookForged")
        }
      })
    )
  )
}
