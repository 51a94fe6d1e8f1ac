import { describe, expect, it } from "@effect/vitest"
import { CommandId } from "@hotbag/core"
import {
  memoryCaseStore,
  memoryCustomerStore,
  memoryReceiptStore,
  memoryTables,
  MemoryTables,
  NotFound,
  Receipts,
  ReceiptStore,
  StoreUnavailable
} from "@hotbag/services"
import { Deferred, Effect, Exit, Fiber, Layer } from "effect"
import { receiptStoreCases } from "./receiptStoreCases.ts"

const stores = Layer.mergeAll(memoryReceiptStore, memoryCaseStore, memoryCustomerStore).pipe(
  Layer.provideMerge(memoryTables)
)

receiptStoreCases("memory", stores)

const room = Receipts.layer.pipe(Layer.provideMerge(stores))
const command = { scope: "operator olga restaurants.upsert", key: CommandId.make("k"), bodyHash: "b" }

/** Work that counts how often it is done. */
const counter = () => {
  const work = { done: 0 }
  const once = Effect.sync(() => ({ status: 200, answer: `{"n":${(work.done += 1)}}` }))
  return { work, once }
}

describe("receipts of writes outside the cases (S49, P2)", () => {
  it.effect("give the same answer again, and the effect happens once", () =>
    Effect.gen(function* () {
      const receipts = yield* Receipts
      const { once, work } = counter()
      const first = yield* receipts.answer(command, once)
      expect(first).toEqual({ status: 200, answer: '{"n":1}', replayed: false })
      expect(yield* receipts.answer(command, once)).toEqual({ ...first, replayed: true })
      const other = receipts.answer({ ...command, bodyHash: "other" }, once)
      expect(yield* Effect.flip(other)).toMatchObject({ _tag: "CommandConflict" })
      expect(work.done).toBe(1)
      yield* receipts.answer({ ...command, scope: "operator otto restaurants.upsert" }, once)
      expect(work.done).toBe(2)
    }).pipe(Effect.provide(room))
  )

  it.effect("are not made for what is refused, or breaks, or is interrupted", () =>
    Effect.gen(function* () {
      const receipts = yield* Receipts
      const { receipts: kept } = yield* MemoryTables
      const { once } = counter()
      expect(yield* Effect.flip(receipts.answer(command, Effect.fail(new NotFound())))).toMatchObject({
        _tag: "NotFound"
      })
      expect(Exit.isFailure(yield* Effect.exit(receipts.answer(command, Effect.die("a bug"))))).toBe(true)
      const waiting = yield* Effect.forkChild(receipts.answer(command, Effect.never), {
        startImmediately: true
      })
      expect(yield* Effect.flip(receipts.answer(command, once))).toMatchObject({ _tag: "CommandInFlight" })
      yield* Fiber.interrupt(waiting)
      expect(kept.size).toBe(0)
      expect(yield* receipts.answer(command, once)).toMatchObject({ replayed: false })
    }).pipe(Effect.provide(room))
  )

  it.effect("are there before the answer: a store that is away is no success", () =>
    Effect.gen(function* () {
      const { receipts: kept } = yield* MemoryTables
      const store = yield* ReceiptStore
      let isAway = true
      const away = Effect.fail(new StoreUnavailable({ retryAfterMs: 1_000 }))
      const flaky = Layer.succeed(ReceiptStore, {
        ...store,
        keep: (receipt) => (isAway ? away : store.keep(receipt))
      })
      yield* Effect.gen(function* () {
        const receipts = yield* Receipts
        const { once, work } = counter()
        expect(yield* Effect.flip(receipts.answer(command, once))).toMatchObject({
          _tag: "StoreUnavailable"
        })
        expect(kept.size).toBe(0)
        isAway = false
        // As after a crash in between: the work is done again.
        expect((yield* receipts.answer(command, once)).answer).toBe('{"n":2}')
        expect((yield* receipts.answer(command, once)).answer).toBe('{"n":2}')
        expect(work.done).toBe(2)
      }).pipe(Effect.provide(Layer.fresh(Receipts.layer).pipe(Layer.provide(flaky))))
    }).pipe(Effect.provide(room))
  )

  it.effect("agree on one answer when two processes carry out the same command at once", () =>
    Effect.gen(function* () {
      const one = yield* Receipts
      const open = yield* Deferred.make<void>()
      const slow = yield* Effect.forkChild(
        one.answer(command, Effect.as(Deferred.await(open), { status: 200, answer: "slow" })),
        { startImmediately: true }
      )
      const faster = Effect.flatMap(Receipts, (two) =>
        two.answer(command, Effect.succeed({ status: 200, answer: "fast" }))
      )
      const first = yield* faster.pipe(Effect.provide(Layer.fresh(Receipts.layer)))
      expect(first).toMatchObject({ answer: "fast", replayed: false })
      // Who asks the slow one meanwhile gets what was answered already.
      expect(yield* one.answer(command, Effect.never)).toMatchObject({ answer: "fast", replayed: true })
      yield* Deferred.succeed(open, undefined)
      expect(yield* Fiber.join(slow)).toMatchObject({ answer: "fast", replayed: true })
    }).pipe(Effect.provide(room))
  )
})
