import { type CommandId, type OrderCase } from "@hotbag/core"
import { Effect } from "effect"
import type { Actor } from "../Actor.ts"
import type { Answered, AnsweredRequest, CaseRequest, Cases, CommandError } from "../cases/Cases.ts"
import type { Answer, ReceiptKey } from "../cases/Receipt.ts"

/** Who wants something done, under which key, and how the answer is written. */
export interface Command {
  readonly actor: Actor
  /** With it, the command is carried out once and answered the same ever after (S49); without, a repeat is decided anew. */
  readonly receipt: ReceiptKey | null
  /** The answer from the case as it is afterwards. Called once, before saving, so that the answer is saved with it. */
  readonly respond: (state: OrderCase) => Answer
}

/** The id of the command for the log. */
export const commandIdOf = ({ receipt }: Command): CommandId | null => receipt?.key ?? null

/** Changes cases for a command; the first of `orderIds` is the one that is answered. */
export const carryOut = <E, R>(
  cases: Cases["Service"],
  command: Command,
  request: Omit<CaseRequest<E, R>, "actor" | "commandId"> & Pick<AnsweredRequest<E, R>, "wait">
): Effect.Effect<Answered, E | CommandError, R> => {
  const { actor, receipt } = command
  const respond = ([first]: ReadonlyArray<OrderCase>): Answer =>
    first === undefined ? NO_CONTENT : command.respond(first)
  const asked = { ...request, actor, commandId: commandIdOf(command) }
  if (receipt !== null) return cases.answer({ ...asked, receipt, respond })
  const { wait } = request
  const advanced = cases.advance(asked)
  return Effect.map(wait === undefined ? advanced : Effect.flatMap(advanced, wait), (after) => ({
    ...respond(after),
    replayed: false
  }))
}

/** A command about nothing is answered with nothing. */
const NO_CONTENT: Answer = { status: 204, answer: "" }
