import { countText, decimalText, shareText } from "@hotbag/sim"
import { curveOf, surgeValue } from "./surgePoints.ts"
import type { SurgeFigure, SurgePoint } from "./surgePoints.ts"
import { drawn, filled, label, linesOf, path, scaleTo, svgText, tenth } from "./svg.ts"

const WIDTH = 760
const LEFT = 70
const RIGHT = 140
const TOP = 104
const PANEL = 150
const GAP = 64
/** Lines of text closer than this run into each other. */
const LINE = 16

/** The figures that are drawn, one below the other. */
const PANELS: ReadonlyArray<{
  readonly figure: SurgeFigure
  readonly name: string
  readonly text: (value: number, digits: number) => string
  /** Lines are drawn at round numbers of this unit. */
  readonly unit: number
}> = [
  { figure: "clickToDoorMean", name: "click-to-door, minutes", text: decimalText, unit: 1 },
  { figure: "overageMean", name: "overage beyond the target, minutes", text: decimalText, unit: 1 },
  { figure: "lostShare", name: "lost orders", text: (share, digits) => shareText(share, digits), unit: 0.01 }
]

/** The curves of a surge as a picture: a line for each policy, over multiples of the orders, figure by figure. */
export const surgePicture = (policies: ReadonlyArray<string>, points: ReadonlyArray<SurgePoint>): string => {
  const factors = [...new Set(points.map(({ ordersX }) => ordersX))].sort((a, b) => a - b)
  const [least, most] = [factors[0] ?? 0, factors.at(-1) ?? 1]
  const x = (factor: number) => LEFT + ((WIDTH - LEFT - RIGHT) * (factor - least)) / (most - least)
  const days = points[0]?.instances ?? 0
  return svgText({
    width: WIDTH,
    height: TOP + PANELS.length * (PANEL + GAP),
    title: `More orders on the same couriers, ${countText(days)} Grubhub ${days === 1 ? "day" : "days"}`,
    description: described(policies, points),
    elements: [
      label(24, 56, "Multiples of the day's orders; lower is better", "soft"),
      ...PANELS.flatMap((_, panel) =>
        drawPanel(panel, policies, points, { x, factors, bottom: TOP + PANEL + panel * (PANEL + GAP) })
      )
    ]
  })
}

interface Axis {
  readonly x: (factor: number) => number
  readonly factors: ReadonlyArray<number>
  readonly bottom: number
}

const drawPanel = (
  panel: number,
  policies: ReadonlyArray<string>,
  points: ReadonlyArray<SurgePoint>,
  { bottom, factors, x }: Axis
): ReadonlyArray<string> => {
  const shown = PANELS[panel]
  if (shown === undefined) return []
  const { figure, name, text, unit } = shown
  const value = (point: SurgePoint) => surgeValue(point, figure) / unit
  const scale = scaleTo(Math.max(...points.map(value), 0.1))
  const y = (height: number) => bottom - (PANEL * height) / scale.top
  const ends = policies.map((policy) => {
    const last = curveOf(points, policy).at(-1)
    return last === undefined ? bottom : y(value(last))
  })
  return [
    label(24, bottom - PANEL - 16, name, "strong"),
    ...linesOf(scale).flatMap((height) => [
      path("rule", `M${LEFT} ${tenth(y(height))}H${WIDTH - RIGHT}`),
      label(LEFT - 10, y(height) + 4, text(height * unit, scale.digits), "soft end")
    ]),
    ...factors.map((factor) => label(x(factor), bottom + 20, `x${factor}`, "soft middle")),
    ...policies.flatMap((policy, i) => {
      const places = curveOf(points, policy).map((point) => ({ x: x(point.ordersX), y: y(value(point)) }))
      const line = places.map((place, p) => `${p === 0 ? "M" : "L"}${tenth(place.x)} ${tenth(place.y)}`)
      return [
        path(`curve ${drawn(i)}`, line.join("")),
        ...places.map((place) => dot(i, place.x, place.y)),
        label(WIDTH - RIGHT + 14, (apart(ends)[i] ?? bottom) + 4, policy, filled(i))
      ]
    })
  ]
}

/** A mark of its own shape for each policy, since not everybody sees colours. */
const dot = (i: number, x: number, y: number): string => {
  const at = `M${tenth(x)} ${tenth(y)}`
  const shapes = [
    "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
    "m-3.5 -3.5h7v7h-7z",
    "m0 -5l5 5l-5 5l-5 -5z",
    "m0 -4.5l4.5 8h-9z"
  ]
  return path(filled(i), `${at}${shapes[i % shapes.length] ?? ""}`)
}

/** Heights of labels, moved apart as little as a pass from top to bottom needs, in the sequence in which they came. */
const apart = (heights: ReadonlyArray<number>): ReadonlyArray<number> => {
  const moved = [...heights]
  const order = heights.map((height, i) => ({ height, i })).sort((a, b) => a.height - b.height || a.i - b.i)
  let free = -Infinity
  for (const { height, i } of order) {
    const place = Math.max(height, free)
    moved[i] = place
    free = place + LINE
  }
  return moved
}

const described = (policies: ReadonlyArray<string>, points: ReadonlyArray<SurgePoint>): string =>
  policies
    .map((policy) => {
      const told = curveOf(points, policy).map(
        (point) =>
          `at x${point.ordersX} ${decimalText(point.clickToDoorMean, 2)} minutes click-to-door, ` +
          `${decimalText(point.overageMean, 2)} minutes overage, ${shareText(point.lost / point.orders, 2)} lost`
      )
      return `${policy}: ${told.join("; ")}.`
    })
    .join(" ")
