import type { CourierId, OrderCase, RegionId } from "@hotbag/core"
import { Context, Effect, Layer } from "effect"
import { CaseStore } from "../cases/CaseStore.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import { isCarriedBy, isOfferedTo } from "./Courier.ts"
import { openCases } from "./openCases.ts"

/** What a courier has to do with open cases. */
export class CourierWork extends Context.Service<
  CourierWork,
  {
    /** Cases that the courier carries or is asked to carry, by order id. */
    readonly of: (
      courierId: CourierId,
      regionId: RegionId
    ) => Effect.Effect<ReadonlyArray<OrderCase>, StoreUnavailable>
  }
>()("@hotbag/services/couriers/CourierWork") {
  /** By looking through the open cases of the region: O(open cases), for tests and small regions. */
  static readonly layerByRegion: Layer.Layer<CourierWork, never, CaseStore> = Layer.effect(
    CourierWork,
    Effect.map(CaseStore, (cases) =>
      CourierWork.of({
        of: (courierId, regionId) =>
          Effect.map(openCases(cases, regionId), (open) =>
            open.filter((each) => isCarriedBy(each, courierId) || isOfferedTo(each, courierId))
          )
      })
    )
  )
}
