import { Effect, Layer } from "effect"
import { forgetEntries } from "../retention/forgetEntries.ts"
import { Inbox } from "./Inbox.ts"

/** An inbox in a map, for tests. */
export const memoryInbox: Layer.Layer<Inbox> = Layer.sync(Inbox, () => {
  const noted = new Map<string, number>()
  const nameOf = (consumer: string, messageId: string) => `${consumer} ${messageId}`
  return {
    has: (consumer, messageId) => Effect.sync(() => noted.has(nameOf(consumer, messageId))),
    note: (consumer, messageId, atMs) =>
      Effect.sync(() => {
        const name = nameOf(consumer, messageId)
        if (!noted.has(name)) noted.set(name, atMs)
      }),
    forget: (beforeMs, limit) => Effect.sync(() => forgetEntries(noted, (atMs) => atMs < beforeMs, limit))
  }
})
