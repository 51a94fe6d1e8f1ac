import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { Inbox } from "../../src/index.ts"

/** What every inbox does. */
export const inboxCases: ReadonlyArray<readonly [name: string, run: Effect.Effect<void, unknown, Inbox>]> = [
  [
    "P7: remembers what each consumer has dealt with",
    Effect.gen(function* () {
      const inbox = yield* Inbox
      expect(yield* inbox.has("payments", "m1")).toBe(false)
      yield* inbox.note("payments", "m1", 9_000)
      yield* inbox.note("payments", "m1", 9_500)
      expect(yield* inbox.has("payments", "m1")).toBe(true)
      expect(yield* inbox.has("others", "m1")).toBe(false)
    })
  ],
  [
    "P8: and forgets it when it is old, a piece at a time",
    Effect.gen(function* () {
      const inbox = yield* Inbox
      for (const atMs of [1_000, 2_000, 3_000]) yield* inbox.note("payments", `old-${atMs}`, atMs)
      expect(yield* inbox.forget(1_000, 10)).toBe(0)
      expect(yield* inbox.forget(3_000, 1)).toBe(1)
      expect(yield* inbox.forget(3_000, 10)).toBe(1)
      expect(yield* inbox.has("payments", "old-2000")).toBe(false)
      expect(yield* inbox.has("payments", "old-3000")).toBe(true)
    })
  ]
]
