import { Effect, Option } from "effect"
import { StoreUnavailable } from "../StoreUnavailable.ts"
import type { Answered, AnsweredRequest, CommandError } from "./Cases.ts"
import { type Engine, runRequest } from "./Engine.ts"
import { CommandConflict, CommandInFlight } from "./errors.ts"
import { receiptName, type ReceiptKey } from "./Receipt.ts"

/** Commands that are being carried out in this process, by scope and key. */
export type InFlight = Map<string, Flight>

/** One of them. */
interface Flight {
  /** Its receipt, once it is there, may still be replaced by a better answer. */
  mayAmend: boolean
}

/**
 * Carries a command out once, or gives the answer it got. Who asks while somebody else does gets that answer too, if there is one: a command
 * that was done is repeated by any number at the same time, and only one that is at work is `CommandInFlight`.
 */
export const answerOnce = <E, R>(
  engine: Engine,
  inFlight: InFlight,
  request: AnsweredRequest<E, R>
): Effect.Effect<Answered, E | CommandError, R> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.suspend((): Effect.Effect<Answered, E | CommandError, R> => {
      const { scope, key } = request.receipt
      const name = receiptName(scope, key)
      const other = inFlight.get(name)
      if (other !== undefined) return restore(askOther(engine, other, request.receipt))
      const flight: Flight = { mayAmend: request.wait !== undefined }
      inFlight.set(name, flight)
      return restore(carryOut(engine, flight, request)).pipe(
        Effect.ensuring(Effect.sync(() => inFlight.delete(name)))
      )
    })
  )

const askOther = (
  engine: Engine,
  { mayAmend }: Flight,
  receipt: ReceiptKey
): Effect.Effect<Answered, CommandError> => {
  const inFlight = new CommandInFlight({ key: receipt.key })
  return mayAmend
    ? Effect.fail(inFlight)
    : Effect.flatMap(replay(engine, receipt), (known) =>
        Effect.mapError(Effect.fromOption(known), () => inFlight)
      )
}

/**
 * The receipt is looked for only when something went wrong: a command that is new, as nearly all are, is spared the question. Saving is
 * what finds out, since a receipt is unique.
 */
const carryOut = <E, R>(
  engine: Engine,
  flight: Flight,
  request: AnsweredRequest<E, R>
): Effect.Effect<Answered, E | CommandError, R> => {
  const { receipt, respond, wait } = request
  const carriedOut = Effect.gen(function* () {
    const outcome = yield* runRequest(engine, request, (cases, atMs) => ({
      ...receipt,
      ...respond(cases),
      atMs
    }))
    // A receipt that was taken and is gone by now has just been forgotten.
    if (outcome._tag === "Taken" || outcome.receipt === null) {
      flight.mayAmend = false
      return (
        Option.getOrNull(yield* replay(engine, receipt)) ?? (yield* new CommandInFlight({ key: receipt.key }))
      )
    }
    const { status, answer } = outcome.receipt
    const first: Answered = { status, answer, replayed: false }
    if (wait === undefined) return first
    const better = respond(yield* wait(outcome.cases))
    if (better.answer === answer && better.status === status) return first
    // First the receipt: whoever has heard the better answer will hear it again.
    return yield* engine.store.amendReceipt({ ...outcome.receipt, ...better }).pipe(
      Effect.as<Answered>({ ...better, replayed: false }),
      Effect.catchTag("StoreUnavailable", () => Effect.succeed(first))
    )
  })
  return Effect.catchIf(
    carriedOut,
    (error) => !isFinal(error),
    (error) =>
      Effect.flatMap(replay(engine, receipt), (known) =>
        Effect.fromOption(known).pipe(Effect.mapError(() => error))
      )
  )
}

/** Whether there is no point in looking for a receipt. */
const isFinal = (error: unknown): boolean =>
  error instanceof StoreUnavailable || error instanceof CommandConflict || error instanceof CommandInFlight

const replay = (
  { store }: Engine,
  { scope, key, bodyHash }: ReceiptKey
): Effect.Effect<Option.Option<Answered>, StoreUnavailable | CommandConflict> =>
  Effect.flatMap(store.receipt(scope, key), (found) => {
    if (Option.isNone(found)) return Effect.succeedNone
    if (found.value.bodyHash !== bodyHash) return Effect.fail(new CommandConflict({ key }))
    const { status, answer } = found.value
    return Effect.succeedSome({ status, answer, replayed: true })
  })
