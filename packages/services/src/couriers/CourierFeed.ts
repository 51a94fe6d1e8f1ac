import { type CourierId, type LatLng, Limits, type RegionId } from "@hotbag/core"
import { Context, Effect, Layer, PubSub, type Scope } from "effect"
import type { Duty } from "./Courier.ts"

/** Something about a courier changed; whoever wants to know what reads the store. */
export interface CourierNews {
  readonly courierId: CourierId
  readonly regionId: RegionId
  /** When duty is what changed: so that nobody is followed a moment longer than they are on duty. */
  readonly duty?: Duty | null
  /** When nothing but the place is another one, and the store knows it: so that nobody has to read the store for it. */
  readonly movedTo?: LatLng
}

/** News of couriers inside this process. A listener who is too slow misses the oldest, and looks into the store now and then. */
export class CourierFeed extends Context.Service<
  CourierFeed,
  {
    readonly publish: (news: CourierNews) => Effect.Effect<void>
    readonly subscribe: Effect.Effect<PubSub.Subscription<CourierNews>, never, Scope.Scope>
  }
>()("@hotbag/services/couriers/CourierFeed") {
  static readonly layer: Layer.Layer<CourierFeed> = Layer.effect(
    CourierFeed,
    Effect.gen(function* () {
      const news = yield* PubSub.sliding<CourierNews>(Limits.courierNews)
      return CourierFeed.of({
        publish: (one) => Effect.asVoid(PubSub.publish(news, one)),
        subscribe: PubSub.subscribe(news)
      })
    })
  )
}
