import { Clock, Effect, Latch } from "effect"
import { carryOut, type Serving, timeOut } from "./carryOut.ts"
import { hearDesk } from "./hearDesk.ts"
import { playRound, roundAtMs } from "./playRound.ts"
import type { DispatchPorts } from "./Ports.ts"
import type { AssignRefused } from "./errors.ts"
import { clearDesk, type DeskRequest, type RegionDesk } from "./RegionDesk.ts"
import { answerRequest, beginRequest } from "./requests.ts"
import { sweep } from "./sweep.ts"
import { takeUp } from "./takeUp.ts"

/** A lease while it is held: how many offers were made under it, so that none is made twice under one name. */
export interface HeldLease {
  readonly epoch: number
  offers: number
}

/**
 * Dispatches the region under a lease: takes it up from the stores and goes on until the lease or a store is lost, or what is heard
 * contradicts what is believed; then it returns, to be called again.
 */
export const serveRegion = Effect.fnUntraced(function* (
  ports: DispatchPorts,
  desk: RegionDesk,
  lease: HeldLease
) {
  // From before the stores are read, so that nothing falls in between.
  clearDesk(desk, true)
  const { regionId } = desk
  const region = yield* takeUp(ports, { regionId, epoch: lease.epoch, offersBefore: lease.offers })
  const serving: Serving = { ports, desk, region }
  desk.knows = (courierId) => region.told.has(courierId)
  const due = { renewAtMs: 0, sweepAtMs: region.nowMs + ports.options.sweepMs }
  yield* Effect.gen(function* () {
    while (yield* step(serving, due)) yield* rest(serving, due)
  }).pipe(
    Effect.ensuring(
      Effect.sync(() => {
        lease.offers = region.offersBefore + region.offerCount
      })
    )
  )
  yield* Effect.logInfo("the region is taken up anew: what was heard does not fit").pipe(
    Effect.annotateLogs({ regionId, epoch: lease.epoch })
  )
})

/** What is done by the clock. */
interface Due {
  renewAtMs: number
  sweepAtMs: number
}

/** Hears, decides, does. False when something does not fit. */
const step = Effect.fnUntraced(function* (serving: Serving, due: Due) {
  const { desk, ports, region } = serving
  Latch.closeUnsafe(desk.bell)
  const nowMs = yield* Clock.currentTimeMillis
  if (nowMs >= due.renewAtMs) {
    yield* ports.leases.renew(desk.regionId, region.epoch, nowMs + ports.options.leaseMs)
    due.renewAtMs = nowMs + ports.options.leaseMs / 3
  }
  if (desk.isBehind || nowMs >= due.sweepAtMs) {
    yield* sweep(serving)
    due.sweepAtMs = nowMs + ports.options.sweepMs
  }
  if (!(yield* hearDesk(serving))) return false
  const lapsed = [...region.offers.values()].filter(
    ({ expiresAtMs, isMade }) => isMade && expiresAtMs <= region.nowMs
  )
  for (const { offerId, orders } of lapsed) {
    if (!(yield* timeOut(serving, offerId, orders))) return false
  }
  const begun = yield* Effect.forEach(desk.requests.splice(0), (request) =>
    Effect.map(beginRequest(serving, request), (why) => ({ request, why }))
  )
  if (!(yield* decide(serving))) {
    yield* askAgain(serving, begun)
    return false
  }
  for (const { request, why } of begun) yield* answerRequest(serving, request, why)
  return true
})

/** Hears what the requests led to, plays a round when one is due, and does what was decided. */
const decide = Effect.fnUntraced(function* (serving: Serving) {
  const { intents } = serving.region
  if (!(yield* hearDesk(serving))) return false
  yield* playRound(serving)
  for (let intent = intents.shift(); intent !== undefined; intent = intents.shift()) {
    if (!(yield* carryOut(serving, intent))) return false
  }
  return true
})

/** Whoever asked is not left waiting when the region is taken up anew: what is done is answered, the rest is begun again. */
const askAgain = Effect.fnUntraced(function* (
  serving: Serving,
  begun: ReadonlyArray<{ readonly request: DeskRequest; readonly why: AssignRefused["why"] | null }>
) {
  for (const { request, why } of begun) {
    if (request._tag === "Reassign" || why !== null) yield* answerRequest(serving, request, why)
    else serving.desk.requests.push(request)
  }
})

/** Waits for news, or for what is due next. */
const rest = Effect.fnUntraced(function* ({ desk, region }: Serving, { renewAtMs, sweepAtMs }: Due) {
  const nowMs = yield* Clock.currentTimeMillis
  const expiries = [...region.offers.values()].map(({ expiresAtMs }) => expiresAtMs)
  const nextMs = Math.min(renewAtMs, sweepAtMs, roundAtMs(region), ...expiries)
  if (nextMs > nowMs) yield* Effect.timeoutOption(desk.bell.await, nextMs - nowMs)
  else yield* Effect.yieldNow
})
