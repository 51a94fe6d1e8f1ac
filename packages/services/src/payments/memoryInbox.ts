import { Effect, Layer } from "effect"
import { Inbox } from "./Inbox.ts"

/** An inbox in a set, for tests. */
export const memoryInbox: Layer.Layer<Inbox> = Layer.sync(Inbox, () => {
  const noted = new Set<string>()
  const nameOf = (consumer: string, messageId: string) => `${consumer} ${messageId}`
  return {
    has: (consumer, messageId) => Effect.sync(() => noted.has(nameOf(consumer, messageId))),
    note: (consumer, messageId) => Effect.sync(() => void noted.add(nameOf(consumer, messageId)))
  }
})
