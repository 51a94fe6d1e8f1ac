import { Clock, Context, Effect, Layer, Option } from "effect"
import type { Answered } from "../cases/Cases.ts"
import { CommandConflict, CommandInFlight } from "../cases/errors.ts"
import { type Answer, type Receipt, receiptName, type ReceiptKey } from "../cases/Receipt.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import { ReceiptStore } from "./ReceiptStore.ts"

/** Why the receipt of a write stood in its way. */
export type ReceiptError = CommandConflict | CommandInFlight | StoreUnavailable

/**
 * Receipts of writes that are no commits of cases: catalogue, couriers, carts, customers, dispatch, payments (S49, P2).
 *
 * The receipt is kept after the effect, and before anybody hears the answer. A crash in between, or a second process that gets the same command at
 * the same moment, repeats the effect; so this is for writes that say what is to be, where repeating changes nothing. From the
 * answer on a repeat has no effect at all, even if somebody else has written since.
 */
export class Receipts extends Context.Service<
  Receipts,
  {
    /** Does the work and keeps its answer, or gives the answer that was kept. Who is refused has no receipt, and may try again. */
    readonly answer: <E, R>(
      receipt: ReceiptKey,
      work: Effect.Effect<Answer, E, R>
    ) => Effect.Effect<Answered, E | ReceiptError, R>
  }
>()("@hotbag/services/receipts/Receipts") {
  static readonly layer: Layer.Layer<Receipts, never, ReceiptStore> = Layer.effect(
    Receipts,
    Effect.map(ReceiptStore, (store) => {
      const inFlight = new Set<string>()
      return Receipts.of({
        answer: (receipt, work) =>
          Effect.uninterruptibleMask((restore) =>
            Effect.suspend(() => {
              const name = receiptName(receipt.scope, receipt.key)
              if (inFlight.has(name)) return restore(askOther(store, receipt))
              inFlight.add(name)
              return restore(answerOnce(store, receipt, work)).pipe(
                Effect.ensuring(Effect.sync(() => inFlight.delete(name)))
              )
            })
          )
      })
    })
  )
}

/** Somebody else is at it: their answer, if they have kept it already. */
const askOther = (
  store: ReceiptStore["Service"],
  receipt: ReceiptKey
): Effect.Effect<Answered, ReceiptError> =>
  Effect.flatMap(
    store.find(receipt.scope, receipt.key),
    Option.match({
      onNone: () => Effect.fail(new CommandInFlight({ key: receipt.key })),
      onSome: (known): Effect.Effect<Answered, ReceiptError> => replay(receipt, known)
    })
  )

const answerOnce = Effect.fnUntraced(function* <E, R>(
  store: ReceiptStore["Service"],
  receipt: ReceiptKey,
  work: Effect.Effect<Answer, E, R>
): Effect.fn.Return<Answered, E | ReceiptError, R> {
  const known = yield* store.find(receipt.scope, receipt.key)
  if (Option.isSome(known)) return yield* replay(receipt, known.value)
  const { answer, status } = yield* work
  const atMs = yield* Clock.currentTimeMillis
  const mine: Receipt = { ...receipt, status, answer, atMs }
  const kept = yield* store.keep(mine)
  return isSame(kept, mine) ? { status, answer, replayed: false } : yield* replay(receipt, kept)
})

const replay = ({ bodyHash, key }: ReceiptKey, kept: Receipt): Effect.Effect<Answered, CommandConflict> =>
  kept.bodyHash === bodyHash
    ? Effect.succeed({ status: kept.status, answer: kept.answer, replayed: true })
    : Effect.fail(new CommandConflict({ key }))

const isSame = (kept: Receipt, mine: Receipt): boolean =>
  kept.bodyHash === mine.bodyHash && kept.status === mine.status && kept.answer === mine.answer
