import { Effect, Redacted } from "effect"
import { GatewayUnavailable } from "../errors.ts"
import type { AuthorisationRequest, PaymentGateway, SettlementRequest } from "../PaymentGateway.ts"
import type { SandboxBook } from "./SandboxBook.ts"
import {
  authoriseInSandbox,
  lookUpInSandbox,
  type SandboxPayment,
  type SandboxStep,
  settleInSandbox
} from "./SandboxPayment.ts"

/** The questions of a payment gateway, all but its webhooks. */
export type GatewayQuestions = Pick<
  PaymentGateway["Service"],
  "authorise" | "lookUp" | "capture" | "void" | "refund"
>

/**
 * The questions, answered by the scripts of the tokens over a book. `noticed` hears of every change of a payment's money, before the asker
 * does.
 */
export const sandboxQuestions = (
  book: SandboxBook,
  noticed: (payment: SandboxPayment) => Effect.Effect<void> = () => Effect.void
): GatewayQuestions => {
  const take = <Answer>(
    request: AuthorisationRequest | SettlementRequest,
    step: (known: SandboxPayment | null) => SandboxStep<Answer>
  ): Effect.Effect<Answer, GatewayUnavailable> =>
    Effect.gen(function* () {
      for (let i = 0; i < TRIES; i++) {
        const known = yield* book.find(request.orderId)
        const taken = step(known)
        const { payment } = taken
        if (payment === null || payment === known) return taken
        if (!(yield* book.write(payment, known))) continue
        if (known === null || known.settled !== payment.settled) yield* noticed(payment)
        return taken
      }
      return yield* new GatewayUnavailable({ why: "busy" })
    }).pipe(
      // What was begun is finished even if the caller gives up, as at any gateway.
      Effect.uninterruptible,
      Effect.flatMap(({ answer, delayMs, isHeard }) =>
        Effect.delay(isHeard ? Effect.succeed(answer) : unheard, delayMs)
      )
    )
  const settle = (operation: "capture" | "void" | "refund") => (request: SettlementRequest) =>
    take(request, (known) => settleInSandbox(known, operation, request))
  return {
    authorise: (request) =>
      take(request, (known) => authoriseInSandbox(known, request, Redacted.value(request.token))),
    lookUp: (request) =>
      take(request, (known) => lookUpInSandbox(known, request, Redacted.value(request.token))),
    capture: settle("capture"),
    void: settle("void"),
    refund: settle("refund")
  }
}

/** Questions about one payment at the same time are two or three. */
const TRIES = 10

const unheard = Effect.fail(new GatewayUnavailable({ why: "timeout" }))
