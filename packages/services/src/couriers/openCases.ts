import type { OrderCase, OrderId, RegionId } from "@hotbag/core"
import { Limits } from "@hotbag/core"
import { Effect } from "effect"
import type { CaseStore } from "../cases/CaseStore.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** Every case of the region that has not ended, by order id; page after page, so not of one moment. */
export const openCases = Effect.fnUntraced(function* (
  cases: CaseStore["Service"],
  regionId: RegionId
): Effect.fn.Return<ReadonlyArray<OrderCase>, StoreUnavailable> {
  const open: Array<OrderCase> = []
  let after: OrderId | null = null
  for (;;) {
    const page: ReadonlyArray<OrderCase> = yield* cases.openIn(regionId, after)
    open.push(...page)
    after = page.at(-1)?.order.orderId ?? null
    if (page.length < Limits.casesPerPage) return open
  }
})
