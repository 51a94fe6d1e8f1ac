import { describe, expect, it } from "@effect/vitest"
import { Limits, OrderId, PaymentId } from "@hotbag/core"
import { GatewayUnavailable, PaymentGateway, restingGateway, type SettlementAnswer } from "@hotbag/services"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"

type Mood = "answers" | "refuses" | "undecided" | "fails" | "hangs"

/** A gateway with moods that counts what it is asked. */
const moody = () => {
  const state: { mood: Mood; asked: number; answering: number; mostAnswering: number } = {
    mood: "answers",
    asked: 0,
    answering: 0,
    mostAnswering: 0
  }
  const answer = (): Effect.Effect<SettlementAnswer, GatewayUnavailable> =>
    Effect.suspend(() => {
      state.asked += 1
      if (state.mood === "hangs") {
        state.answering += 1
        state.mostAnswering = Math.max(state.mostAnswering, state.answering)
        return Effect.never.pipe(Effect.ensuring(Effect.sync(() => (state.answering -= 1))))
      }
      if (state.mood === "undecided") {
        return Effect.fail(new GatewayUnavailable({ why: "http-409", isUndecided: true }))
      }
      if (state.mood === "fails") return Effect.fail(new GatewayUnavailable({ why: "http-503" }))
      return Effect.succeed(state.mood === "refuses" ? { _tag: "Refused", reason: "no" } : { _tag: "Done" })
    })
  const unused = () => Effect.die("not asked in these tests")
  const gateway = restingGateway(
    PaymentGateway.of({
      tokenOnFile: null,
      authorise: unused,
      lookUp: unused,
      readWebhook: unused,
      capture: answer,
      void: answer,
      refund: answer
    })
  )
  const request = {
    orderId: OrderId.make("o-1"),
    key: "o-1:capture:1",
    amount: { amountMinor: 100, currency: "EUR" },
    paymentId: PaymentId.make("pay-1")
  } as const
  const ask = gateway.capture(request).pipe(
    Effect.map(({ _tag }): string => _tag),
    Effect.catchTag("GatewayUnavailable", ({ why }) => Effect.succeed(why))
  )
  return { state, ask }
}

describe("a gateway that fails is left alone (S108)", () => {
  it.effect("after failures in a row, for a while, and tried with one question", () => {
    const { ask, state } = moody()
    return Effect.gen(function* () {
      state.mood = "fails"
      for (let i = 0; i < Limits.gatewayFailures; i++) expect(yield* ask).toBe("http-503")
      expect(yield* ask).toBe("resting")
      yield* TestClock.adjust(Limits.gatewayRestMs - 1)
      expect(yield* ask).toBe("resting")
      expect(state.asked).toBe(Limits.gatewayFailures)
      yield* TestClock.adjust(1)
      expect(yield* ask, "the trial").toBe("http-503")
      expect(yield* ask).toBe("resting")
      yield* TestClock.adjust(Limits.gatewayRestMs)
      state.mood = "hangs"
      const trial = yield* Effect.forkChild(ask)
      yield* Effect.yieldNow
      expect(yield* ask, "one trial at a time").toBe("resting")
      yield* TestClock.adjust(Limits.gatewayAnswerMs)
      expect(yield* Fiber.join(trial)).toBe("timeout")
      yield* TestClock.adjust(Limits.gatewayRestMs)
      state.mood = "answers"
      expect(yield* ask).toBe("Done")
      expect(yield* ask).toBe("Done")
    })
  })

  it.effect("not for refusals, nor because nothing is decided yet, nor for failures apart", () => {
    const { ask, state } = moody()
    return Effect.gen(function* () {
      state.mood = "refuses"
      for (let i = 0; i < 20; i++) expect(yield* ask).toBe("Refused")
      state.mood = "undecided"
      for (let i = 0; i < 20; i++) expect(yield* ask).toBe("http-409")
      for (let i = 0; i < 20; i++) {
        state.mood = i % Limits.gatewayFailures === 0 ? "answers" : "fails"
        expect(yield* ask).toBe(state.mood === "answers" ? "Done" : "http-503")
      }
    })
  })

  it.effect("and bounded in questions and time (P8)", () => {
    const { ask, state } = moody()
    return Effect.gen(function* () {
      state.mood = "hangs"
      const asking = yield* Effect.forEach(Array.from({ length: 200 }), () => Effect.forkChild(ask))
      yield* TestClock.adjust(Limits.gatewayAnswerMs)
      const answers = yield* Effect.forEach(asking, Fiber.join)
      expect(answers.filter((answer) => answer === "timeout").length).toBeGreaterThanOrEqual(state.asked)
      // Who still waited for a place when the first ones gave up is not kept waiting.
      expect(new Set(answers)).toEqual(new Set(["timeout", "resting"]))
      expect(state.mostAnswering).toBe(Limits.gatewayRequests)
      expect(state.answering).toBe(0)
    })
  })
})
