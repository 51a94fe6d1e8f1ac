import { at, f64, HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { clickToDoorOverTime, countText, decimalText, shareText } from "@hotbag/sim"
import type { Progress, RunRecord } from "@hotbag/sim"
import { bar, blockChart } from "./bars.ts"
import type { Glyphs } from "./bars.ts"
import { cityGrid } from "./cityGrid.ts"

/** What the screen can show, in the sequence in which keys go through it. */
export const PANELS = ["overview", "curves", "map", "worst"] as const
/** One of `PANELS`. */
export type Panel = (typeof PANELS)[number]

/** A line of a panel, in one colour. */
export interface PanelLine {
  readonly text: string
  readonly color?: "cyan" | "green" | "yellow" | "red" | "magenta" | "blue"
  readonly bold?: boolean
}

/** Room for a panel, in characters, and how to draw. */
export interface PanelSize {
  readonly width: number
  readonly height: number
  readonly glyphs: Glyphs
}

/** A panel's lines, of at most `width` characters, at most `height` of them. O(orders) for the map and the worst. */
export const panelLines = (
  panel: Exclude<Panel, "overview">,
  record: RunRecord,
  progress: Progress,
  size: PanelSize
): ReadonlyArray<PanelLine> => {
  const lines = {
    curves: () => curves(record, size),
    map: () => map(record, progress, size),
    worst: () => worst(record, progress, size)
  }[panel]()
  return lines
    .slice(0, Math.max(0, size.height))
    .map((line) => ({ ...line, text: line.text.slice(0, size.width) }))
}

const curves = (record: RunRecord, { glyphs, height, width }: PanelSize): ReadonlyArray<PanelLine> => {
  const { series } = record
  const per = (counts: ReadonlyArray<number>) => counts.map((count, i) => count - (counts[i - 1] ?? count))
  const busy = series.atMs.map(
    (_, i) => at(series.toRestaurant, i) + at(series.atRestaurant, i) + at(series.toCustomer, i)
  )
  const charts = [
    {
      name: `orders placed in ${record.intervalMs / MINUTE_MS} min`,
      values: per(series.placed),
      color: "cyan"
    },
    { name: "wait for a courier", values: series.waiting, color: "yellow" },
    { name: "couriers at work", values: busy, color: "blue" },
    { name: "click-to-door, 90 of 100, min", values: clickToDoorOverTime(record).p90, color: "magenta" }
  ] as const
  // A line of words for each, and at least one of columns.
  const rows = Math.max(1, Math.min(6, Math.floor(height / charts.length) - 1))
  return charts.flatMap(({ color, name, values }) => {
    const now = values.findLast((value) => value !== null) ?? null
    return [
      { text: `${name}: ${now === null ? "-" : decimalText(now, 0)}`, bold: true },
      ...blockChart(values, width, rows, glyphs).map((text) => ({ text, color }))
    ]
  })
}

const map = (record: RunRecord, progress: Progress, size: PanelSize): ReadonlyArray<PanelLine> => {
  const { glyphs } = size
  const { name, open, rows } = cityGrid(record, size.width, Math.max(3, size.height - 2))
  const most = Math.max(1, ...rows.flat())
  const shades = [" ", ...glyphs.shades]
  const shade = (count: number) =>
    shades[count === 0 ? 0 : Math.max(1, Math.ceil((count / most) * (shades.length - 1)))] ?? " "
  return [
    { text: `${name}: ${countText(open)} orders under way, by their doors`, bold: true },
    ...rows.map((row) => ({ text: row.map(shade).join(""), color: "cyan" as const })),
    {
      text: `${glyphs.shades.join("")} 1 to ${countText(most)} orders; ${countText(progress.couriers.idle)} couriers idle in all`
    }
  ]
}

const worst = (
  record: RunRecord,
  progress: Progress,
  { glyphs, height, width }: PanelSize
): ReadonlyArray<PanelLine> => {
  const budgets = progress.slos.map(({ budgetSpent, name }): PanelLine => {
    const figures = `${shareText(budgetSpent, 0).padStart(8)} `
    return {
      text: name.slice(0, 20).padEnd(21) + figures + bar(budgetSpent, Math.max(4, width - 31), glyphs),
      color: budgetSpent >= 1 ? "red" : budgetSpent >= 0.5 ? "yellow" : "green"
    }
  })
  const orders = latestOrders(record, progress.nowMs, Math.max(1, height - budgets.length - 4))
  return [
    { text: "error budgets spent so far", bold: true },
    ...budgets,
    { text: "" },
    { text: "orders under way that are furthest behind their promise", bold: true },
    ...(orders.length === 0 ? [{ text: "nothing is under way" }] : orders)
  ]
}

/** Open orders, the one with the earliest promise first. */
const latestOrders = ({ city, orders }: RunRecord, nowMs: number, most: number): ReadonlyArray<PanelLine> => {
  const open: Array<number> = []
  for (let order = 0; order < city.orders.length; order++) {
    if (orders.outcomes[order] === 0 && !Number.isNaN(f64(orders.placedAtMs, order))) open.push(order)
  }
  const promised = (order: number) => at(city.orders, order).promisedAtMs
  return open
    .toSorted((a, b) => promised(a) - promised(b) || a - b)
    .slice(0, most)
    .map((order) => {
      const behindMin = (nowMs - promised(order)) / MINUTE_MS
      const when =
        behindMin > 0 ? `${decimalText(behindMin, 0)} min late` : `due in ${decimalText(-behindMin, 0)} min`
      return {
        text: `${at(city.orders, order).id.padEnd(18)} ${when.padEnd(15)} ${stageOf(orders, order)}`,
        ...(behindMin > 0
          ? { color: behindMin * MINUTE_MS > HOUR_MS / 3 ? ("red" as const) : ("yellow" as const) }
          : {})
      }
    })
}

const stageOf = (orders: RunRecord["orders"], order: number): string => {
  const came = (moments: Float64Array) => !Number.isNaN(f64(moments, order))
  if (came(orders.pickedUpAtMs)) return "on the way"
  if (came(orders.readyAtMs)) return came(orders.assignedAtMs) ? "ready, courier comes" : "ready, no courier"
  if (came(orders.confirmedAtMs)) return came(orders.assignedAtMs) ? "cooking, courier chosen" : "cooking"
  return "awaits the restaurant"
}
