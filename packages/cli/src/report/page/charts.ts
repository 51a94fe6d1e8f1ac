import { at, f64, HOUR_MS, MINUTE_MS } from "@hotbag/core"
import {
  budgetsOverTime,
  clickToDoorOverTime,
  countText,
  decimalText,
  durationText,
  kitchensQueue,
  shareText
} from "@hotbag/sim"
import type { Report, RunRecord, SystemMinute } from "@hotbag/sim"
import { disturbanceText } from "../../output/disturbanceText.ts"

/** A chart to be: curves over the time of day. */
export interface TimeChart {
  readonly id: string
  readonly title: string
  /** What the values are, below the title. */
  readonly about: string
  readonly atMs: ReadonlyArray<number>
  readonly lines: ReadonlyArray<{
    readonly name: string
    readonly values: ReadonlyArray<number | null>
    /** In the colour of what is of no consequence, or of what is bad, in place of the next one. */
    readonly tone?: "quiet" | "bad"
  }>
  /** Areas one upon the other, the first at the bottom. */
  readonly stacked?: boolean
  /** A line across, with its name. */
  readonly mark?: { readonly value: number; readonly name: string }
  /** Nothing is drawn above. */
  readonly cutAt?: number
  /** Times that were not as usual, behind the curves. */
  readonly spans?: ReadonlyArray<{ readonly fromMs: number; readonly toMs: number; readonly about: string }>
  /** A value as text. */
  readonly text: (value: number) => string
}

/** The curves of a report, those of its servers last where they were simulated, in their sequence on the page. */
export const chartsOf = (
  record: RunRecord,
  report: Report,
  system: ReadonlyArray<SystemMinute> | null
): ReadonlyArray<TimeChart> =>
  [
    ordersChart(record),
    waitingChart(record),
    couriersChart(record),
    clickToDoorChart(record),
    budgetsChart(record, report),
    ...kitchensChart(record),
    ...(system === null || report.system === null ? [] : systemCharts(system, report.system.pools))
  ].map((chart) => ({ ...chart, spans: spansOf(record) }))

/** Rain, a strike, an outage: what makes a curve bend. */
const spansOf = ({ city: { disturbances = [] } }: RunRecord): NonNullable<TimeChart["spans"]> =>
  disturbances.map((disturbance) => ({
    fromMs: disturbance.fromMs,
    toMs: disturbance.toMs,
    about: disturbanceText(disturbance)
  }))

/** Points of a curve of counts: fewer would hide a rush, more would show the noise of single orders. */
const SPANS = 72

const ordersChart = ({ intervalMs, series }: RunRecord): TimeChart => {
  const looks = Math.max(1, Math.ceil((series.atMs.length - 1) / SPANS))
  const ends = series.atMs.map((_, i) => i).filter((i) => i > 0 && i % looks === 0)
  const per = (counts: ReadonlyArray<number>) => ends.map((end) => at(counts, end) - at(counts, end - looks))
  return {
    id: "orders",
    title: "Orders",
    about: `orders in ${durationText(looks * intervalMs)}`,
    atMs: ends.map((end) => at(series.atMs, end)),
    lines: [
      { name: "placed", values: per(series.placed) },
      { name: "delivered", values: per(series.delivered) },
      { name: "cancelled", values: per(series.cancelled) },
      { name: "lost", values: per(series.lost), tone: "bad" }
    ],
    text: countText
  }
}

const waitingChart = (record: RunRecord): TimeChart => ({
  id: "waiting",
  title: "Waiting",
  about: "orders at that moment",
  atMs: record.series.atMs,
  lines: [
    { name: "for a courier, while the food is cooked or after", values: record.series.waiting },
    { name: "ready, for the pickup", values: readyFood(record) }
  ],
  text: countText
})

/** Orders whose food is ready and not picked up, at every look. O(orders + looks). */
const readyFood = ({ city, intervalMs, orders, series }: RunRecord): ReadonlyArray<number> => {
  const looks = series.atMs.length
  const changes = new Float64Array(looks + 1)
  const lookAfter = (atMs: number) =>
    Math.min(looks, Math.max(0, Math.ceil((atMs - (series.atMs[0] ?? 0)) / intervalMs)))
  const add = (look: number, change: number) => {
    changes[look] = (changes[look] ?? 0) + change
  }
  for (let order = 0; order < city.orders.length; order++) {
    const readyAtMs = f64(orders.readyAtMs, order)
    if (Number.isNaN(readyAtMs)) continue
    const pickedUpAtMs = f64(orders.pickedUpAtMs, order)
    const untilMs = Number.isNaN(pickedUpAtMs) ? f64(orders.endedAtMs, order) : pickedUpAtMs
    add(lookAfter(readyAtMs), 1)
    if (!Number.isNaN(untilMs)) add(lookAfter(untilMs), -1)
  }
  let ready = 0
  return series.atMs.map((_, look) => (ready += f64(changes, look)))
}

/** None where no kitchen has a queue, as on the days of a trace. */
const kitchensChart = ({ city, series }: RunRecord): ReadonlyArray<TimeChart> =>
  kitchensQueue(city)
    ? [
        {
          id: "kitchens",
          title: "Kitchens",
          about: "orders that wait for a place on the stove",
          atMs: series.atMs,
          lines: [{ name: "in a kitchen's queue", values: series.kitchenQueue }],
          text: countText
        }
      ]
    : []

const couriersChart = ({ series }: RunRecord): TimeChart => ({
  id: "couriers",
  title: "Couriers on shift",
  about: "couriers by what they do",
  atMs: series.atMs,
  lines: [
    { name: "to a restaurant", values: series.toRestaurant },
    { name: "at a restaurant", values: series.atRestaurant },
    { name: "to a customer", values: series.toCustomer },
    { name: "idle", values: series.idle, tone: "quiet" }
  ],
  stacked: true,
  text: countText
})

const clickToDoorChart = (record: RunRecord): TimeChart => {
  const { atMs, p50, p90 } = clickToDoorOverTime(record)
  return {
    id: "click-to-door",
    title: "Click-to-door",
    about: "minutes from order to door, by the time of delivery",
    atMs,
    lines: [
      { name: "median", values: p50 },
      { name: "90 of 100 within", values: p90 }
    ],
    text: (minutes) => decimalText(minutes, 0)
  }
}

/** Three budgets are as gone as thirty, and a curve that rises further only flattens the others. */
const MOST_BUDGET = 3

const budgetsChart = (record: RunRecord, report: Report): TimeChart => {
  const budgets = budgetsOverTime(record, report.slos)
  const cut = budgets.some(({ spent }) => (spent.at(-1) ?? 0) > MOST_BUDGET)
  return {
    id: "budgets",
    title: "Error budgets",
    about: `share of the run's budget spent${cut ? `, cut off at ${shareText(MOST_BUDGET, 0)}` : ""}`,
    atMs: record.series.atMs,
    lines: budgets.map(({ name, spent }) => ({ name, values: spent })),
    mark: { value: 1, name: "all of it" },
    cutAt: MOST_BUDGET,
    text: (share) => shareText(share, 0)
  }
}

const systemCharts = (
  minutes: ReadonlyArray<SystemMinute>,
  pools: ReadonlyArray<{ readonly name: string }>
): ReadonlyArray<TimeChart> => {
  const atMs = minutes.map((minute) => minute.atMs)
  const ofPools = (figure: "utilisation" | "instances") =>
    pools.map(({ name }, pool) => ({
      name,
      values: minutes.map((minute) => minute.pools[pool]?.[figure] ?? null)
    }))
  // A minute without an order has no latency.
  const latencies = (figure: "placementP95Ms" | "locationP95Ms" | "statusP95Ms" | "outboxLagP95Ms") =>
    minutes.map((minute) => (Number.isNaN(minute[figure]) ? null : minute[figure]))
  return [
    {
      id: "server-latency",
      title: "Servers: latency",
      about: "95 of 100 within so many milliseconds, each minute",
      atMs,
      lines: [
        { name: "order placed", values: latencies("placementP95Ms") },
        { name: "position shown", values: latencies("locationP95Ms") },
        { name: "status told", values: latencies("statusP95Ms") },
        { name: "outbox lag", values: latencies("outboxLagP95Ms") },
        { name: "oldest in the outbox", values: minutes.map(({ outboxOldestMs }) => outboxOldestMs) }
      ],
      text: (ms) => `${countText(ms)} ms`
    },
    {
      id: "server-load",
      title: "Servers: load",
      about: "share of the processors at work",
      atMs,
      lines: ofPools("utilisation"),
      mark: { value: 1, name: "all of them" },
      text: (share) => shareText(share, 0)
    },
    {
      id: "server-nodes",
      title: "Servers: nodes",
      about: "nodes that serve, of a database its processors",
      atMs,
      lines: ofPools("instances"),
      text: (count) => decimalText(count, Number.isInteger(count) ? 0 : 1)
    }
  ]
}

/** Steps of a time axis in ms. */
const STEPS_MS = [5, 10, 15, 30]
  .map((step) => step * MINUTE_MS)
  .concat([1, 2, 3, 4, 6, 12, 24].map((step) => step * HOUR_MS))

/** Most labels of a time axis. */
const MOST_TICKS = 7

/** Full hours, or parts of them, between two moments. */
export const ticksBetween = (fromMs: number, toMs: number): ReadonlyArray<number> => {
  const stepMs = STEPS_MS.find((step) => (toMs - fromMs) / step <= MOST_TICKS) ?? 2 * 24 * HOUR_MS
  const ticks: Array<number> = []
  for (let tick = Math.ceil(fromMs / stepMs) * stepMs; tick <= toMs; tick += stepMs) ticks.push(tick)
  return ticks
}
