import { type CaseState, isCase, Limits, noCase, type OrderCase, type OrderId } from "@hotbag/core"
import { Clock, Effect, Option, Result } from "effect"
import { StoreUnavailable } from "../StoreUnavailable.ts"
import type { CaseFeed } from "./CaseFeed.ts"
import type { CaseError, CaseRequest } from "./Cases.ts"
import type { CaseSettings } from "./CaseSettings.ts"
import type { CaseStore, CommitError } from "./CaseStore.ts"
import type { CaseTurns } from "./CaseTurns.ts"
import { CaseBusy, StaleCase } from "./errors.ts"
import type { Failpoint } from "./Failpoint.ts"
import type { HotCases } from "./HotCases.ts"
import { planCommit, type PlannedCommit } from "./planCommit.ts"
import type { Receipt } from "./Receipt.ts"
import type { Uncertain } from "./Uncertain.ts"

/** What the engine works with. */
export interface Engine {
  readonly store: CaseStore["Service"]
  readonly feed: CaseFeed["Service"]
  readonly failpoint: (typeof Failpoint)["Service"]
  readonly settings: (typeof CaseSettings)["Service"]
  readonly hot: HotCases
  readonly turns: CaseTurns
  readonly uncertain: Uncertain
}

/** What became of a request: saved (or nothing to save), or its receipt was there already. */
export type Outcome =
  | { readonly _tag: "Saved"; readonly cases: ReadonlyArray<OrderCase>; readonly receipt: Receipt | null }
  | { readonly _tag: "Taken" }

/** Makes the receipt of a request from the cases as they are afterwards. */
export type MakeReceipt = (cases: ReadonlyArray<OrderCase>, atMs: number) => Receipt

/** Loads, decides, saves and tells, again and again while others are faster. */
export const runRequest = <E, R>(
  engine: Engine,
  request: CaseRequest<E, R>,
  makeReceipt: MakeReceipt | null
): Effect.Effect<Outcome, E | CaseError, R> =>
  engine.turns.take(
    request.orderIds,
    Effect.gen(function* () {
      let isFresh = false
      for (let attempt = 1; attempt <= Limits.commitAttempts;) {
        const tried = yield* tryOnce(engine, request, makeReceipt, isFresh)
        if (tried._tag === "Saved" || tried._tag === "Taken") return tried
        // Deciding on what was at hand costs no attempt.
        if (tried._tag === "Stale") attempt += 1
        isFresh = true
      }
      const [orderId] = request.orderIds
      const error: CaseError =
        orderId === undefined
          ? new StoreUnavailable({ retryAfterMs: Limits.busyRetryAfterMs })
          : new CaseBusy({ orderId, retryAfterMs: Limits.busyRetryAfterMs })
      return yield* error
    })
  )

type Tried = Outcome | { readonly _tag: "Stale" } | { readonly _tag: "LookAgain" }

const tryOnce = Effect.fnUntraced(function* <E, R>(
  engine: Engine,
  request: CaseRequest<E, R>,
  makeReceipt: MakeReceipt | null,
  isFresh: boolean
): Effect.fn.Return<Tried, E | CaseError, R> {
  const { cases, wasAtHand } = yield* loadAll(engine, request, isFresh)
  const atMs = yield* Clock.currentTimeMillis
  const decided = yield* Effect.result(request.decide([...cases.values()], atMs))
  if (Result.isFailure(decided)) {
    // What was at hand may be old: nobody is refused on its grounds.
    return wasAtHand ? { _tag: "LookAgain" } : yield* Effect.fail(decided.failure)
  }
  const planned = planCommit(cases, decided.success, atMs, engine.settings)
  if (Result.isFailure(planned)) {
    return wasAtHand ? { _tag: "LookAgain" } : yield* planned.failure
  }
  const isIdle = planned.success.changes.length === 0
  if (isIdle && wasAtHand) return { _tag: "LookAgain" }
  const after = request.orderIds.flatMap((orderId) => planned.success.after.get(orderId) ?? [])
  const receipt = makeReceipt === null ? null : makeReceipt(after, atMs)
  const saved: Outcome = { _tag: "Saved", cases: after, receipt }
  if (isIdle && receipt === null) return saved
  return yield* save(engine, request, planned.success, receipt, atMs).pipe(
    Effect.as<Tried>(saved),
    Effect.catchTags({
      StaleCase: () => Effect.succeed<Tried>({ _tag: "Stale" }),
      ReceiptTaken: () => Effect.succeed<Tried>({ _tag: "Taken" })
    })
  )
})

interface Loaded {
  /** In the order of the request. */
  readonly cases: ReadonlyMap<OrderId, CaseState>
  readonly wasAtHand: boolean
}

const loadAll = Effect.fnUntraced(function* <E, R>(
  engine: Engine,
  { orderIds, isNew }: CaseRequest<E, R>,
  isFresh: boolean
): Effect.fn.Return<Loaded, StoreUnavailable> {
  const { hot, store } = engine
  const cases = new Map<OrderId, CaseState>()
  let wasAtHand = false
  for (const orderId of orderIds) {
    const atHand = isFresh ? undefined : isNew === true ? noCase : hot.get(orderId)
    if (atHand !== undefined) {
      cases.set(orderId, atHand)
      wasAtHand ||= isCase(atHand)
      continue
    }
    const loaded = Option.getOrUndefined(yield* store.load(orderId))
    yield* tellMissed(engine, orderId, loaded)
    if (loaded !== undefined) hot.keep(loaded)
    cases.set(orderId, loaded ?? noCase)
  }
  return { cases, wasAtHand }
})

/** Tells what a commit did of which nobody knew whether it happened, before anything else happens to the case. */
const tellMissed = ({ feed, store, uncertain }: Engine, orderId: OrderId, loaded: OrderCase | undefined) => {
  const lengthBefore = uncertain.lengthOf(orderId)
  if (lengthBefore === undefined) return Effect.void
  if (loaded === undefined || loaded.length === lengthBefore) {
    return Effect.sync(() => uncertain.settle(orderId))
  }
  return Effect.flatMap(store.log(orderId), (log) => {
    uncertain.settle(orderId)
    const entries = log.flatMap(({ entry }) =>
      entry.seq > lengthBefore && entry.seq <= loaded.length ? [entry] : []
    )
    return feed.publish({ orderId, lengthBefore, entries, after: loaded })
  })
}

/** From here on nobody interrupts: what is saved is told. */
const save = <E, R>(
  { failpoint, feed, hot, store, uncertain }: Engine,
  request: CaseRequest<E, R>,
  { changes, stock }: PlannedCommit,
  receipt: Receipt | null,
  atMs: number
): Effect.Effect<void, CommitError> => {
  const { actor, commandId, fence = null } = request
  return Effect.gen(function* () {
    yield* failpoint.hit("before-commit")
    yield* store.commit({ changes, receipt, stock, fence, actor, commandId, atMs })
    for (const { step } of changes) hot.keep(step.after)
    yield* failpoint.hit("after-commit")
    for (const { before, step } of changes) {
      const { after, entries, refusals } = step
      yield* feed.publish({ orderId: before.orderId, lengthBefore: before.length, entries, after })
      for (const { _tag, message } of refusals) {
        yield* Effect.logDebug("the saga was slower", { orderId: before.orderId, _tag, message })
      }
    }
    yield* failpoint.hit("after-publish")
  }).pipe(
    Effect.tapError((error) =>
      Effect.sync(() => {
        // Nobody knows what is saved now, or it is known to be something else.
        if (error instanceof StaleCase || error instanceof StoreUnavailable) {
          for (const orderId of request.orderIds) hot.drop(orderId)
        }
        if (error instanceof StoreUnavailable) {
          for (const { before } of changes) uncertain.add(before.orderId, before.length)
        }
      })
    ),
    Effect.uninterruptible
  )
}
