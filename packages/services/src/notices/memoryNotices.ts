import { Limits } from "@hotbag/core"
import { Effect, Layer } from "effect"
import { forgetEntries } from "../retention/forgetEntries.ts"
import { Notices, type ToldNotice } from "./Notices.ts"

/** Notices in memory, for tests. */
export const memoryNotices: Layer.Layer<Notices> = Layer.sync(Notices, () => {
  const kept = new Map<string, ToldNotice>()
  return {
    tell: (notice) =>
      Effect.sync(() => {
        if (kept.has(notice.key)) return false
        kept.set(notice.key, notice)
        return true
      }),
    of: (to, recipientId) =>
      Effect.sync(() =>
        [...kept.values()]
          .filter((notice) => notice.to === to && notice.recipientId === recipientId)
          .toReversed()
          .sort((a, b) => b.atMs - a.atMs)
          .slice(0, Limits.noticesPerPage)
      ),
    forget: (beforeMs, limit) => Effect.sync(() => forgetEntries(kept, ({ atMs }) => atMs < beforeMs, limit))
  }
})
