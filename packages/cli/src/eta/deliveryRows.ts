import { type EtaOutcome, HOUR_MS, Limits, zoneOffsetMs } from "@hotbag/core"
import { BadInput, quoted } from "../exit.ts"
import { readTraceFolder } from "../input/traceFolder.ts"
import { join } from "node:path"

/** Files of a folder of deliveries: the orders, and which of them are learned from. */
const DELIVERIES_FILE = "doordash.csv"
const SPLIT_FILE = "doordash-split.csv"

/** What a model knows of an order beside its past; all of it is known when the order is placed. */
export const KNOWN_FEATURES = [
  "region",
  "order protocol",
  "items",
  "subtotal",
  "distinct items",
  "cheapest item",
  "dearest item",
  "couriers on shift",
  "busy couriers",
  "outstanding orders",
  "platform's estimate of placing",
  "platform's estimate of driving",
  "outstanding orders per courier",
  "share of couriers busy",
  "outstanding orders beyond couriers",
  "price per item"
] as const

/** An order with its side of the split. */
export interface DeliveryRow extends EtaOutcome {
  readonly isTest: boolean
}

/**
 * The deliveries of a folder in sequence of placement; rows without a side of the split are left out.
 *
 * @throws BadInput that names file, line and column.
 */
export const readDeliveryRows = async (folder: string): Promise<ReadonlyArray<DeliveryRow>> => {
  const files = await readTraceFolder(folder, [DELIVERIES_FILE, SPLIT_FILE], "a folder of deliveries")
  const sides = new Map<string, string>()
  forEachRow(join(folder, SPLIT_FILE), files[SPLIT_FILE] ?? "", ["row", "split"], (cell) => {
    sides.set(cell("row"), cell("split"))
  })
  const rows: Array<DeliveryRow> = []
  forEachRow(join(folder, DELIVERIES_FILE), files[DELIVERIES_FILE] ?? "", COLUMNS, (cell, refuse) => {
    const side = sides.get(cell(""))
    if (side === undefined) return
    const number = (column: Column): number => {
      const text = cell(column)
      if (text === "") return Number.NaN
      const value = Number(text)
      return Number.isFinite(value) ? value : refuse(column, `${quoted(text)} is not a number`)
    }
    const placedAtMs = Date.parse(`${cell("created_at").replace(" ", "T")}Z`)
    if (Number.isNaN(placedAtMs)) refuse("created_at", `${quoted(cell("created_at"))} is not a time`)
    const tookMs = number("delivery_time") * 1_000
    if (!(tookMs > 0)) refuse("delivery_time", "a delivery takes more than no time")
    const localMs = placedAtMs + zoneOffsetMs(ZONE, placedAtMs)
    const onShift = Math.max(1, number("total_onshift_dashers"))
    const outstanding = number("total_outstanding_orders")
    const items = Math.max(1, number("total_items"))
    rows.push({
      placedAtMs,
      tookMs,
      regionId: cell("market_id"),
      restaurantId: cell("store_id"),
      cuisine: cell("store_primary_category"),
      localHour: (localMs / HOUR_MS) % 24,
      weekday: Math.floor(localMs / (24 * HOUR_MS)) % 7,
      known: [
        ...PLAIN.map(number),
        outstanding / onShift,
        number("total_busy_dashers") / onShift,
        outstanding - number("total_onshift_dashers"),
        number("subtotal") / items
      ],
      isTest: side === "test"
    })
  })
  return rows.sort((a, b) => a.placedAtMs - b.placedAtMs)
}

/** Of these cities all clocks show Pacific time. */
const ZONE = "America/Los_Angeles"

/** Columns that are features as they are, in the sequence of `KNOWN_FEATURES`. */
const PLAIN = [
  "market_id",
  "order_protocol",
  "total_items",
  "subtotal",
  "num_distinct_items",
  "min_item_price",
  "max_item_price",
  "total_onshift_dashers",
  "total_busy_dashers",
  "total_outstanding_orders",
  "estimated_order_place_duration",
  "estimated_store_to_consumer_driving_duration"
] as const

const COLUMNS = ["", "created_at", "store_id", "store_primary_category", "delivery_time", ...PLAIN] as const
type Column = (typeof COLUMNS)[number]

const forEachRow = <C extends string>(
  file: string,
  text: string,
  columns: ReadonlyArray<C>,
  take: (cell: (column: C) => string, refuse: (column: C, what: string) => never) => void
): void => {
  const lines = text.split(/\r?\n/)
  const header = (lines[0] ?? "").replace(/^\uFEFF/, "").split(",")
  const places = new Map(columns.map((column) => [column, header.indexOf(column)] as const))
  for (const [column, place] of places) {
    if (place < 0)
      throw new BadInput(
        `${file} line 1`,
        `there is no column ${quoted(column)}`,
        "see docs/eta.md for the columns"
      )
  }
  if (lines.length - 1 > Limits.traceRows)
    throw new BadInput(file, `more than ${Limits.traceRows} rows`, "leave some out")
  for (let line = 1; line < lines.length; line += 1) {
    const content = lines[line] ?? ""
    if (content.trim() === "") continue
    const fields = content.split(",")
    const refuse = (column: string, what: string): never => {
      throw new BadInput(
        `${file} line ${line + 1}`,
        `column ${quoted(column)}: ${what}`,
        "mend the line, or leave it out"
      )
    }
    if (fields.length !== header.length)
      refuse("", `${fields.length} fields, the header has ${header.length}`)
    take((column) => fields[places.get(column) ?? -1] ?? "", refuse)
  }
}
