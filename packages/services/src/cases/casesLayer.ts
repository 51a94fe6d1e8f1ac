import { Limits, type OrderCase, type OrderId } from "@hotbag/core"
import { Clock, Effect, Layer, Option } from "effect"
import { systemActor } from "../Actor.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import { answerOnce, type InFlight } from "./answering.ts"
import { CaseFeed } from "./CaseFeed.ts"
import { Cases } from "./Cases.ts"
import { CaseSettings } from "./CaseSettings.ts"
import { CaseStore } from "./CaseStore.ts"
import { CaseTurns } from "./CaseTurns.ts"
import { type Engine, runRequest } from "./Engine.ts"
import { Failpoint } from "./Failpoint.ts"
import { HotCases } from "./HotCases.ts"
import { Uncertain } from "./Uncertain.ts"

/** The engine on any store. */
export const casesLayer: Layer.Layer<Cases, never, CaseStore | CaseFeed> = Layer.effect(
  Cases,
  Effect.gen(function* () {
    const engine: Engine = {
      store: yield* CaseStore,
      feed: yield* CaseFeed,
      failpoint: yield* Failpoint,
      settings: yield* CaseSettings,
      hot: new HotCases(),
      turns: new CaseTurns(),
      uncertain: new Uncertain()
    }
    yield* Effect.forkScoped(findOut(engine))
    const inFlight: InFlight = new Map()
    return Cases.of({
      advance: (request) =>
        Effect.map(runRequest(engine, request, null), (outcome) =>
          outcome._tag === "Saved" ? outcome.cases : []
        ),
      answer: (request) => answerOnce(engine, inFlight, request),
      read: (orderId) => engine.store.load(orderId),
      recall: (orderId) =>
        Effect.suspend(() => {
          const atHand = engine.hot.get(orderId)
          return atHand === undefined ? engine.store.load(orderId) : Effect.succeedSome(atHand)
        }),
      until: (orderId, isSo, forMs) => until(engine, orderId, isSo, forMs)
    })
  })
)

/** Looks again at cases whose last commit may or may not have happened, until it is known. */
const findOut = (engine: Engine): Effect.Effect<never> => {
  const { uncertain } = engine
  const look = (orderId: OrderId) =>
    runRequest(
      engine,
      { actor: systemActor, commandId: null, orderIds: [orderId], decide: () => Effect.succeed([]) },
      null
    )
  return Effect.forever(
    Effect.gen(function* () {
      yield* uncertain.wanted.await
      for (const orderId of uncertain.orderIds) yield* look(orderId)
    }).pipe(Effect.catchCause(() => Effect.sleep(Limits.untilPollMs)))
  )
}

const until = (
  { feed, store }: Engine,
  orderId: OrderId,
  isSo: (state: OrderCase) => boolean,
  forMs: number
): Effect.Effect<Option.Option<OrderCase>, StoreUnavailable> =>
  feed.changed(
    orderId,
    Effect.fnUntraced(function* (next: Effect.Effect<void>) {
      const deadlineMs = (yield* Clock.currentTimeMillis) + forMs
      while (true) {
        const found = yield* store.load(orderId)
        const leftMs = deadlineMs - (yield* Clock.currentTimeMillis)
        if (Option.isNone(found) || isSo(found.value) || leftMs <= 0) return found
        // Another process may be the one who changes it.
        yield* Effect.timeoutOption(next, Math.min(leftMs, Limits.untilPollMs))
      }
    })
  )
