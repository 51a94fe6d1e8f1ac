import type { Caller } from "@hotbag/api"
import type { CommandId, OrderCase } from "@hotbag/core"
import { type Answered, type Command, type ReceiptKey, receiptScope } from "@hotbag/services"
import { Effect } from "effect"
import { JSON_TYPE, type ReadyReply, readyReply } from "../edge/Reply.ts"

/** The parts of a request that make a command of it. */
export interface CommandingRequest {
  readonly caller: Caller
  readonly headers: { readonly "idempotency-key"?: CommandId }
  readonly bodyHash: () => string
}

/**
 * The command of a request to `route`: carried out once when it brings an `Idempotency-Key`, which counts for this caller and route alone (S49).
 * `view` writes the answer, which is saved with the change.
 */
export const commandOf = (
  request: CommandingRequest,
  route: string,
  view: (state: OrderCase) => unknown,
  status = 200
): Command => ({
  actor: request.caller.actor,
  receipt: receiptOf(request, route),
  respond: (state) => ({ status, answer: JSON.stringify(view(state)) })
})

/** What the receipt of a request to `route` is found by; null when it brings no key. */
export const receiptOf = (
  { bodyHash, caller, headers }: CommandingRequest,
  route: string
): ReceiptKey | null => {
  const key = headers["idempotency-key"]
  return key === undefined ? null : { scope: receiptScope(caller.actor, route), key, bodyHash: bodyHash() }
}

/** The saved answer of a command, byte for byte; it says when it was given before. */
export const answeredReply = (
  { status, answer, replayed }: Answered,
  headers: ReadonlyArray<string> = []
): ReadyReply => {
  const type = answer === "" ? [] : JSON_TYPE
  return readyReply(
    status,
    answer,
    replayed ? [...type, "idempotent-replayed", "true", ...headers] : [...type, ...headers]
  )
}

/** Answers with what was saved. */
export const asAnswer = <E>(answered: Effect.Effect<Answered, E>): Effect.Effect<ReadyReply, E> =>
  Effect.map(answered, (given) => answeredReply(given))
