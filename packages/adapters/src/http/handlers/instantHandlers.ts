import { CourierId, type Fix, FixVerdict, readFix } from "@hotbag/core"
import { Tracker, Whereabouts } from "@hotbag/services"
import { Effect, Schema } from "effect"
import type { InstantHandler } from "../edge/Instant.ts"
import { problemReply } from "../edge/problemReply.ts"
import { JSON_TYPE, type Reply } from "../edge/Reply.ts"
import { swapped } from "./locationsHandlers.ts"

/** Handlers that answer on the spot, by endpoint. */
export type InstantHandlers = ReadonlyMap<string, InstantHandler>

/** A courier's position is taken without a fiber (S88, C23): decoded by plain comparisons, answered by one of a few replies that are ready. */
export const instantHandlers: Effect.Effect<InstantHandlers, never, Tracker | Whereabouts> = Effect.gen(
  function* () {
    const tracker = yield* Tracker
    const { mayReport } = yield* Whereabouts
    const putLocation: InstantHandler = ({ caller, json, nowMs, params }) => {
      const { courierId } = params
      // What was tracked before has an id; the usual way says what is wrong with others.
      if (caller === null || !isCourierId(courierId) || !mayReport(caller.actor, courierId)) return null
      const fix: Fix | null = readFix(json, nowMs)
      if (fix === null || tracker.last(courierId) === undefined || tracker.waitMs(courierId, nowMs) > 0)
        return null
      const verdict = tracker.take(courierId, fix, nowMs)
      if (verdict === "swapped") return problemReply(swapped)
      return verdict === "too-often" || verdict === "unknown-courier" ? null : (REPLIES.get(verdict) ?? null)
    }
    return new Map([["locations.put", putLocation]])
  }
)

const isCourierId = Schema.is(CourierId)

const REPLIES: ReadonlyMap<FixVerdict, Reply> = new Map(
  FixVerdict.literals.map((verdict) => [
    verdict,
    { status: 200, headers: JSON_TYPE, text: JSON.stringify({ verdict }) }
  ])
)
