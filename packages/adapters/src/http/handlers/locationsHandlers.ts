import {
  InvalidRequest,
  type LocationsGroup,
  type ReportedFix,
  type ReportProblem,
  TooManyRequests
} from "@hotbag/api"
import type { Fix } from "@hotbag/core"
import { Limits, readFix } from "@hotbag/core"
import { type FixesTooOften, type NotFound, type StoreUnavailable, Whereabouts } from "@hotbag/services"
import { Clock, Effect } from "effect"
import { malformedIn } from "../views/malformedIn.ts"
import type { HandlersOf } from "../edge/Handlers.ts"
import { locationView, wayView } from "../views/locationViews.ts"
import { asRead, lookUpProblem } from "./problemFor.ts"

/** Where couriers are. */
export const locationsHandlers: Effect.Effect<
  HandlersOf<typeof LocationsGroup>,
  never,
  Whereabouts
> = Effect.gen(function* () {
  const whereabouts = yield* Whereabouts
  return {
    put: ({ caller, params, payload }) =>
      Effect.flatMap(Clock.currentTimeMillis, (nowMs) =>
        asReport(
          whereabouts.report(caller.actor, params.courierId, {
            fixes: [fixOf(payload, nowMs)],
            sentAtMs: null
          })
        )
      ).pipe(
        Effect.flatMap(([verdict = "taken"]) =>
          verdict === "swapped" ? Effect.fail(swapped) : Effect.succeed({ verdict })
        )
      ),
    putMany: ({ caller, params, payload }) =>
      Effect.flatMap(Clock.currentTimeMillis, (nowMs) =>
        asReport(
          whereabouts.report(caller.actor, params.courierId, {
            fixes: payload.locations.map((fix) => readFix(fix, nowMs)),
            sentAtMs: payload.sentAt ?? null
          })
        )
      ).pipe(Effect.map((verdicts) => ({ verdicts, malformed: malformedIn(payload.locations, verdicts) }))),
    get: ({ caller, params }) =>
      asRead(
        Effect.flatMap(whereabouts.of(caller.actor, params.courierId), (position) =>
          Effect.map(Clock.currentTimeMillis, (nowMs) => locationView(position, nowMs))
        )
      ),
    near: ({ caller, query: { lat, limit = DEFAULT_NEAR, lng, radiusM = Limits.nearbyRadiusM, regionId } }) =>
      asRead(
        Effect.flatMap(
          whereabouts.near(caller.actor, { regionId, from: { lat, lng }, withinM: radiusM, limit }),
          (found) =>
            Effect.map(Clock.currentTimeMillis, (nowMs) => ({
              drivers: found.map(({ distanceM, position }) => ({
                ...locationView(position, nowMs),
                distanceM
              }))
            }))
        )
      ),
    track: ({ caller, params: { courierId }, query: { since, until = Number.MAX_SAFE_INTEGER } }) =>
      asRead(
        Effect.map(whereabouts.track(caller.actor, courierId, since, until), (points) =>
          wayView(courierId, points)
        )
      )
  }
})

/** Couriers of an answer unless told. */
const DEFAULT_NEAR = 20

const fixOf = (fix: ReportedFix, nowMs: number): Fix => ({ ...fix, atMs: fix.atMs ?? nowMs })

const asReport = <A>(
  report: Effect.Effect<A, FixesTooOften | NotFound | StoreUnavailable>
): Effect.Effect<A, ReportProblem> =>
  Effect.mapError(report, (error) =>
    error._tag === "FixesTooOften"
      ? new TooManyRequests({
          detail: error.message,
          retryAfterSeconds: Math.max(1, Math.ceil(error.retryAfterMs / 1_000))
        })
      : lookUpProblem(error)
  )

/** Somebody wrote longitude first. */
export const swapped = new InvalidRequest({
  code: "SwappedCoordinates",
  detail: "Latitude and longitude have changed places: the courier is near the place the other way round.",
  errors: [{ path: ["payload", "lat"], message: "This looks like the longitude." }]
})
