import { describe, expect, it } from "@effect/vitest"
import { Limits } from "@hotbag/core"
import { type Identity, TokenRefused } from "@hotbag/services"
import { Clock, Effect, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { rememberTokens } from "../../../src/http/edge/rememberTokens.ts"

const ada: Identity = { actor: { role: "customer", subject: "ada" }, scopes: new Set() }

/** A token that tells its end, in seconds; nobody looks at its signature here. */
const endingAt = (exp: number): string =>
  `e30.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.signature`

const remembering = Effect.gen(function* () {
  const state = { asked: 0, good: true }
  const clock = yield* Clock.clockWith(Effect.succeed)
  const { verify } = rememberTokens(
    {
      verify: () =>
        Effect.suspend(() => {
          state.asked += 1
          return state.good ? Effect.succeed(ada) : Effect.fail(new TokenRefused())
        })
    },
    clock
  )
  return { state, ask: (token: string) => Effect.exit(verify(Redacted.make(token))) }
})

describe("remembered tokens", () => {
  it.effect("are verified once in a while, and refused once that is over", () =>
    Effect.gen(function* () {
      const { ask, state } = yield* remembering
      const token = endingAt(3_600)
      for (let i = 0; i < 5; i++) yield* ask(token)
      expect(state.asked).toBe(1)
      state.good = false
      yield* TestClock.adjust(Limits.tokenMemoryMs)
      expect((yield* ask(token))._tag).toBe("Failure")
    })
  )

  it.effect("never count past their own end", () =>
    Effect.gen(function* () {
      const { ask, state } = yield* remembering
      yield* ask(endingAt(10))
      state.good = false
      yield* TestClock.adjust("9999 millis")
      expect((yield* ask(endingAt(10)))._tag).toBe("Success")
      yield* TestClock.adjust("1 millis")
      expect((yield* ask(endingAt(10)))._tag).toBe("Failure")
    })
  )

  it.effect("are good ones that tell their end, to the letter", () =>
    Effect.gen(function* () {
      const { ask, state } = yield* remembering
      for (const token of ["opaque", "a.b.c", "opaque"]) yield* ask(token)
      expect(state.asked).toBe(3)
      yield* ask(endingAt(100))
      yield* ask(`${endingAt(100)}x`)
      expect(state.asked).toBe(5)
      state.good = false
      for (let i = 0; i < 2; i++) yield* ask(endingAt(200))
      expect(state.asked).toBe(7)
    })
  )

  it.effect("are not more than there may be", () =>
    Effect.gen(function* () {
      const { ask, state } = yield* remembering
      for (let i = 0; i <= Limits.tokensRemembered; i++) yield* ask(endingAt(1_000 + i))
      state.asked = 0
      yield* ask(endingAt(1_000 + Limits.tokensRemembered))
      expect(state.asked).toBe(0)
      yield* ask(endingAt(1_000))
      expect(state.asked).toBe(1)
    })
  )
})
