import { type CaseEntry, Limits, type OrderCase, type OrderId } from "@hotbag/core"
import { Context, Effect, Latch, Layer, PubSub, Stream } from "effect"

/** A case that was changed and saved. */
export interface CaseCommitted {
  readonly orderId: OrderId
  /** Entries of its log before the change: who has heard of fewer has missed something. */
  readonly lengthBefore: number
  readonly entries: ReadonlyArray<CaseEntry>
  readonly after: OrderCase
}

/** What a listener hears. `FeedGap`: it was too slow and has missed `missed` changes; read anew what matters. */
export type FeedItem =
  | { readonly _tag: "CaseCommitted"; readonly change: CaseCommitted }
  | { readonly _tag: "FeedGap"; readonly missed: number }

/**
 * Tells this process what was saved in it: each change once, those of one case in the order of their saving. Nobody who listens can slow
 * down who saves: a listener that is more than `Limits.feedChanges` behind is told so and loses the oldest.
 */
export class CaseFeed extends Context.Service<
  CaseFeed,
  {
    /** Told by the engine right after each commit. */
    readonly publish: (change: CaseCommitted) => Effect.Effect<void>
    /** Every change from the moment of listening on. */
    readonly changes: Stream.Stream<FeedItem>
    /**
     * A handle on the next change of one case after this moment: `await` ends at once when there was one since it was made or last awaited.
     * Leaves nothing behind when the scope closes.
     */
    readonly changed: <A, E, R>(
      orderId: OrderId,
      use: (next: Effect.Effect<void>) => Effect.Effect<A, E, R>
    ) => Effect.Effect<A, E, R>
    /** Ends when errands were committed since it last ended: the relay's bell. For one listener. */
    readonly errands: Effect.Effect<void>
  }
>()("@hotbag/services/cases/CaseFeed") {}

interface Numbered {
  readonly number: number
  readonly change: CaseCommitted
}

/** A feed within this process. */
export const caseFeed: Layer.Layer<CaseFeed> = Layer.effect(
  CaseFeed,
  Effect.gen(function* () {
    const pubsub = yield* PubSub.sliding<Numbered>(Limits.feedChanges)
    yield* Effect.addFinalizer(() => PubSub.shutdown(pubsub))
    const watchers = new Map<OrderId, Set<Latch.Latch>>()
    const bell = yield* Latch.make()
    let published = 0
    return CaseFeed.of({
      publish: (change) =>
        Effect.suspend(() => {
          published += 1
          for (const latch of watchers.get(change.orderId) ?? []) Latch.openUnsafe(latch)
          Latch.openUnsafe(bell)
          const item = { number: published, change }
          // Only a full feed has to make room first.
          return PubSub.publishUnsafe(pubsub, item)
            ? Effect.void
            : Effect.asVoid(PubSub.publish(pubsub, item))
        }),
      changes: Stream.unwrap(
        Effect.map(PubSub.subscribe(pubsub), (subscription) => {
          const since = published
          return Stream.fromSubscription(subscription).pipe(
            Stream.mapAccum(
              () => since,
              (heard, { number, change }) => [Math.max(heard, number), itemsAfter(heard, number, change)]
            )
          )
        })
      ),
      changed: (orderId, use) =>
        Effect.acquireUseRelease(
          Effect.sync(() => watch(watchers, orderId)),
          (latch) =>
            use(
              Effect.map(latch.await, () => {
                Latch.closeUnsafe(latch)
              })
            ),
          (latch) => Effect.sync(() => unwatch(watchers, orderId, latch))
        ),
      errands: Effect.map(bell.await, () => {
        Latch.closeUnsafe(bell)
      })
    })
  })
)

const itemsAfter = (heard: number, number: number, change: CaseCommitted): ReadonlyArray<FeedItem> => {
  const item: FeedItem = { _tag: "CaseCommitted", change }
  const missed = number - heard - 1
  return missed > 0 ? [{ _tag: "FeedGap", missed }, item] : [item]
}

const watch = (watchers: Map<OrderId, Set<Latch.Latch>>, orderId: OrderId): Latch.Latch => {
  const latch = Latch.makeUnsafe()
  const latches = watchers.get(orderId) ?? new Set()
  watchers.set(orderId, latches.add(latch))
  return latch
}

const unwatch = (watchers: Map<OrderId, Set<Latch.Latch>>, orderId: OrderId, latch: Latch.Latch): void => {
  const latches = watchers.get(orderId)
  latches?.delete(latch)
  if (latches?.size === 0) watchers.delete(orderId)
}
