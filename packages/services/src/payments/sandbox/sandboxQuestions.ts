import { Effect, Redacted, Semaphore } from "effect"
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
 * The questions, answered by the scripts of the tokens over a book. `noticed` hears of every change of a payment, before the asker does.
 */
export const sandboxQuestions = (
  book: SandboxBook,
  noticed: (payment: SandboxPayment) => Effect.Effect<void> = () => Effect.void
): GatewayQuestions => {
  // One question at a time: the book is read, changed and written.
  const turn = Semaphore.makeUnsafe(1)
  const take = <Answer>(
    request: AuthorisationRequest | SettlementRequest,
    step: (known: SandboxPayment | null) => SandboxStep<Answer>
  ): Effect.Effect<Answer, GatewayUnavailable> =>
    Effect.gen(function* () {
      const known = yield* book.find(request.orderId)
      const taken = step(known)
      if (taken.payment !== null && taken.payment !== known) yield* book.write(taken.payment)
      if (taken.payment !== null && isNews(known, taken.payment)) yield* noticed(taken.payment)
      return taken
    }).pipe(
      // What a caller who gives up has begun is finished all the same, as at any gateway.
      Effect.uninterruptible,
      (effect) => turn.withPermit(effect),
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

const isNews = (known: SandboxPayment | null, after: SandboxPayment): boolean =>
  known === null || known.settled !== after.settled

const unheard = Effect.fail(new GatewayUnavailable({ why: "timeout" }))
