import type { CommandProblem } from "@hotbag/api"
import { type Answer, Receipts } from "@hotbag/services"
import { Effect } from "effect"
import type { ReadyReply } from "../edge/Reply.ts"
import { answeredReply, asAnswer, type CommandingRequest, receiptOf } from "./commandOf.ts"
import { asCommand, type UseCaseError } from "./problemFor.ts"

/** Does the work of a request to `route` and answers with what it gives; nothing is answered without a body. */
export type OnceByKey = (
  request: CommandingRequest,
  route: string,
  work: Effect.Effect<unknown, UseCaseError>,
  status?: number
) => Effect.Effect<ReadyReply, CommandProblem>

/**
 * For every write that is no commit of a case: once per `Idempotency-Key`, with a receipt that is kept after the effect and before the answer (S49,
 * P2; see {@link Receipts}). Commits of cases have theirs by `commandOf`.
 */
export const onceByKey: Effect.Effect<OnceByKey, never, Receipts> = Effect.map(
  Receipts,
  (receipts) =>
    (request, route, work, status = 200) => {
      const receipt = receiptOf(request, route)
      const answer = Effect.map(work, (view): Answer => ({
        status,
        answer: view === undefined ? "" : JSON.stringify(view)
      }))
      return receipt === null
        ? asCommand(Effect.map(answer, (given) => answeredReply({ ...given, replayed: false })))
        : asCommand(asAnswer(receipts.answer(receipt, answer)))
    }
)
