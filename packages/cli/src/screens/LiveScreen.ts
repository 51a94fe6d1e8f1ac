import { clockText, countText, decimalText, hourText, shareText } from "@hotbag/sim"
import type { Progress } from "@hotbag/sim"
import { Box, Text } from "ink"
import type { ReactElement, ReactNode } from "react"
import { createElement as h } from "react"
import { bar, glyphsOf, sparkline } from "./bars.ts"
import type { Glyphs } from "./bars.ts"
import { PANELS } from "./panels.ts"
import type { Panel, PanelLine } from "./panels.ts"

/** Everything a frame shows. */
export interface LiveScreenProps {
  readonly title: string
  readonly progress: Progress
  /** Recent click-to-door over the run so far, minutes, one value every few simulated minutes. */
  readonly history: ReadonlyArray<number | null>
  /** Simulated ms per wall-clock ms. */
  readonly speed: number
  readonly columns: number
  readonly rows: number
  readonly ascii: boolean
  readonly color: boolean
  /** What the keys have chosen; left out where there is no keyboard. */
  readonly controls?: {
    readonly panel: Panel
    readonly paused: boolean
    /** Simulated ms for each real one that are allowed; `Infinity`: as fast as possible. */
    readonly pace: number
  }
  /** The lines of the chosen panel; left out: the overview. */
  readonly panel?: ReadonlyArray<PanelLine>
}

/** Rows that are the same in every panel: the headline, a blank, and the keys; one more stays free. */
export const FRAME_ROWS = 5

/** Widest a screen gets: longer lines are harder to read. */
export const screenWidth = (columns: number): number => Math.max(40, Math.min(columns, 100))

/**
 * A running simulation, at a glance: clock, orders by stage, couriers by state, error budgets, delivery times.
 * A picture of its properties and nothing else. 80 × 24 show all of it, a lower terminal the upper part.
 */
export const LiveScreen = (props: LiveScreenProps): ReactElement => {
  const width = screenWidth(props.columns)
  const paint: Paint = { width, glyphs: glyphsOf(props.ascii), color: props.color }
  const sections =
    props.panel === undefined
      ? [
          headline(props, paint),
          orders(props.progress, paint),
          couriers(props.progress, paint),
          budgets(props.progress, paint),
          recent(props, paint)
        ]
      : [headline(props, paint), props.panel.map((shown) => panelLine(shown, paint))]
  const keys = props.controls === undefined ? [] : [keyLine(props.controls, paint)]
  const lines = [...fitted(sections, props.rows - keys.length), ...keys]
  return h(Box, { flexDirection: "column", width }, ...lines)
}

/** Blank lines between the sections where there is room for them. One row stays free: a full one would scroll. */
const fitted = (sections: ReadonlyArray<ReadonlyArray<ReactElement>>, rows: number) => {
  const airy = sections.flatMap((section, i) => (i === 0 ? section : [blank(), ...section]))
  return (airy.length < rows ? airy : sections.flat()).slice(0, rows - 1)
}

/** How to draw on this terminal. */
interface Paint {
  readonly width: number
  readonly glyphs: Glyphs
  readonly color: boolean
}

const headline = ({ progress, title, speed, ascii, controls }: LiveScreenProps, paint: Paint) => {
  const { fromMs, toMs, nowMs } = progress
  const share = toMs > fromMs ? (nowMs - fromMs) / (toMs - fromMs) : 1
  const times = ascii ? "x" : "×"
  const window = `${hourText(fromMs)}-${hourText(toMs)}`
  const paused = controls?.paused === true
  const status = paused ? "paused" : nowMs > toMs ? "last orders" : shareText(Math.max(0, share), 0)
  return [
    line(
      [
        strong(title),
        h(Text, { key: "clock", wrap: "truncate" }, `${clockText(nowMs)}  ${times}${countText(speed)}`)
      ],
      "space-between"
    ),
    line([
      tinted("cyan", paint, bar(share, paint.width - window.length - 15, paint.glyphs)),
      h(Text, { key: "share", wrap: "truncate" }, `  ${status.padEnd(11)}  ${window}`)
    ])
  ]
}

const orders = (progress: Progress, paint: Paint) => {
  const { awaitingRestaurant, preparing, ready, onTheWay } = progress.open
  const stages = [
    ["awaiting restaurant", awaitingRestaurant],
    ["preparing", preparing],
    ["ready", ready],
    ["on the way", onTheWay],
    ["without a courier", progress.unassigned]
  ] as const
  return [
    line([
      strong("orders".padEnd(LABEL)),
      h(
        Text,
        { key: "counts", wrap: "truncate" },
        `${countText(progress.placed)} placed, ${countText(progress.delivered)} delivered, ` +
          `${countText(progress.cancelled)} cancelled, ${countText(progress.lost)} lost`
      )
    ]),
    ...counts(stages, paint, "green")
  ]
}

const couriers = (progress: Progress, paint: Paint) => {
  const { idle, toRestaurant, atRestaurant, toCustomer, offline } = progress.couriers
  const states = [
    ["idle", idle],
    ["to a restaurant", toRestaurant],
    ["at a restaurant", atRestaurant],
    ["to a customer", toCustomer]
  ] as const
  const online = idle + toRestaurant + atRestaurant + toCustomer
  return [
    line([
      strong("couriers".padEnd(LABEL)),
      h(Text, { key: "online", wrap: "truncate" }, `${countText(online)} on shift, ${countText(offline)} off`)
    ]),
    ...counts(states, paint, "blue")
  ]
}

const budgets = (progress: Progress, paint: Paint) => {
  if (progress.slos.length === 0) return []
  const width = paint.width - LABEL - 40
  return [
    line([strong("error budgets")]),
    ...progress.slos.map((slo) => {
      const color = slo.budgetSpent >= 1 ? "red" : slo.budgetSpent >= 0.5 ? "yellow" : "green"
      return line([
        h(Text, { key: "name", wrap: "truncate" }, `  ${clip(slo.name, LABEL - 3)}`.padEnd(LABEL)),
        tinted(color, paint, bar(slo.budgetSpent, Math.max(8, width), paint.glyphs)),
        h(
          Text,
          { key: "figures", wrap: "truncate" },
          `  ${shareText(slo.budgetSpent, 0).padStart(7)} spent  ${shareText(slo.attained)} of ${shareText(slo.objective)}`
        )
      ])
    })
  ]
}

const recent = ({ progress, history }: LiveScreenProps, paint: Paint) => [
  line([
    strong("click-to-door".padEnd(LABEL)),
    tinted("magenta", paint, sparkline(history, paint.width - LABEL - 24, paint.glyphs)),
    h(
      Text,
      { key: "now", wrap: "truncate" },
      progress.recentClickToDoorMin === null
        ? "  nothing delivered yet"
        : `  ${decimalText(progress.recentClickToDoorMin, 1)} min, last 30 min`
    )
  ])
]

const panelLine = ({ bold, color, text }: PanelLine, paint: Paint) =>
  line([
    h(
      Text,
      {
        key: "text",
        wrap: "truncate",
        ...(bold === true ? { bold } : {}),
        ...(color !== undefined && paint.color ? { color } : {})
      },
      text === "" ? " " : text
    )
  ])

/** The keys, as many as there is room for, the panels first; the chosen panel in brackets. */
const keyLine = ({ pace, panel, paused }: NonNullable<LiveScreenProps["controls"]>, paint: Paint) => {
  const panels = PANELS.map((name) => (name === panel ? `[${name}]` : ` ${name} `)).join("")
  const speed = pace === Infinity ? "max" : `${countText(pace)}x`
  const keys = [`tab${panels}`, paused ? "space go on" : "space pause", `+ - speed ${speed}`, "q quit"]
  let text = ""
  for (const key of keys) {
    const longer = text === "" ? key : `${text}  ${key}`
    if (longer.length <= paint.width) text = longer
  }
  return line([h(Text, { key: "keys", dimColor: true, wrap: "truncate" }, text)])
}

/** Width of the first column. */
const LABEL = 22

const counts = (rows: ReadonlyArray<readonly [string, number]>, paint: Paint, color: string) => {
  const most = Math.max(1, ...rows.map(([, count]) => count))
  const width = Math.max(10, paint.width - LABEL - 10)
  return rows.map(([name, count]) =>
    line([
      h(Text, { key: "name", wrap: "truncate" }, `  ${name}`.padEnd(LABEL)),
      h(Text, { key: "count", wrap: "truncate" }, `${countText(count).padStart(7)}  `),
      tinted(
        color,
        paint,
        paint.glyphs.full.repeat(count > 0 ? Math.max(1, Math.round((count / most) * width)) : 0)
      )
    ])
  )
}

const line = (
  children: ReadonlyArray<ReactNode>,
  justifyContent: "flex-start" | "space-between" = "flex-start"
) => h(Box, { justifyContent, flexWrap: "nowrap" }, ...children)

const blank = () => h(Text, null, " ")
const strong = (text: string) => h(Text, { bold: true, wrap: "truncate" }, text)
const tinted = (color: string, paint: Paint, text: string) =>
  h(Text, paint.color ? { color, wrap: "truncate" } : { wrap: "truncate" }, text)
const clip = (text: string, width: number) => (text.length > width ? text.slice(0, width) : text)
