import { makeStream, sequenceOf } from "@hotbag/sim"
import type { Files } from "../tinyDays.ts"

const HEADER =
  ",market_id,created_at,actual_delivery_time,store_id,store_primary_category,order_protocol,total_items,subtotal," +
  "num_distinct_items,min_item_price,max_item_price,total_onshift_dashers,total_busy_dashers,total_outstanding_orders," +
  "estimated_order_place_duration,estimated_store_to_consumer_driving_duration,created_hours,delivery_time"

/** Deliveries of a made-up town: slower the more orders are outstanding, on later days slower than ever before; a column may be unknown. */
export const madeUpDeliveries = (count: number): Files => {
  const draws = sequenceOf(makeStream(1, "test.deliveries"), 0)
  const rows: Array<string> = []
  const split: Array<string> = ["row,created_at,split"]
  for (let row = 0; row < count; row += 1) {
    const isTest = row >= count * 0.7
    const atMs = Date.UTC(2015, 0, 21, 18) + row * 240_000
    const createdAt = new Date(atMs).toISOString().slice(0, 19).replace("T", " ")
    const onShift = 10 + draws.integer(20)
    const outstanding = draws.integer(50)
    const drive = 200 + draws.integer(800)
    const slow = isTest ? 1.25 : 1
    const took = slow * (900 + drive + (600 * outstanding) / onShift) * (0.7 + 0.6 * draws.next())
    const known = row % 20 === 0 ? ",," : `${onShift},${Math.min(onShift, outstanding)},${outstanding}`
    const store = draws.integer(12)
    rows.push(
      `${row},1,${createdAt},,${store},pizza,1,${1 + draws.integer(4)},${1_000 + draws.integer(3_000)},2,300,900,${known},251,${drive},0,${took.toFixed(0)}`
    )
    split.push(`${row},${createdAt},${isTest ? "test" : "train"}`)
  }
  return { "doordash.csv": [HEADER, ...rows, ""].join("\n"), "doordash-split.csv": [...split, ""].join("\n") }
}
