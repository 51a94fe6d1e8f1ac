import { at, f64, i32, MINUTE_MS, u8 } from "@hotbag/core"
import { budgetsOverTime, COURIER_COLUMNS, kitchensQueue, OUTCOMES } from "@hotbag/sim"
import type { Report, RunRecord } from "@hotbag/sim"
import type { CsvValue } from "./csv.ts"

/** A table of a run: what its columns are called, and its rows, made as they are asked for. */
export interface Table {
  readonly columns: ReadonlyArray<string>
  readonly rows: () => Iterable<ReadonlyArray<CsvValue>>
}

/**
 * Every order and its moments, `_ms` since the midnight that starts the day, `_min` in minutes, positions in degrees;
 * empty: never came.
 */
export const ordersTable = ({ city, orders }: RunRecord): Table => ({
  columns: [
    "order",
    "region",
    "restaurant",
    "outcome",
    "courier",
    "placed_ms",
    "promised_ms",
    "confirmed_ms",
    "ready_ms",
    "first_offer_ms",
    "assigned_ms",
    "picked_up_ms",
    "delivered_ms",
    "ended_ms",
    "click_to_door_min",
    "lateness_min",
    "restaurant_lat",
    "restaurant_lng",
    "door_lat",
    "door_lng"
  ],
  rows: function* () {
    for (let order = 0; order < city.orders.length; order++) {
      if (Number.isNaN(f64(orders.placedAtMs, order))) continue
      const { dropoff, id, promisedAtMs, restaurant } = at(city.orders, order)
      const shop = at(city.restaurants, restaurant)
      const courier = i32(orders.couriers, order)
      const placedAtMs = f64(orders.placedAtMs, order)
      const deliveredAtMs = f64(orders.deliveredAtMs, order)
      yield [
        id,
        at(city.regions, shop.region).id,
        shop.id,
        at(OUTCOMES, u8(orders.outcomes, order)),
        courier < 0 ? null : at(city.couriers, courier).id,
        placedAtMs,
        promisedAtMs,
        f64(orders.confirmedAtMs, order),
        f64(orders.readyAtMs, order),
        f64(orders.firstOfferAtMs, order),
        f64(orders.assignedAtMs, order),
        f64(orders.pickedUpAtMs, order),
        deliveredAtMs,
        f64(orders.endedAtMs, order),
        (deliveredAtMs - placedAtMs) / MINUTE_MS,
        (deliveredAtMs - promisedAtMs) / MINUTE_MS,
        shop.position.lat,
        shop.position.lng,
        dropoff.lat,
        dropoff.lng
      ]
    }
  }
})

/** Every courier: the shift, what it did in it, and where it began. */
export const couriersTable = ({ city, couriers }: RunRecord): Table => ({
  columns: COURIER_COLUMNS,
  rows: function* () {
    for (let courier = 0; courier < city.couriers.length; courier++) {
      const { id, offAtMs, onAtMs, position, region, vehicle } = at(city.couriers, courier)
      const { delivered, drivenMs, freedAtMs, servedMs } = at(couriers, courier)
      yield [
        id,
        at(city.regions, region).id,
        vehicle,
        onAtMs,
        offAtMs,
        freedAtMs,
        delivered,
        drivenMs / MINUTE_MS,
        servedMs / MINUTE_MS,
        position.lat,
        position.lng
      ]
    }
  }
})

/** The run at every look: orders so far, who waits, couriers by state, and the share of each error budget spent. */
export const seriesTable = (record: RunRecord, report: Report): Table => {
  const { series } = record
  const budgets = budgetsOverTime(record, report.slos)
  const columns: ReadonlyArray<readonly [string, ReadonlyArray<CsvValue>]> = [
    ["at_ms", series.atMs],
    ["placed", series.placed],
    ["delivered", series.delivered],
    ["cancelled", series.cancelled],
    ["lost", series.lost],
    ["waiting", series.waiting],
    ["kitchen_queue", kitchensQueue(record.city) ? series.kitchenQueue : series.atMs.map(() => null)],
    ["couriers_idle", series.idle],
    ["couriers_to_restaurant", series.toRestaurant],
    ["couriers_at_restaurant", series.atRestaurant],
    ["couriers_to_customer", series.toCustomer],
    ...budgets.map(({ name, spent }) => [`budget_${name.replaceAll("-", "_")}`, spent] as const)
  ]
  return {
    columns: columns.map(([name]) => name),
    rows: function* () {
      for (let look = 0; look < series.atMs.length; look++)
        yield columns.map(([, values]) => at(values, look))
    }
  }
}
