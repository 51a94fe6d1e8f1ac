import { describe, expect, it } from "@effect/vitest"
import { NodeHttpClient } from "@effect/platform-node"
import { isSigned, signWebhook, stripeGateway, WEBHOOK_TOLERANCE_S } from "@hotbag/adapters"
import { Currency, type Money, OrderId, PaymentId } from "@hotbag/core"
import { PaymentGateway, type PaymentMethod } from "@hotbag/services"
import { Effect, Fiber, Layer, Redacted } from "effect"
import { FetchHttpClient, type HttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import fc from "fast-check"
import { moneyOf, stripeAmount } from "../../src/payments/stripe/amounts.ts"
import { gatewayCases } from "../../../services/test/payments/gatewayCases.ts"
import { FakeStripe, type StripeFault } from "./FakeStripe.ts"

const bytes = (text: string) => new TextEncoder().encode(text)

/** A gateway on a server of its own, for as long as the layer lives. */
const onFake = (
  stripe: FakeStripe,
  client: Layer.Layer<HttpClient.HttpClient> = NodeHttpClient.layerUndici
) =>
  Layer.unwrap(
    Effect.map(
      Effect.acquireRelease(
        Effect.promise(() => stripe.listen()),
        () => Effect.promise(() => stripe.close())
      ),
      (baseUrl) =>
        stripeGateway({
          baseUrl,
          secretKey: Redacted.make(stripe.secretKey),
          webhookSecrets: [stripe.webhookSecret],
          takenAtOnce: ["paypal"]
        })
    )
  ).pipe(Layer.provide(client))

const amount: Money = { amountMinor: 2_249, currency: "EUR" }
const asked = (name: string, token = "pm_ok", method: PaymentMethod = "credit_card") => ({
  orderId: OrderId.make(name),
  key: `${name}:authorise:1`,
  amount,
  method,
  token: Redacted.make(token),
  sinceMs: 0
})

describe("Stripe", () => {
  describe("is a payment gateway", () => {
    let named = 0
    const stripe = new FakeStripe()
    gatewayCases(
      onFake(stripe),
      { held: "pm_ok", taken: { token: "pm_ok", method: "paypal" }, refused: "pm_declined" },
      () => `o-${(named += 1)}`
    )
  })

  it.effect("takes money at once with a method that knows no holding, and gives it back", () => {
    const stripe = new FakeStripe()
    return Effect.gen(function* () {
      const gateway = yield* PaymentGateway
      const answer = yield* gateway.authorise(asked("o-1", "pm_ok", "paypal"))
      expect(answer).toMatchObject({ _tag: "AuthorisationGranted", funds: "taken" })
      expect(yield* gateway.authorise(asked("o-1", "pm_ok", "paypal"))).toEqual(answer)
      const paymentId = PaymentId.make("pi_o1authorise1")
      const refund = (turn: number) =>
        gateway.refund({ orderId: OrderId.make("o-1"), key: `o-1:refund:${turn}`, amount, paymentId })
      expect((yield* refund(1))._tag).toBe("Done")
      expect((yield* refund(1))._tag).toBe("Done")
      expect((yield* refund(2))._tag).toBe("Done")
      expect(stripe.movements.map(({ what }) => what)).toEqual(["charged", "refunded"])
    }).pipe(Effect.provide(onFake(stripe)))
  })

  const faults: ReadonlyArray<StripeFault> = [
    "lost",
    "unheard",
    "garbage",
    "trouble",
    "kept-trouble",
    "kept-trouble-done",
    "in-progress",
    "too-many"
  ]

  it.effect.each(faults)("%s on every kind of request ends in one payment, captured once", (fault) => {
    const stripe = new FakeStripe()
    let faulty = 0
    stripe.nextFault = () => (faulty-- > 0 ? fault : "none")
    return Effect.gen(function* () {
      const gateway = yield* PaymentGateway
      faulty = 1
      const first = yield* Effect.exit(gateway.authorise(asked("o-1")))
      expect(first._tag).toBe(fault === "kept-trouble-done" ? "Success" : "Failure")
      yield* TestClock.adjust("6 minutes")
      const answer = yield* gateway.authorise(asked("o-1"))
      if (fault === "kept-trouble") {
        // The key is spoilt and nothing was done: a refusal is the truth.
        expect(answer._tag).toBe("AuthorisationRefused")
        return
      }
      if (answer._tag === "AuthorisationRefused") return yield* Effect.die(answer.reason)
      const { paymentId } = answer
      const capture = (turn: number) =>
        gateway.capture({ orderId: OrderId.make("o-1"), key: `o-1:capture:${turn}`, amount, paymentId })
      faulty = 1
      yield* Effect.exit(capture(1))
      const second = yield* capture(1)
      const last = second._tag === "Refused" ? yield* capture(2) : second
      expect(last._tag).toBe("Done")
      expect(stripe.movements.map(({ what }) => what)).toEqual(["held", "captured"])
    }).pipe(Effect.provide(onFake(stripe)))
  })

  it.effect("a look-up uses a key up that never arrived, and finds what did", () => {
    const stripe = new FakeStripe()
    return Effect.gen(function* () {
      const gateway = yield* PaymentGateway
      expect((yield* gateway.lookUp(asked("o-1")))._tag).toBe("AuthorisationRefused")
      expect((yield* gateway.lookUp(asked("o-1")))._tag).toBe("AuthorisationRefused")
      // The request that was late: its key is taken.
      expect((yield* gateway.authorise(asked("o-1")))._tag).toBe("AuthorisationRefused")
      expect(stripe.movements).toEqual([])
      const answer = yield* gateway.authorise(asked("o-2"))
      expect(yield* gateway.lookUp(asked("o-2"))).toEqual(answer)
      // A day later Stripe has forgotten the key, but not the payment.
      yield* TestClock.adjust("25 hours")
      expect(yield* gateway.lookUp(asked("o-2"))).toEqual(answer)
      expect((yield* gateway.lookUp(asked("o-3")))._tag).toBe("AuthorisationRefused")
      expect(stripe.movements).toHaveLength(1)
    }).pipe(Effect.provide(onFake(stripe)))
  })

  it.effect.each([
    ["undici", NodeHttpClient.layerUndici],
    ["fetch", FetchHttpClient.layer]
  ] as const)("no redirect is followed by %s: the secret key stays", ([, client]) => {
    const stripe = new FakeStripe()
    const elsewhere = new FakeStripe()
    return Effect.gen(function* () {
      const gateway = yield* PaymentGateway
      stripe.redirectsTo = yield* Effect.promise(() => elsewhere.listen())
      expect(yield* Effect.flip(gateway.authorise(asked("o-1")))).toMatchObject({ why: "http-307" })
      expect([stripe.requests, elsewhere.requests]).toEqual([1, 0])
    }).pipe(Effect.ensuring(Effect.promise(() => elsewhere.close())), Effect.provide(onFake(stripe, client)))
  })

  it.effect("a server that hangs is given up, and the connection with it", () => {
    const stripe = new FakeStripe()
    stripe.hangs = true
    return Effect.gen(function* () {
      const gateway = yield* PaymentGateway
      const asking = yield* Effect.forkChild(
        Effect.timeoutOption(gateway.authorise(asked("o-1")), "6 seconds")
      )
      while (stripe.requests === 0)
        yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      yield* TestClock.adjust("6 seconds")
      expect((yield* Fiber.join(asking))._tag).toBe("None")
    }).pipe(Effect.provide(onFake(stripe)))
  })
})

describe("messages of Stripe (F12)", () => {
  it.effect("tell of what happened, and are refused when forged, old, or changed", () => {
    const stripe = new FakeStripe()
    stripe.nowS = () => 1_000_000
    return Effect.gen(function* () {
      const gateway = yield* PaymentGateway
      yield* TestClock.setTime(1_000_000_000)
      yield* gateway.authorise(asked("o-1"))
      const paymentId = PaymentId.make("pi_o1authorise1")
      yield* gateway.capture({ orderId: OrderId.make("o-1"), key: "c", amount, paymentId })
      const news = yield* Effect.forEach(stripe.webhooks, ({ body, signature }) =>
        gateway.readWebhook(body, signature)
      )
      expect(news).toEqual([
        {
          eventId: "evt_pi_o1authorise1_payment_intent_amount_capturable_updated",
          orderId: "o-1",
          amount,
          facts: [{ _tag: "AuthorisationGranted", paymentId, funds: "held" }]
        },
        {
          eventId: "evt_pi_o1authorise1_payment_intent_succeeded",
          orderId: "o-1",
          amount,
          facts: [{ _tag: "SettlementDone", operation: "capture" }]
        }
      ])
      const [first] = stripe.webhooks
      if (first === undefined) return
      const { body, signature } = first
      const changed = bytes(new TextDecoder().decode(body).replace("2249", "2248"))
      const other = signWebhook(Redacted.make("whsec_other"), body, 1_000_000)
      const forged: ReadonlyArray<readonly [Uint8Array, string]> = [
        [changed, signature],
        [body, other],
        [body, signature.replace("t=1000000", "t=1000001")],
        [body, signature.replace("v1=", "v0=")],
        [body, `${signature},t=1000000`],
        [body, signature.toUpperCase()],
        [body, signature.slice(0, -1)],
        [body, "x".repeat(10_000)],
        [body, ""]
      ]
      for (const [text, header] of forged) {
        expect((yield* Effect.flip(gateway.readWebhook(text, header)))._tag).toBe("WebhookForged")
      }
      yield* TestClock.adjust(`${WEBHOOK_TOLERANCE_S} seconds`)
      expect((yield* gateway.readWebhook(body, signature)).orderId).toBe("o-1")
      yield* TestClock.adjust("1 second")
      expect((yield* Effect.flip(gateway.readWebhook(body, signature)))._tag).toBe("WebhookForged")
    }).pipe(Effect.provide(onFake(stripe)))
  })

  it.effect("that are signed but make no sense are unreadable, and other kinds tell nothing", () => {
    const stripe = new FakeStripe()
    return Effect.gen(function* () {
      const gateway = yield* PaymentGateway
      const read = (text: string) => {
        const body = bytes(text)
        return gateway.readWebhook(body, signWebhook(stripe.webhookSecret, body, 1)).pipe(
          Effect.map(({ facts }) => facts.length),
          Effect.catch((error) => Effect.succeed(error._tag))
        )
      }
      yield* TestClock.setTime(1_000)
      expect(yield* read("{}")).toBe("WebhookUnreadable")
      expect(yield* read("not json")).toBe("WebhookUnreadable")
      expect(yield* read('{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{}}}')).toBe(
        "WebhookUnreadable"
      )
      expect(yield* read('{"id":"evt_1","type":"customer.created","data":{"object":{}}}')).toBe(0)
      const intent = {
        id: "pi_1",
        object: "payment_intent",
        status: "succeeded",
        amount: 1,
        currency: "eur",
        capture_method: "manual"
      }
      const of = (object: object) =>
        read(JSON.stringify({ id: "evt_1", type: "payment_intent.succeeded", data: { object } }))
      expect(yield* of(intent)).toBe(0)
      expect(yield* of({ ...intent, metadata: { order_id: "../x" } })).toBe(0)
      expect(yield* of({ ...intent, currency: "xxx", metadata: { order_id: "o-1" } })).toBe(0)
      expect(yield* of({ ...intent, metadata: { order_id: "o-1" } })).toBe(1)
    }).pipe(Effect.provide(onFake(stripe)))
  })

  it("count with any of several signatures", () => {
    const secret = Redacted.make("new")
    const body = bytes("{}")
    const header = `${signWebhook(Redacted.make("old"), body, 7)},${signWebhook(secret, body, 7).slice(4)}`
    expect(isSigned(secret, body, header, 7)).toBe(true)
  })
})

describe("amounts (C28)", () => {
  it("come back as they went, in every currency that Stripe can say", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Currency.literals), fc.nat(1_000_000), (currency, amountMinor) => {
        const said = stripeAmount({ amountMinor, currency })
        if (said !== null) expect(moneyOf(said)).toEqual({ amountMinor, currency })
      })
    )
    expect(stripeAmount({ amountMinor: 500, currency: "ISK" })).toEqual({ amount: 50_000, currency: "isk" })
    expect(stripeAmount({ amountMinor: 500, currency: "JPY" })).toEqual({ amount: 500, currency: "jpy" })
    expect(stripeAmount({ amountMinor: 500, currency: "MGA" })).toEqual({ amount: 5, currency: "mga" })
    expect(stripeAmount({ amountMinor: 555, currency: "MGA" })).toBeNull()
    expect(stripeAmount({ amountMinor: 555, currency: "KWD" })).toBeNull()
  })
})
