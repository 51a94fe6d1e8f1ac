import { describe, expect, it } from "@effect/vitest"
import { NodeHttpClient } from "@effect/platform-node"
import { stripeGateway } from "@hotbag/adapters"
import { balances, fromOutside, isSettled, nextTimer, type OrderId } from "@hotbag/core"
import { memoryInbox, memoryPaymentTokens, Payments } from "@hotbag/services"
import { Clock, Effect, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { Shop } from "../../../services/test/payments/gatewayCases.ts"
import { FakeStripe, type OutgoingWebhook, type StripeFault } from "./FakeStripe.ts"

const ORDERS = 10_000
const ROUND_MS = 10_000
const SEED = 20_261_122

/** A number below 1 for a name: the same for the same seed, whatever happens at the same time (FNV-1a, mixed). */
const chance = (name: string): number => {
  let hash = 0x811c9dc5 ^ SEED
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296
}

const FAULTS: ReadonlyArray<StripeFault> = [
  "lost",
  "unheard",
  "garbage",
  "trouble",
  "kept-trouble",
  "kept-trouble-done",
  "in-progress",
  "too-many"
]

describe("10,000 payments over a gateway that fails (F12)", () => {
  it.effect("none is charged twice, none is lost, no forged message is believed", () => {
    const stripe = new FakeStripe()
    stripe.nextFault = (request, times) => {
      const isFaulty = chance(`fails? ${request} ${times}`) < 0.16
      const which = Math.floor(chance(`how? ${request} ${times}`) * FAULTS.length)
      return isFaulty ? (FAULTS[which] ?? "lost") : "none"
    }
    const shop = new Shop()
    const orders: Array<OrderId> = []
    /** Messages on their way, some of them for the second time. */
    const mail: Array<OutgoingWebhook> = []
    let forged = 0
    let early = 0

    const layer = Layer.unwrap(
      Effect.map(
        Effect.acquireRelease(
          Effect.promise(() => stripe.listen()),
          () => Effect.promise(() => stripe.close())
        ),
        (baseUrl) =>
          Payments.layer.pipe(
            Layer.provide(shop.layer),
            Layer.provide(memoryPaymentTokens(shop.placed)),
            Layer.provide(memoryInbox),
            Layer.provide(
              stripeGateway({
                baseUrl,
                secretKey: Redacted.make(stripe.secretKey),
                webhookSecrets: [stripe.webhookSecret],
                takenAtOnce: ["paypal"]
              })
            ),
            Layer.provide(NodeHttpClient.layerUndici)
          )
      )
    )

    const deliver = Effect.fnUntraced(function* ({ body, signature }: OutgoingWebhook) {
      const payments = yield* Payments
      yield* Effect.orDie(payments.handleWebhook(body, signature))
      if (chance(`forged? ${signature}`) < 0.05) {
        forged += 1
        const changed = Uint8Array.from(body)
        const at = Math.floor(chance(`where? ${signature}`) * changed.length)
        changed[at] = (changed[at] ?? 0) ^ 1
        const refusal = yield* Effect.flip(payments.handleWebhook(changed, signature))
        expect(refusal._tag).toBe("WebhookForged")
      }
    })

    /** Fires what is due and lets people act: delivers or cancels what is paid, and cancels some that are not. */
    const live = Effect.fnUntraced(function* (round: number) {
      const nowMs = yield* Clock.currentTimeMillis
      for (const orderId of orders) {
        const state = shop.cases.get(orderId)
        if (state === undefined || isSettled(state.saga)) continue
        const { order, saga } = state
        if (order.status === "confirmed" && chance(`goes on? ${orderId} ${round}`) < 0.6) {
          yield* chance(`arrives? ${orderId}`) < 0.8 ? shop.deliver(orderId) : shop.cancel(orderId)
        } else if (saga.payment === "authorising" && chance(`gives up? ${orderId} ${round}`) < 0.03)
          yield* shop.cancel(orderId)
        for (let i = 0; i < 4; i++) {
          const due = nextTimer(shop.cases.get(orderId) ?? state)
          if (due === null || due.dueAtMs > nowMs) break
          const { dueAtMs, timer } = due
          yield* shop.take(orderId, fromOutside({ _tag: "TimerFired", timer, dueAtMs }))
        }
      }
    })

    const work = Effect.fnUntraced(function* () {
      const payments = yield* Payments
      const { errands } = shop
      shop.errands = []
      yield* Effect.forEach(errands, (errand) => Effect.orDie(payments.carryOut(errand)), {
        concurrency: 48,
        discard: true
      })
    })

    return Effect.gen(function* () {
      yield* TestClock.setTime(1_790_000_000_000)
      const services = yield* Effect.context<Payments>()
      const run = Effect.runPromiseWith(services)
      let nowS = 1_790_000_000
      stripe.nowS = () => nowS
      stripe.onWebhook = (webhook) => {
        const when = chance(new TextDecoder().decode(webhook.body))
        if (when < 0.7) mail.push(webhook)
        if (when < 0.3 || when > 0.9) mail.push(webhook)
        if (when < 0.7 || when > 0.9) return Promise.resolve()
        // Before the answer to the request that caused it.
        early += 1
        return run(deliver(webhook))
      }
      for (let round = 0; round < 400; round++) {
        for (let i = 0; i < 500 && orders.length < ORDERS; i++) {
          const paying = chance(`pays? ${orders.length}`)
          const token = paying < 0.9 ? "pm_ok" : paying < 0.95 ? "pm_declined" : "pm_action"
          const method = chance(`how? ${orders.length}`) < 0.15 ? "paypal" : "credit_card"
          orders.push(yield* shop.place(`order-${orders.length}`, { method, token: Redacted.make(token) }))
        }
        yield* work()
        const arrived: Array<OutgoingWebhook> = []
        for (const webhook of mail.splice(0)) {
          const box = chance(`arrives? ${webhook.signature} ${round}`) < 0.7 ? arrived : mail
          box.push(webhook)
        }
        for (const webhook of arrived) yield* deliver(webhook)
        yield* TestClock.adjust(ROUND_MS)
        nowS += ROUND_MS / 1_000
        yield* live(round)
        const open = orders.filter((orderId) => {
          const state = shop.cases.get(orderId)
          return state === undefined || !isSettled(state.saga)
        })
        if (orders.length === ORDERS && open.length === 0 && mail.length === 0) break
      }
      check(shop, stripe, orders)
      expect(forged).toBeGreaterThan(100)
      expect(early).toBeGreaterThan(100)
    }).pipe(Effect.provide(layer))
  })
})

/** Holds the gateway's book against the orders': what moved there is what the sagas and the ledger say. */
const check = (shop: Shop, stripe: FakeStripe, orders: ReadonlyArray<OrderId>): void => {
  const moved = new Map<string, Array<string>>()
  for (const { amount, orderId, what } of stripe.movements) {
    moved.set(orderId, [...(moved.get(orderId) ?? []), what])
    expect(amount).toBe(2_249)
  }
  const wrong: Array<string> = []
  const ends = new Map<string, number>()
  for (const orderId of orders) {
    const stage = shop.stage(orderId)
    const order = shop.cases.get(orderId)?.order
    const said = (moved.get(orderId) ?? []).join(" ")
    ends.set(stage, (ends.get(stage) ?? 0) + 1)
    const right =
      stage === "captured"
        ? order?.status === "delivered" && (said === "held captured" || said === "charged")
        : stage === "voided"
          ? said === "held canceled"
          : stage === "refunded"
            ? said === "charged refunded"
            : stage === "refused" && said === ""
    if (!right || (stage !== "captured" && order?.status === "delivered")) {
      wrong.push(`${orderId}: ${order?.status} ${stage}, but the gateway says: ${said}`)
    }
  }
  expect(wrong, `seed ${SEED}`).toEqual([])
  for (const stage of ["captured", "voided", "refunded", "refused"])
    expect(ends.get(stage) ?? 0).toBeGreaterThan(50)
  const trial = balances(shop.postings)
  expect(trial.reduce((sum, { amount }) => sum + amount.amountMinor, 0)).toBe(0)
  expect(trial.filter(({ account }) => account.kind === "hold" || account.kind === "deposit")).toEqual([])
  expect(shop.escalations.filter((why) => why === "second-payment")).toEqual([])
}
