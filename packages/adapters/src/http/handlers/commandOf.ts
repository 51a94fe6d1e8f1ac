import type { Caller } from "@hotbag/api"
import type { CommandId, OrderCase } from "@hotbag/core"
import type { Answered, Command } from "@hotbag/services"
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
  { caller: { actor }, headers, bodyHash }: CommandingRequest,
  route: string,
  view: (state: OrderCase) => unknown,
  status = 200
): Command => {
  const key = headers["idempotency-key"]
  return {
    actor,
    receipt:
      key === undefined
        ? null
        : { scope: `${actor.role} ${actor.subject} ${route}`, key, bodyHash: bodyHash() },
    respond: (state) => ({ status, answer: JSON.stringify(view(state)) })
  }
}

/** The saved answer of a command, byte for byte; it says when it was given before. */
export const answeredReply = (
  { status, answer, replayed }: Answered,
  headers: ReadonlyArray<string> = []
): ReadyReply =>
  readyReply(
    status,
    answer,
    replayed ? [...JSON_TYPE, "idempotent-replayed", "true", ...headers] : [...JSON_TYPE, ...headers]
  )

/** Answers with what was saved. */
export const asAnswer = <E>(answered: Effect.Effect<Answered, E>): Effect.Effect<ReadyReply, E> =>
  Effect.map(answered, (given) => answeredReply(given))
