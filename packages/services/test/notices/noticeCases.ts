import { expect } from "@effect/vitest"
import { Limits, OrderId } from "@hotbag/core"
import { Effect } from "effect"
import { Alerts, Notices, type ToldNotice } from "../../src/index.ts"

const notice = (key: string, atMs: number, more: Partial<ToldNotice> = {}): ToldNotice => ({
  key,
  orderId: OrderId.make("o1"),
  to: "customer",
  recipientId: "alice",
  notice: "order-confirmed",
  atMs,
  ...more
})

const keys = (told: ReadonlyArray<ToldNotice>) => told.map(({ key }) => key)

/** What every store of notices and alerts does. */
export const noticeCases: ReadonlyArray<
  readonly [name: string, run: Effect.Effect<void, unknown, Notices | Alerts>]
> = [
  [
    "tells everybody their own notices, newest first, each once however often it is told (S18, S20)",
    Effect.gen(function* () {
      const notices = yield* Notices
      expect(yield* notices.tell(notice("a", 1_000))).toBe(true)
      yield* notices.tell(notice("b", 2_000, { notice: "delivered" }))
      expect(yield* notices.tell(notice("a", 3_000, { notice: "refunded" }))).toBe(false)
      yield* notices.tell(notice("c", 2_500, { to: "courier", notice: "offer" }))
      yield* notices.tell(notice("d", 2_500, { recipientId: "bob" }))
      expect(yield* notices.of("customer", "alice")).toEqual([
        notice("b", 2_000, { notice: "delivered" }),
        notice("a", 1_000)
      ])
      expect(keys(yield* notices.of("courier", "alice"))).toEqual(["c"])
      const atOnce = ["e", "e", "a", "f"].map((key) => notices.tell(notice(key, 1, { recipientId: "eve" })))
      expect(yield* Effect.all(atOnce, { concurrency: "unbounded" })).toEqual([true, false, false, true])
      expect(yield* notices.of("customer", "nobody")).toEqual([])
    })
  ],
  [
    "shows no more notices than a page",
    Effect.gen(function* () {
      const notices = yield* Notices
      const many = Limits.noticesPerPage + 3
      for (let i = 0; i < many; i++) yield* notices.tell(notice(`m${i}`, i, { recipientId: "many" }))
      const shown = keys(yield* notices.of("customer", "many"))
      expect(shown).toHaveLength(Limits.noticesPerPage)
      expect(shown[0]).toBe(`m${many - 1}`)
    })
  ],
  [
    "shows operations what to look at, newest first and once (S12)",
    Effect.gen(function* () {
      const alerts = yield* Alerts
      const alert = { orderId: OrderId.make("o1"), why: "no-courier", sinceMs: 500 } as const
      yield* alerts.raise({ ...alert, atMs: 1_000 })
      yield* alerts.raise({ ...alert, atMs: 1_500 })
      yield* alerts.raise({ ...alert, why: "payment-unanswered", atMs: 2_000 })
      expect(yield* alerts.latest).toEqual([
        { ...alert, why: "payment-unanswered", atMs: 2_000 },
        { ...alert, atMs: 1_000 }
      ])
    })
  ],
  [
    "forgets what is old, a piece at a time, and nothing else (P8)",
    Effect.gen(function* () {
      const notices = yield* Notices
      const alerts = yield* Alerts
      yield* notices.forget(1_000_000, 1_000)
      yield* alerts.forget(1_000_000, 1_000)
      const alert = { orderId: OrderId.make("o9"), why: "no-courier", sinceMs: 0 } as const
      for (const atMs of [1_000, 2_000, 3_000]) {
        yield* notices.tell(notice(`old-${atMs}`, atMs, { recipientId: "forgetful" }))
        yield* alerts.raise({ ...alert, sinceMs: atMs, atMs })
      }
      for (const { forget } of [notices, alerts]) {
        expect(yield* forget(1_000, 10)).toBe(0)
        expect(yield* forget(3_000, 1)).toBe(1)
        expect(yield* forget(3_000, 10)).toBe(1)
        expect(yield* forget(3_000, 10)).toBe(0)
      }
      expect(keys(yield* notices.of("customer", "forgetful"))).toEqual(["old-3000"])
      expect((yield* alerts.latest).map(({ atMs }) => atMs)).toEqual([3_000])
    })
  ]
]
