import { type CouriersGroup, type Caller, type ShiftRequest } from "@hotbag/api"
import { CourierId } from "@hotbag/core"
import { Couriers, NotFound } from "@hotbag/services"
import { Effect, Schema } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { courierSummary, courierView, offersView } from "../views/courierViews.ts"
import { asCommand, asRead } from "./problemFor.ts"

/** Couriers: their shifts, and the work they are asked for. */
export const couriersHandlers: Effect.Effect<HandlersOf<typeof CouriersGroup>, never, Couriers> = Effect.map(
  Couriers,
  (couriers) => ({
    onboard: ({ caller, payload: { driverId, rating = null, ...profile } }) =>
      asCommand(
        Effect.map(
          couriers.onboard(caller.actor, { courierId: driverId, rating, ...profile }),
          courierSummary
        )
      ),
    list: ({ caller, query: { regionId, cursor = null, limit = DEFAULT_PAGE } }) =>
      asRead(
        Effect.map(couriers.list(caller.actor, regionId, cursor, limit + 1), (found) => ({
          drivers: found.slice(0, limit).map(courierSummary),
          nextCursor: found.length > limit ? (found[limit - 1]?.courierId ?? null) : null
        }))
      ),
    me: ({ caller }) =>
      asRead(Effect.flatMap(self(caller), (id) => Effect.map(couriers.now(caller.actor, id), courierView))),
    offers: ({ caller }) =>
      asRead(Effect.flatMap(self(caller), (id) => Effect.map(couriers.now(caller.actor, id), offersView))),
    shiftOn: ({ caller, payload }) =>
      asCommand(
        Effect.flatMap(self(caller), (id) =>
          Effect.map(couriers.goOn(caller.actor, id, startOf(payload)), courierView)
        )
      ),
    shiftOff: ({ caller }) =>
      asCommand(
        Effect.flatMap(self(caller), (id) => Effect.map(couriers.goOff(caller.actor, id), courierView))
      )
  })
)

/** Couriers of a page unless told. */
const DEFAULT_PAGE = 50

/** The courier who sends the request. */
const self = ({ actor }: Caller): Effect.Effect<CourierId, NotFound> =>
  Effect.mapError(Schema.decodeEffect(CourierId)(actor.subject), () => new NotFound())

const startOf = ({ regionId, vehicle, location, endsAt }: ShiftRequest) => ({
  regionId,
  vehicle,
  position: location,
  offAtMs: endsAt ?? null
})
