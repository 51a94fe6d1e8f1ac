import { Limits } from "@hotbag/core"
import { Cause, Clock, Effect } from "effect"
import type { DispatchPorts } from "./Ports.ts"
import { clearDesk, type RegionDesk } from "./RegionDesk.ts"
import { type HeldLease, serveRegion } from "./serveRegion.ts"

/**
 * Dispatches the region for ever: waits for the lease, serves while it lasts, and waits again when another dispatcher took over (S84). Lets
 * the region go when interrupted, so that another process need not wait for the lease to end.
 */
export const keepRegion = Effect.fnUntraced(function* (
  ports: DispatchPorts,
  desk: RegionDesk
): Effect.fn.Return<never> {
  let isRestart = true
  for (;;) {
    const held = yield* lease(ports, desk, isRestart)
    isRestart = false
    yield* serve(ports, desk, held).pipe(
      Effect.ensuring(
        Effect.sync(() => {
          clearDesk(desk, false)
        })
      ),
      Effect.onInterrupt(() => Effect.ignore(ports.leases.release(desk.regionId, held.epoch)))
    )
  }
})

const lease = Effect.fnUntraced(function* (
  { leases, options }: DispatchPorts,
  { regionId }: RegionDesk,
  isRestart: boolean
) {
  for (;;) {
    const nowMs = yield* Clock.currentTimeMillis
    const epoch = yield* leases
      .acquire(regionId, {
        holder: options.holder,
        isRestart,
        atMs: nowMs,
        untilMs: nowMs + options.leaseMs
      })
      .pipe(
        Effect.catchTags({
          RegionTaken: ({ untilMs }) => wait(Math.min(Math.max(untilMs - nowMs, 1), options.leaseMs)),
          StoreUnavailable: ({ retryAfterMs }) => wait(retryAfterMs)
        })
      )
    if (epoch === null) continue
    yield* Effect.logInfo("dispatching").pipe(Effect.annotateLogs({ regionId, epoch }))
    const held: HeldLease = { epoch, offers: 0 }
    return held
  }
})

const wait = (forMs: number): Effect.Effect<null> => Effect.as(Effect.sleep(forMs), null)

/** Serves until the lease is lost. Everything else that goes wrong leads to taking the region up anew, after a moment. */
const serve = Effect.fnUntraced(function* (ports: DispatchPorts, desk: RegionDesk, held: HeldLease) {
  const { regionId } = desk
  for (;;) {
    const isLost = yield* serveRegion(ports, desk, held).pipe(
      Effect.as(false),
      Effect.catchTags({
        StaleEpoch: () => Effect.succeed(true),
        StoreUnavailable: ({ retryAfterMs }) => again(regionId, "a store is away", retryAfterMs),
        CaseBusy: ({ message, retryAfterMs }) => again(regionId, message, retryAfterMs),
        CourierFull: ({ message }) => again(regionId, message, Limits.busyRetryAfterMs),
        OutOfStock: ({ message }) => again(regionId, message, Limits.busyRetryAfterMs)
      }),
      // A bug of ours must not leave a city without dispatch: it is told, and the region taken up from the stores.
      Effect.catchCauseIf(Cause.hasDies, (cause) =>
        Effect.andThen(
          Effect.logError("dispatch broke and begins anew", cause),
          again(regionId, "a bug", Limits.busyRetryAfterMs)
        )
      )
    )
    if (!isLost) continue
    const { epoch } = held
    yield* Effect.logWarning("another dispatcher took the region over").pipe(
      Effect.annotateLogs({ regionId, epoch })
    )
    return yield* ports.alerts.raise({ _tag: "RegionLost", regionId, epoch })
  }
})

const again = (regionId: string, why: string, afterMs: number): Effect.Effect<false> =>
  Effect.logInfo("the region is taken up anew in a moment").pipe(
    Effect.annotateLogs({ regionId, why }),
    Effect.andThen(Effect.sleep(afterMs)),
    Effect.as(false)
  )
