import { describe, expect, it, layer } from "@effect/vitest"
import { deliverSandboxWebhooks, makeSandbox, sandboxGateway, SandboxWebhooks } from "@hotbag/adapters"
import { isSettled, type Money, OrderId } from "@hotbag/core"
import {
  memoryInbox,
  memoryPaymentTokens,
  PaymentGateway,
  Payments,
  type SandboxPayment
} from "@hotbag/services"
import { Effect, Fiber, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { gatewayCases, Shop } from "../../../services/test/payments/gatewayCases.ts"
import { waitsOf } from "../../src/payments/sandbox/SandboxWebhooks.ts"
import { TestDatabase } from "../postgres/TestDatabase.ts"

const amount: Money = { amountMinor: 2_249, currency: "EUR" }
const asked = (name: string, token = "tok_ok") => ({
  orderId: OrderId.make(name),
  key: `${name}:authorise:1`,
  amount,
  method: "credit_card" as const,
  token: Redacted.make(token),
  sinceMs: 0
})

/** Lets whoever reads messages read all there are. */
const readAll = Effect.repeat(Effect.yieldNow, { times: 5_000 })

/** The sandbox over a map. */
const inMemory = (payments = new Map<string, SandboxPayment>()) =>
  Layer.effectContext(
    makeSandbox(
      {
        find: (orderId) => Effect.sync(() => payments.get(orderId) ?? null),
        write: (payment) => Effect.sync(() => Boolean(payments.set(payment.orderId, payment)))
      },
      { webhookSecret: Redacted.make("whsec_sandbox") }
    )
  )

describe("the sandbox in the process", () => {
  it.effect("sends signed messages: at once, late, and twice", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1_790_000_000_000)
      const gateway = yield* PaymentGateway
      const { take } = yield* SandboxWebhooks
      const news: Array<string> = []
      const reading = yield* Effect.forkChild(
        Effect.forever(
          Effect.gen(function* () {
            const { body, signature } = yield* take
            const { eventId, facts } = yield* gateway.readWebhook(body, signature)
            news.push(eventId)
            expect(facts).toHaveLength(1)
            const forged = yield* Effect.flip(gateway.readWebhook(body, signature.replace("t=", "t=1")))
            expect(forged._tag).toBe("WebhookForged")
          })
        )
      )
      for (let i = 0; i < 200; i++) {
        const answer = yield* gateway.authorise(asked(`o-${i}`, i % 10 === 0 ? "tok_declined" : "tok_ok"))
        if (answer._tag === "AuthorisationRefused") continue
        const { paymentId } = answer
        yield* gateway.capture({
          orderId: OrderId.make(`o-${i}`),
          key: `o-${i}:capture:1`,
          amount,
          paymentId
        })
      }
      yield* readAll
      const atOnce = new Set(news).size
      yield* TestClock.adjust("1 second")
      yield* readAll
      const soon = new Set(news).size
      yield* TestClock.adjust("10 seconds")
      yield* readAll
      expect(new Set(news).size).toBe(20 + 180 * 2)
      expect(atOnce).toBeGreaterThan(100)
      expect(soon).toBeGreaterThan(atOnce)
      expect(soon).toBeLessThan(380)
      expect(news.length, "some twice").toBeGreaterThan(400)
      yield* Fiber.interrupt(reading)
    }).pipe(Effect.provide(inMemory()))
  )

  it("does so by its seed", () => {
    const bodies = Array.from({ length: 100 }, (_, i) => new TextEncoder().encode(`event ${i}`))
    const waits = (seed: number) => bodies.map((body) => waitsOf(seed, body))
    expect(waits(1)).toEqual(waits(1))
    expect(waits(1)).not.toEqual(waits(2))
  })
})

const onDatabase = sandboxGateway().pipe(Layer.provideMerge(TestDatabase))

layer(onDatabase, { timeout: "5 minutes", excludeTestServices: true })("the sandbox on PostgreSQL", (it) => {
  let named = 0
  let open: PaymentGateway["Service"] | null = null

  it.effect("tells the truth after a restart, also of what nobody heard (S26)", () =>
    Effect.gen(function* () {
      open = yield* PaymentGateway
      const question = (verb: "authorise" | "lookUp", name: string, token?: string) =>
        Effect.flatMap(PaymentGateway, (gateway) => gateway[verb](asked(name, token))).pipe(
          Effect.map((answer) => answer._tag),
          Effect.catch((error) => Effect.succeed(error.why)),
          Effect.provide(Layer.fresh(sandboxGateway()))
        )
      expect(yield* question("authorise", "r-1", "tok_timeout_after_charge")).toBe("timeout")
      expect(yield* question("lookUp", "r-1", "tok_timeout_after_charge")).toBe("AuthorisationGranted")
      expect(yield* question("lookUp", "r-2")).toBe("AuthorisationRefused")
      expect(yield* question("authorise", "r-2")).toBe("AuthorisationRefused")
    })
  )

  it.effect("carries orders to their settlement, with its messages on the way", () => {
    const shop = new Shop()
    const payments = Layer.provideMerge(deliverSandboxWebhooks, Payments.layer).pipe(
      Layer.provide(shop.layer),
      Layer.provide(memoryPaymentTokens(shop.placed)),
      Layer.provide(memoryInbox),
      Layer.provide(Layer.fresh(sandboxGateway()))
    )
    return Effect.gen(function* () {
      yield* TestClock.setTime(1_790_000_000_000)
      const orders: Array<OrderId> = []
      for (const token of ["tok_ok", "tok_taken", "tok_declined", "tok_two_timeouts", null]) {
        const details = {
          method: "credit_card",
          token: token === null ? null : Redacted.make(token)
        } as const
        orders.push(yield* shop.place(`s-${(named += 1)}`, details))
      }
      for (let i = 0; i < 3; i++) {
        yield* shop.work()
        yield* shop.wait()
      }
      for (const [i, orderId] of orders.entries()) {
        yield* i % 2 === 0 ? shop.deliver(orderId) : shop.cancel(orderId)
      }
      for (const orderId of orders) yield* shop.settle(orderId)
      const states = orders.map((orderId) => shop.cases.get(orderId))
      expect(states.every((state) => state !== undefined && isSettled(state.saga))).toBe(true)
      const stages = orders.map((orderId) => shop.stage(orderId))
      expect(stages).toEqual(["captured", "refunded", "refused", "voided", "captured"])
      expect(shop.escalations.filter((why) => why !== "no-courier")).toEqual([])
    }).pipe(Effect.provide(payments.pipe(Layer.provideMerge(TestClock.layer()))))
  })

  gatewayCases(
    Layer.effect(
      PaymentGateway,
      Effect.suspend(() => (open === null ? Effect.die("not open yet") : Effect.succeed(open)))
    ),
    { held: "tok_ok", taken: { token: "tok_taken", method: "paypal" }, refused: "tok_declined" },
    () => `case-${(named += 1)}`
  )
})
