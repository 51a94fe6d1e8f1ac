import {
  type CourierId,
  type DeliveryId,
  type LiveQuantiles,
  type OrderCase,
  TERMINAL_ORDER_STATUSES
} from "@hotbag/core"
import { Clock, Context, Effect, Layer, Option } from "effect"
import { type Actor, systemActor } from "../Actor.ts"
import { Catalogue } from "../catalogue/Catalogue.ts"
import { Deliveries } from "../deliveries/Deliveries.ts"
import { NotFound } from "../NotFound.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { CourierPosition } from "./CourierPosition.ts"
import { isOnMap, viewOf } from "./hub/CaseView.ts"
import { LiveEta } from "./LiveEta.ts"
import { Tracker } from "./Tracker.ts"
import { type TrackToken, TrackTokens } from "./TrackTokens.ts"

/** What a tracking link shows of its delivery. */
export interface TrackedDelivery {
  readonly case: OrderCase
  /** Null when the restaurant is no longer listed. */
  readonly restaurantName: string | null
  /** Whether the order has ended: then the link tells how, and no places any more (S7). */
  readonly hasEnded: boolean
  /** Who has it in hand; null: nobody, or not any more. */
  readonly courierId: CourierId | null
  /** Where they were last heard to be. */
  readonly courier: CourierPosition | null
  /** When it comes by what is known now; null: nothing better than the promise. */
  readonly eta: LiveQuantiles | null
  readonly expiresAtMs: number
}

/**
 * Links that let whoever has them watch one delivery, such as a person without an account or the page `/track/TOKEN`. Only those whose
 * business the delivery is make one.
 */
export class TrackingLinks extends Context.Service<
  TrackingLinks,
  {
    /** A link to the delivery, from the placement of its order on. */
    readonly issue: (
      actor: Actor,
      deliveryId: DeliveryId
    ) => Effect.Effect<TrackToken, NotFound | StoreUnavailable>
    /** What the token opens; `NotFound` for every token that is not good. */
    readonly open: (token: string) => Effect.Effect<TrackedDelivery, NotFound | StoreUnavailable>
  }
>()("@hotbag/services/tracking/TrackingLinks") {
  static readonly layer: Layer.Layer<
    TrackingLinks,
    never,
    Catalogue | Deliveries | LiveEta | Tracker | TrackTokens
  > = Layer.effect(
    TrackingLinks,
    Effect.gen(function* () {
      const catalogue = yield* Catalogue
      const deliveries = yield* Deliveries
      const etas = yield* LiveEta
      const tokens = yield* TrackTokens
      const tracker = yield* Tracker
      return TrackingLinks.of({
        issue: Effect.fn("TrackingLinks.issue")(function* (actor, deliveryId) {
          yield* deliveries.get(actor, deliveryId)
          return tokens.issue(deliveryId, yield* Clock.currentTimeMillis)
        }),
        open: Effect.fn("TrackingLinks.open")(function* (token) {
          const nowMs = yield* Clock.currentTimeMillis
          const link = tokens.read(token, nowMs)
          if (link === null) return yield* new NotFound()
          const state = yield* deliveries.get(systemActor, link.deliveryId)
          const restaurant = yield* Effect.option(catalogue.restaurant(state.order.restaurantId))
          const view = viewOf(state)
          const courierId = isOnMap(view) ? view.courierId : null
          return {
            case: state,
            courierId,
            courier: courierId === null ? null : (tracker.last(courierId) ?? null),
            eta: etas.of(state.order.orderId, nowMs),
            restaurantName: Option.isSome(restaurant) ? restaurant.value.restaurant.name : null,
            hasEnded: TERMINAL_ORDER_STATUSES.has(state.order.status),
            expiresAtMs: link.expiresAtMs
          }
        })
      })
    })
  )
}
