import { describe, expect, it } from "@effect/vitest"
import { balances, CustomerId, type Money, OrderId, type OutsideFact, PaymentId } from "@hotbag/core"
import {
  type Actor,
  type GatewayNews,
  memoryGateway,
  memoryInbox,
  memoryPaymentTokens,
  type PaymentDetails,
  Payments,
  SANDBOX_TOKENS,
  type SandboxPayment
} from "@hotbag/services"
import { Effect, Exit, Fiber, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { paidWith, Shop } from "./Shop.ts"

const carla: Actor = { role: "customer", subject: CustomerId.make("carla") }
const encode = (text: string) => new TextEncoder().encode(text)

/** Tokens whose answers do not wait for the clock. */
const prompt = SANDBOX_TOKENS.filter((token) => token !== "tok_slow")

/** A shop with a sandbox behind it. */
const open = (tokenOnFile: string | null = "tok_ok", news = new Map<string, GatewayNews>()) => {
  const shop = new Shop()
  const payments = new Map<OrderId, SandboxPayment>()
  const readWebhook = (body: Uint8Array, signature: string) =>
    signature === "signed" ? (news.get(new TextDecoder().decode(body)) ?? null) : null
  const layer = Payments.layer.pipe(
    Layer.provide(shop.layer),
    Layer.provide(memoryPaymentTokens(shop.placed)),
    Layer.provide(memoryInbox),
    Layer.provide(memoryGateway({ payments, tokenOnFile, readWebhook }))
  )
  return { shop, payments, layer, news }
}

const failureTag = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.flip(effect).pipe(Effect.map((error) => error._tag))

const withToken = (token: string): PaymentDetails & { readonly token: Redacted.Redacted } => ({
  method: "credit_card",
  token: Redacted.make(token)
})

const inBalance = (shop: Shop) => {
  const trial = balances(shop.postings)
  expect(trial.reduce((sum, { amount }) => sum + amount.amountMinor, 0)).toBe(0)
  expect(trial.filter(({ account }) => account.kind === "hold" || account.kind === "deposit")).toEqual([])
}

describe("what the sagas want of the gateway is done (S6, S26)", () => {
  it.effect.each(prompt)("%s, for an order that is delivered", (token) => {
    const { layer, payments, shop } = open()
    return Effect.gen(function* () {
      const orderId = yield* shop.place("o-1", paidWith(token))
      yield* shop.work({ times: 3 })
      // Two lost answers and a look-up each later, the money is there.
      for (let i = 0; i < 2 && shop.stage(orderId) === "authorising"; i++) {
        yield* shop.wait()
        yield* shop.work({ times: 2 })
      }
      yield* shop.deliver(orderId)
      expect(yield* shop.settle(orderId)).toBe(true)
      const payment = payments.get(orderId)
      const isRefused = payment?.funds === "refused"
      expect(shop.stage(orderId)).toBe(isRefused ? "refused" : "captured")
      if (payment?.funds === "held") expect(payment.settled).toBe("capture")
      inBalance(shop)
    }).pipe(Effect.provide(layer))
  })

  it.effect.each(prompt)("%s, for an order that is cancelled before or after the answer", (token) =>
    Effect.forEach([0, 1, 2], (answered) => {
      const { layer, payments, shop } = open()
      return Effect.gen(function* () {
        const orderId = yield* shop.place("o-1", paidWith(token))
        if (answered > 0) yield* shop.work()
        if (answered === 2) yield* shop.wait()
        yield* shop.cancel(orderId)
        expect(yield* shop.settle(orderId)).toBe(true)
        const payment = payments.get(orderId)
        if (payment?.funds === "held") expect(payment.settled).toBe("void")
        if (payment?.funds === "taken") expect(payment.settled).toBe("refund")
        inBalance(shop)
      }).pipe(Effect.provide(layer))
    })
  )

  it.effect("an order whose first request was lost is authorised when it is asked for again", () => {
    const { layer, shop } = open()
    return Effect.gen(function* () {
      const orderId = yield* shop.place("o-1", paidWith("tok_ok"))
      yield* shop.work({ loses: true })
      yield* shop.wait()
      yield* shop.work()
      expect(shop.stage(orderId)).toBe("held")
    }).pipe(Effect.provide(layer))
  })

  it.effect("no new money is held for an order that has ended", () => {
    const { layer, payments, shop } = open()
    return Effect.gen(function* () {
      const orderId = yield* shop.place("o-1", paidWith("tok_ok"))
      yield* shop.work({ loses: true })
      yield* shop.cancel(orderId)
      expect(yield* shop.settle(orderId)).toBe(true)
      expect(payments.get(orderId)?.funds).toBe("refused")
    }).pipe(Effect.provide(layer))
  })

  it.effect("an order that costs nothing asks nobody", () => {
    const { layer, payments, shop } = open()
    return Effect.gen(function* () {
      const orderId = yield* shop.place("o-1", paidWith(null), 0)
      yield* shop.work()
      yield* shop.deliver(orderId)
      expect(yield* shop.settle(orderId)).toBe(true)
      expect(shop.stage(orderId)).toBe("captured")
      expect(payments.size).toBe(0)
    }).pipe(Effect.provide(layer))
  })
})

describe("POST /payments (S39)", () => {
  it.effect("pays an order that was placed without a token, once", () => {
    const { layer, payments, shop } = open(null)
    return Effect.gen(function* () {
      const service = yield* Payments
      const orderId = yield* shop.place("o-1", paidWith(null))
      yield* shop.work()
      expect(yield* service.view(carla, orderId)).toMatchObject({ stage: "authorising", paymentId: null })
      const details = withToken("tok_ok")
      const paid = yield* service.pay({ actor: carla, orderId, details })
      expect(paid).toMatchObject({ orderId, stage: "held", amount: { amountMinor: 2_249, currency: "EUR" } })
      expect(yield* service.pay({ actor: carla, orderId, details })).toEqual(paid)
      expect(payments.get(orderId)?.asked).toBe(1)
      const other = service.pay({ actor: carla, orderId, details: withToken("tok_taken") })
      expect(yield* failureTag(other)).toBe("PaymentConflict")
    }).pipe(Effect.provide(layer))
  })

  it.effect("of two at once one wins", () => {
    const { layer, payments, shop } = open(null)
    return Effect.gen(function* () {
      const service = yield* Payments
      const orderId = yield* shop.place("o-1", paidWith(null))
      const tokens = ["tok_ok", "tok_taken", "tok_slow", "tok_ok"]
      const exits = yield* Effect.forEach(
        tokens,
        (token) => Effect.exit(service.pay({ actor: carla, orderId, details: withToken(token) })),
        { concurrency: "unbounded" }
      )
      expect(exits.filter(Exit.isSuccess)).toHaveLength(2)
      expect(payments.get(orderId)).toMatchObject({ token: "tok_ok", funds: "held" })
    }).pipe(Effect.provide(layer))
  })

  it.effect("does not exist for strangers (P9), and is closed when the order is", () => {
    const { layer, shop } = open(null)
    return Effect.gen(function* () {
      const service = yield* Payments
      const orderId = yield* shop.place("o-1", paidWith(null))
      const details = withToken("tok_ok")
      const strangers: ReadonlyArray<Actor> = [
        { role: "customer", subject: "carl" },
        { role: "courier", subject: "carla" },
        { role: "restaurant", subject: "soup-bar" }
      ]
      for (const actor of strangers) {
        expect(yield* failureTag(service.pay({ actor, orderId, details }))).toBe("NotFound")
        expect(yield* failureTag(service.view(actor, orderId))).toBe("NotFound")
      }
      expect(yield* failureTag(service.view(carla, OrderId.make("o-2")))).toBe("NotFound")
      expect(yield* service.view({ role: "operator", subject: "olga" }, orderId)).toMatchObject({ orderId })
      yield* shop.cancel(orderId)
      expect(yield* failureTag(service.pay({ actor: carla, orderId, details }))).toBe("PaymentClosed")
    }).pipe(Effect.provide(layer))
  })

  it.effect("is waited for, but not for ever", () => {
    const { layer, shop } = open(null)
    return Effect.gen(function* () {
      const orderId = yield* shop.place("o-1", paidWith(null))
      expect(yield* shop.settle(orderId)).toBe(true)
      const order = shop.cases.get(orderId)?.order
      expect(order).toMatchObject({ status: "payment-declined", endedAtMs: 120_000 })
      expect(shop.escalations).toEqual([])
    }).pipe(Effect.provide(layer))
  })
})

describe("messages of the gateway (F12)", () => {
  const paymentId = PaymentId.make("pay_o-1")
  const granted: OutsideFact = { _tag: "AuthorisationGranted", paymentId, funds: "held" }
  const captured: OutsideFact = { _tag: "SettlementDone", operation: "capture" }
  const amount: Money = { amountMinor: 2_249, currency: "EUR" }
  const orderId = OrderId.make("o-1")
  const send = (body: string, signature = "signed") =>
    Effect.flatMap(Payments, (service) => service.handleWebhook(encode(body), signature))
  const known = () =>
    new Map<string, GatewayNews>([
      ["granted", { eventId: "evt-1", orderId, amount, facts: [granted] }],
      ["captured", { eventId: "evt-2", orderId, amount: null, facts: [captured] }],
      ["other", { eventId: "evt-3", orderId: null, amount: null, facts: [] }],
      ["cheap", { eventId: "evt-4", orderId, amount: { amountMinor: 1, currency: "EUR" }, facts: [granted] }],
      ["unknown", { eventId: "evt-5", orderId: OrderId.make("o-9"), amount, facts: [granted] }]
    ])

  it.effect("may come before the answer, twice, and late", () => {
    const { layer, shop } = open("tok_ok", known())
    return Effect.gen(function* () {
      yield* shop.place("o-1", paidWith("tok_ok"))
      expect(yield* send("captured")).toBe("told")
      expect(shop.stage(orderId)).toBe("authorising")
      expect(yield* send("granted")).toBe("told")
      expect(shop.stage(orderId)).toBe("held")
      expect(yield* send("granted")).toBe("known")
      yield* shop.work()
      yield* shop.deliver(orderId)
      expect(yield* shop.settle(orderId)).toBe(true)
      const { length } = shop.postings
      expect(yield* send("captured")).toBe("known")
      yield* Effect.forEach([granted, captured], (fact) => shop.take(orderId, { _tag: "FromOutside", fact }))
      expect(shop.postings).toHaveLength(length)
      expect(shop.escalations).toEqual([])
      inBalance(shop)
    }).pipe(Effect.provide(layer))
  })

  it.effect("are refused when forged, and ignored when they fit no order", () => {
    const { layer, shop } = open("tok_ok", known())
    return Effect.gen(function* () {
      yield* shop.place("o-1", paidWith("tok_ok"))
      expect(yield* failureTag(send("granted", "forged"))).toBe("WebhookForged")
      expect(yield* send("other")).toBe("ignored")
      expect(yield* send("cheap")).toBe("ignored")
      expect(yield* send("unknown")).toBe("ignored")
      expect(shop.stage(orderId)).toBe("authorising")
    }).pipe(Effect.provide(layer))
  })
})

describe("time", () => {
  it.effect("a slow gateway is heard in the end", () => {
    const { layer, shop } = open()
    return Effect.gen(function* () {
      const orderId = yield* shop.place("o-1", paidWith("tok_slow"))
      const working = yield* Effect.forkChild(shop.work())
      yield* TestClock.adjust(3_000)
      yield* Fiber.join(working)
      expect(shop.stage(orderId)).toBe("held")
    }).pipe(Effect.provide(layer))
  })
})
