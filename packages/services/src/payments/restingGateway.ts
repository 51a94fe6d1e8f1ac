import { Limits } from "@hotbag/core"
import { Cause, Clock, Effect, Exit, Option, Semaphore } from "effect"
import { GatewayUnavailable } from "./errors.ts"
import type { PaymentGateway } from "./PaymentGateway.ts"

/**
 * The gateway with bounds (S108, P8): every question ends after `Limits.gatewayAnswerMs`, at most `Limits.gatewayRequests` are asked at a
 * time, and after `Limits.gatewayFailures` failures in a row nothing is asked for `Limits.gatewayRestMs`; then one question is tried, and
 * its outcome decides. What is not asked fails at once as `GatewayUnavailable`; the saga asks again later.
 */
export const restingGateway = (gateway: PaymentGateway["Service"]): PaymentGateway["Service"] => {
  const places = Semaphore.makeUnsafe(Limits.gatewayRequests)
  const breaker = makeBreaker()
  const ask = <Answer>(question: Effect.Effect<Answer, GatewayUnavailable>) =>
    question.pipe(
      breaker,
      (effect) => places.withPermit(effect),
      Effect.timeoutOrElse({
        duration: Limits.gatewayAnswerMs,
        orElse: () => Effect.fail(new GatewayUnavailable({ why: "timeout" }))
      })
    )
  return {
    ...gateway,
    authorise: (request) => ask(gateway.authorise(request)),
    lookUp: (request) => ask(gateway.lookUp(request)),
    capture: (request) => ask(gateway.capture(request)),
    void: (request) => ask(gateway.void(request)),
    refund: (request) => ask(gateway.refund(request))
  }
}

/**
 * closed ─ failures in a row ─► resting ─ time ─► trying one ─ answer ─► closed, or ─ failure ─► resting. Only a failure that the gateway
 * itself caused counts: a refusal is an answer, and so is word that nothing is decided.
 */
const makeBreaker = () => {
  let failures = 0
  let restsUntilMs = 0
  let isTrying = false
  return <Answer>(
    question: Effect.Effect<Answer, GatewayUnavailable>
  ): Effect.Effect<Answer, GatewayUnavailable> =>
    Effect.gen(function* () {
      const isResting = failures >= Limits.gatewayFailures
      if (isResting) {
        const nowMs = yield* Clock.currentTimeMillis
        if (isTrying || nowMs < restsUntilMs) return yield* new GatewayUnavailable({ why: "resting" })
        isTrying = true
      }
      const endedAt = (exit: Exit.Exit<Answer, GatewayUnavailable>, nowMs: number) => {
        if (isResting) isTrying = false
        if (isAnswer(exit)) failures = 0
        else failures += 1
        if (failures >= Limits.gatewayFailures) restsUntilMs = nowMs + Limits.gatewayRestMs
      }
      return yield* question.pipe(
        Effect.onExit((exit) => Effect.map(Clock.currentTimeMillis, (nowMs) => endedAt(exit, nowMs)))
      )
    })
}

/** Whether the gateway was there: an answer, or word that there is none yet. */
const isAnswer = (exit: Exit.Exit<unknown, GatewayUnavailable>): boolean => {
  if (Exit.isSuccess(exit)) return true
  const failure = Cause.findErrorOption(exit.cause)
  return Option.isSome(failure) && failure.value.isUndecided === true
}
