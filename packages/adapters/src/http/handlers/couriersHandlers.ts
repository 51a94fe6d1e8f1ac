import { type CouriersGroup, type Caller, type ShiftRequest } from "@hotbag/api"
import { CourierId } from "@hotbag/core"
import { Couriers, NotFound, type Receipts } from "@hotbag/services"
import { Effect, Schema } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { courierSummary, courierView, offersView } from "../views/courierViews.ts"
import { onceByKey } from "./onceByKey.ts"
import { asRead } from "./problemFor.ts"

/** Couriers: their shifts, and the work they are asked for. */
export const couriersHandlers: Effect.Effect<
  HandlersOf<typeof CouriersGroup>,
  never,
  Couriers | Receipts
> = Effect.gen(function* () {
  const couriers = yield* Couriers
  const once = yield* onceByKey
  return {
    onboard: (request) => {
      const { driverId, rating = null, ...profile } = request.payload
      const onboarded = couriers.onboard(request.caller.actor, { courierId: driverId, rating, ...profile })
      return once(request, "couriers.onboard", Effect.map(onboarded, courierSummary), 201)
    },
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
    shiftOn: (request) => {
      const { caller, payload } = request
      const on = Effect.flatMap(self(caller), (id) => couriers.goOn(caller.actor, id, startOf(payload)))
      return once(request, "couriers.shiftOn", Effect.map(on, courierView))
    },
    shiftOff: (request) => {
      const { caller } = request
      const off = Effect.flatMap(self(caller), (id) => couriers.goOff(caller.actor, id))
      return once(request, "couriers.shiftOff", Effect.map(off, courierView))
    }
  }
})

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
