import { type OrderId, toOrder } from "@hotbag/core"
import { Outbox } from "@hotbag/services"
import { expect, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"

import { confirmed, newPlace, NOW_MS, send, type StoreRoom } from "./storeRoom.ts"

/** Every guarantee of {@link Outbox}, for any implementation. */
export const outboxCases = <E>(name: string, room: Layer.Layer<StoreRoom, E>): void => {
  layer(room, { excludeTestServices: true, timeout: "5 minutes" })(`${name} keeps errands`, (it) => {
    /** Takes everything that is free and gives back the rows of the order. */
    const take = Effect.fnUntraced(function* (orderId: OrderId, atMs: number, holdMs: number = 1_000) {
      const outbox = yield* Outbox
      const rows = yield* outbox.take(atMs, atMs + holdMs, 10_000)
      return rows.filter((row) => row.orderId === orderId)
    })

    it.effect("P7: of one order in sequence, for one process at a time", () =>
      Effect.gen(function* () {
        const outbox = yield* Outbox
        const place = yield* newPlace()
        const orderId = yield* confirmed(place)
        const rows = yield* take(orderId, NOW_MS)
        expect(rows.map(({ errand }) => errand._tag)).toEqual(["RequestPayment", "Notify"])
        expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toSorted((a, b) => a - b))
        expect(yield* take(orderId, NOW_MS + 999), "held").toEqual([])
        // What comes meanwhile waits for its turn.
        yield* send(place, orderId, toOrder({ _tag: "CancelOrder", by: "customer", reason: "test" }))
        expect(yield* take(orderId, NOW_MS + 999), "still held").toEqual([])
        const again = yield* take(orderId, NOW_MS + 1_000)
        expect(again.slice(0, 2), "the hold is over: at least once").toEqual(rows)
        expect(again.length).toBeGreaterThan(2)
        const done = again.map(({ id }) => id)
        yield* outbox.settle({ orderId, done, setAside: [], retry: null })
        expect(yield* take(orderId, NOW_MS + 5_000)).toEqual([])
      })
    )

    it.effect("and lets the whole lane wait for one that failed, or sets it aside", () =>
      Effect.gen(function* () {
        const outbox = yield* Outbox
        const place = yield* newPlace()
        const orderId = yield* confirmed(place)
        const [first, second] = yield* take(orderId, NOW_MS)
        if (first === undefined || second === undefined) throw new Error("two errands were expected")
        const retry = { id: first.id, notBeforeMs: NOW_MS + 3_000 }
        yield* outbox.settle({ orderId, done: [], setAside: [], retry })
        expect(yield* take(orderId, NOW_MS + 2_999)).toEqual([])
        const again = yield* take(orderId, NOW_MS + 3_000)
        expect(again).toEqual([{ ...first, attempts: 1 }, second])
        const before = (yield* outbox.backlog).rows
        yield* outbox.settle({ orderId, done: [], setAside: [{ id: first.id, why: "test" }], retry: null })
        expect((yield* outbox.backlog).rows).toBe(before - 1)
        expect(yield* take(orderId, NOW_MS + 3_000)).toEqual([second])
        yield* outbox.settle({ orderId, done: [second.id], setAside: [], retry: null })
        expect(yield* take(orderId, NOW_MS + 9_000)).toEqual([])
      })
    )

    it.effect("P8: and forgets what was set aside when it is old", () =>
      Effect.gen(function* () {
        const outbox = yield* Outbox
        const orderId = yield* confirmed(yield* newPlace())
        const rows = yield* take(orderId, NOW_MS)
        const setAside = rows.map(({ id }) => ({ id, why: "test" }))
        yield* outbox.settle({ orderId, done: [], setAside, retry: null })
        expect(yield* outbox.forgetSetAside(NOW_MS, 10)).toBe(0)
        expect(yield* outbox.forgetSetAside(NOW_MS + 1, 1)).toBe(1)
        expect(yield* outbox.forgetSetAside(NOW_MS + 1, 100)).toBeGreaterThanOrEqual(setAside.length - 1)
        expect(yield* outbox.forgetSetAside(NOW_MS + 1, 100)).toBe(0)
      })
    )

    it.effect("and takes no more than asked, each lane from its beginning", () =>
      Effect.gen(function* () {
        const outbox = yield* Outbox
        const place = yield* newPlace()
        const orderId = yield* confirmed(place)
        const rows = yield* outbox.take(NOW_MS, NOW_MS + 1, 1)
        expect(rows).toHaveLength(1)
        for (const row of rows) {
          expect(row.attempts).toBe(0)
          yield* outbox.settle({ orderId: row.orderId, done: [row.id], setAside: [], retry: null })
        }
        const backlog = yield* outbox.backlog
        expect(backlog.rows).toBeGreaterThan(0)
        expect(backlog.oldestAtMs).toBeLessThanOrEqual(NOW_MS)
        yield* take(orderId, NOW_MS + 10)
      })
    )
  })
}
