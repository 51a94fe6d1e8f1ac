import { Limits } from "@hotbag/core"
import { Hub, Identities, type Identity, Tracker, TrackTokens } from "@hotbag/services"
import { Cause, Clock, Effect, Exit, Option, Redacted, type Scope } from "effect"
import { tokenEnd } from "../auth/tokenEnd.ts"
import { rememberTokens } from "../http/edge/rememberTokens.ts"
import { HeartbeatWheel, TURN_MS } from "./HeartbeatWheel.ts"
import { LiveFronts } from "./LiveFronts.ts"
import type { Admitted, LiveParts, NotAdmitted } from "./LiveParts.ts"
import { defaultLiveSettings, type LiveSettings } from "./LiveSettings.ts"
import { LiveStats } from "./LiveStats.ts"
import { Seats } from "./Seats.ts"
import { UpstreamGate } from "./UpstreamGate.ts"

/**
 * The live fronts on the hub of this process, for `serveHttp`. When the scope closes everybody is sent away with the advice when to come back, and cut
 * off after `Limits.closeWithinMs` if they stay.
 */
export const makeLiveFronts = Effect.fnUntraced(function* (
  given: Partial<LiveSettings> = {}
): Effect.fn.Return<LiveFronts, never, Hub | Identities | Tracker | TrackTokens | Scope.Scope> {
  const settings = { ...defaultLiveSettings, ...given }
  const clock = yield* Clock.clockWith(Effect.succeed)
  const context = yield* Effect.context()
  const runFork = Effect.runForkWith(context)
  const tracker = yield* Tracker
  const nowMs = (): number => clock.currentTimeMillisUnsafe()
  const parts: LiveParts = {
    hub: yield* Hub,
    wheel: new HeartbeatWheel(),
    stats: new LiveStats(),
    seats: new Seats(settings),
    nowMs,
    random: Math.random,
    closing: new Map(),
    nameless: new Map(),
    couriers: new Set(),
    gate: new UpstreamGate(
      () => performance.now(),
      (turn, afterMs) => setTimeout(turn, afterMs)
    ),
    verify: verifier(rememberTokens(yield* Identities, clock), yield* TrackTokens, nowMs, runFork),
    meet: (courierId, then) => {
      runFork(tracker.meet(courierId)).addObserver((exit) =>
        then(Exit.isFailure(exit) ? "unavailable" : Option.isSome(exit.value) ? "met" : "unknown")
      )
    },
    takeFrame: (courierId, text, atMs) => tracker.takeFrame(courierId, text, atMs)
  }
  const fronts = new LiveFronts(parts, settings)
  yield* Effect.forkScoped(
    Effect.forever(
      Effect.andThen(
        Effect.sleep(TURN_MS),
        Effect.sync(() => fronts.turn(nowMs()))
      )
    )
  )
  yield* Effect.addFinalizer(() => stop(fronts))
  return fronts
})

/** Says good-bye, waits until everybody is gone, but not for long. */
const stop = (fronts: LiveFronts): Effect.Effect<void> =>
  Effect.gen(function* () {
    fronts.stop()
    for (let waitedMs = 0; fronts.size > 0 && waitedMs < Limits.closeWithinMs; waitedMs += STOP_LOOK_MS) {
      yield* Effect.sleep(STOP_LOOK_MS)
    }
    fronts.cutOff()
  })

const STOP_LOOK_MS = 20

const verifier =
  (
    identities: Identities["Service"],
    links: TrackTokens["Service"],
    nowMs: () => number,
    runFork: ReturnType<typeof Effect.runForkWith<never>>
  ): LiveParts["verify"] =>
  (token, deliveryId, then) => {
    const link = deliveryId === null ? null : links.read(token, nowMs())
    if (link !== null) {
      const { expiresAtMs: endsAtMs } = link
      then({ viewer: { _tag: "Link", deliveryId: link.deliveryId }, subject: `link ${token}`, endsAtMs })
      return
    }
    runFork(identities.verify(Redacted.make(token))).addObserver((exit) =>
      then(outcomeOf(exit, token, nowMs()))
    )
  }

const outcomeOf = (
  exit: Exit.Exit<Identity, { readonly _tag: string }>,
  token: string,
  nowMs: number
): Admitted | NotAdmitted => {
  if (Exit.isFailure(exit)) {
    const error = Option.getOrNull(Cause.findErrorOption(exit.cause))
    return error?._tag === "TokenRefused" ? "unauthenticated" : "unavailable"
  }
  const { actor } = exit.value
  const endsAtMs = tokenEnd(token)
  return {
    viewer: { _tag: "Bearer", identity: exit.value },
    subject: `${actor.role} ${actor.subject}`,
    // Who does not say when it ends is asked again after the longest time that a token may live.
    endsAtMs: endsAtMs > 0 ? endsAtMs : nowMs + Limits.tokenAgeS * 1_000
  }
}
