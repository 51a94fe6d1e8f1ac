import { growthTable, recordedSizes } from "../../benchmarks/src/growth/growthTable.ts"
import type { PlayedSize } from "../../benchmarks/src/growth/PlayedSize.ts"
import {
  drawn,
  filled,
  label,
  linesOf,
  path,
  scaleTo,
  svgText,
  tenth
} from "../../packages/cli/src/mdrp/svg.ts"

const WIDTH = 760
const HEIGHT = 400
const TOP = 104
const BOTTOM = 340

/** A part of the picture: what grows, of every size. */
interface Panel {
  readonly heading: string
  readonly left: number
  readonly right: number
  readonly curves: ReadonlyArray<Curve>
}

interface Curve {
  /** Of the colours. */
  readonly colour: number
  readonly points: ReadonlyArray<{ readonly orders: number; readonly value: number }>
}

/** Time and memory of the big city by its orders, as they were recorded; undefined: they were not. The same record, the same picture. */
export const growthPicture = (): string | undefined => {
  const sizes = recordedSizes()
  if (sizes.length === 0) return undefined
  const policies = [...new Set(sizes.map(({ policy }) => policy))]
  const of = (policy: string, colour: number, value: (size: PlayedSize) => number): Curve => ({
    colour,
    points: sizes
      .filter((size) => size.policy === policy)
      .map((size) => ({ orders: size.orders, value: value(size) }))
  })
  const [plainest = ""] = policies
  const most = Math.max(...sizes.map(({ orders }) => orders))
  const panels: ReadonlyArray<Panel> = [
    {
      heading: "seconds of a processor, to play it",
      left: 64,
      right: 366,
      curves: [
        ...policies.map((policy, i) => of(policy, i, ({ roundsS, worldS }) => roundsS + worldS)),
        of(plainest, policies.length, ({ worldS }) => worldS)
      ]
    },
    {
      heading: "peak memory, GB",
      left: 436,
      right: 738,
      curves: policies.map((policy, i) => of(policy, i, ({ peakMb }) => peakMb / 1_024))
    }
  ]
  const names = [...policies, `${plainest} without its rounds`]
  return svgText({
    width: WIDTH,
    height: HEIGHT,
    title: "A larger and larger city",
    description: growthTable().replaceAll("\n", " "),
    elements: [
      ...names.map((name, i) => label(24 + 150 * i, 58, name, `strong ${filled(i)}`)),
      label(
        24,
        386,
        "thousands of orders a day, couriers alike; straight grey lines: as much as the orders",
        "soft"
      ),
      ...panels.flatMap((panel) => drawPanel(panel, most))
    ]
  })
}

const drawPanel = ({ curves, heading, left, right }: Panel, most: number): ReadonlyArray<string> => {
  const across = scaleTo(most / 1_000)
  const up = scaleTo(Math.max(...curves.flatMap(({ points }) => points.map(({ value }) => value))))
  const x = (orders: number) => tenth(left + ((right - left) * orders) / 1_000 / across.top)
  const y = (value: number) => tenth(BOTTOM - ((BOTTOM - TOP) * value) / up.top)
  return [
    label(left - 40, TOP - 18, heading, "strong"),
    ...linesOf(up).flatMap((value) => [
      path("rule", `M${left} ${y(value)}H${right}`),
      label(left - 8, Number(y(value)) + 4, value.toFixed(up.digits), "soft end")
    ]),
    ...linesOf(across).map((thousands) =>
      label(Number(x(thousands * 1_000)), BOTTOM + 20, String(thousands), "soft middle")
    ),
    ...curves.flatMap(({ colour, points }) => {
      const [first] = points
      if (first === undefined) return []
      // As far as the panel reaches, so that its slope is true.
      const until = Math.min(points.at(-1)?.orders ?? 0, (first.orders * up.top) / first.value)
      return [
        path("rule", `M${x(0)} ${y(0)}L${x(until)} ${y((first.value * until) / first.orders)}`),
        path(
          `curve ${drawn(colour)}`,
          points.map(({ orders, value }, i) => `${i === 0 ? "M" : "L"}${x(orders)} ${y(value)}`).join("")
        ),
        ...points.map(
          ({ orders, value }) =>
            `<circle class="${filled(colour)}" cx="${x(orders)}" cy="${y(value)}" r="3.5"/>`
        )
      ]
    })
  ]
}
