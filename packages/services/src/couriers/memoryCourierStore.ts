import { type CourierId, Limits, type RegionId } from "@hotbag/core"
import { Effect, Layer, Option } from "effect"
import { MemoryTables } from "../cases/MemoryTables.ts"
import { type Courier, isOnDuty, type LastPosition } from "./Courier.ts"
import { CourierStore, type DutyStart } from "./CourierStore.ts"

/** Couriers in a map; what fits on their vehicles is told to {@link MemoryTables}, which refuses more. Reads of many are O(n log n). */
export const memoryCourierStore: Layer.Layer<CourierStore, never, MemoryTables> = Layer.effect(
  CourierStore,
  Effect.gen(function* () {
    const { capacities } = yield* MemoryTables
    const couriers = new Map<CourierId, Courier>()
    const put = (courier: Courier): Courier => {
      couriers.set(courier.courierId, courier)
      capacities.set(courier.courierId, Limits.deliveriesOnBoard[courier.vehicle])
      return courier
    }
    const change = (courierId: CourierId, by: (courier: Courier) => Courier) =>
      Effect.sync(() =>
        Option.map(Option.fromUndefinedOr(couriers.get(courierId)), (courier) => put(by(courier)))
      )
    const sorted = (keep: (courier: Courier) => boolean) =>
      [...couriers.values()].filter(keep).sort((left, right) => byText(left.courierId, right.courierId))

    return CourierStore.of({
      find: (courierId) => Effect.sync(() => Option.fromUndefinedOr(couriers.get(courierId))),
      those: (ids) => Effect.sync(() => sorted((each) => ids.includes(each.courierId))),
      list: (regionId, after, limit) =>
        Effect.sync(() =>
          sorted((each) => each.regionId === regionId && (after === null || each.courierId > after)).slice(
            0,
            limit
          )
        ),
      onDuty: (regionId, atMs) =>
        Effect.sync(() => sorted((each) => each.regionId === regionId && isOnDuty(each, atMs))),
      regions: Effect.sync(() =>
        [...new Set<RegionId>([...couriers.values()].map(({ regionId }) => regionId))].sort(byText)
      ),
      add: (courier) => Effect.sync(() => couriers.get(courier.courierId) ?? put(courier)),
      startDuty: (start) => change(start.courierId, (courier) => started(courier, start)),
      endDuty: (courierId, atMs) => change(courierId, (courier) => ended(courier, atMs)),
      moved: (courierId, position) =>
        change(courierId, (courier) => ({ ...courier, position: later(courier.position, position) })),
      count: (courierId, { accepted, asked, assigned }) =>
        change(courierId, (courier) => ({
          ...courier,
          asked: courier.asked + asked,
          accepted: courier.accepted + accepted,
          assigned: courier.assigned + assigned
        })),
      suggest: (courierId, suggestion) => change(courierId, (courier) => ({ ...courier, suggestion }))
    })
  })
)

const started = (courier: Courier, { duty, position, regionId, vehicle }: DutyStart): Courier => {
  const goesOn = isOnDuty(courier, duty.onAtMs)
  return {
    ...courier,
    regionId,
    vehicle,
    duty: { ...duty, onAtMs: goesOn ? (courier.duty?.onAtMs ?? duty.onAtMs) : duty.onAtMs },
    assigned: goesOn ? courier.assigned : 0,
    position: later(courier.position, position)
  }
}

const ended = (courier: Courier, atMs: number): Courier => {
  const { duty } = courier
  if (duty === null || !isOnDuty(courier, atMs)) return courier
  return { ...courier, duty: { ...duty, offAtMs: atMs }, suggestion: null }
}

const later = (known: LastPosition | null, news: LastPosition): LastPosition =>
  known !== null && known.atMs > news.atMs ? known : news

const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
