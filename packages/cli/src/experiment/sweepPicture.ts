import { decimalText } from "@hotbag/sim"
import { drawn, filled, label, linesOf, path, scaleTo, svgText, tenth } from "../mdrp/svg.ts"
import type { Outcome } from "./compareDocument.ts"

const WIDTH = 760
const HEIGHT = 420
const LEFT = 70
const RIGHT = 190
const TOP = 84
const BOTTOM = 370

/** The curves of a sweep with their intervals as a picture; the knees are ringed. */
export const sweepPicture = ({ curves, request: { metrics, sweep }, scenario, seeds }: Outcome): string => {
  const main = metrics[0]
  const values = (sweep?.values ?? []).map(Number)
  const [least = 0, most = 1] = [values[0], values.at(-1)]
  const figures = curves.map(({ points }) =>
    points.map(({ metrics: all, value }) => {
      const { interval, mean } = all[main?.name ?? ""] ?? { mean: 0, interval: { low: 0, high: 0 } }
      const isKnown = Number.isFinite(interval.low)
      return {
        at: Number(value),
        mean,
        low: isKnown ? interval.low : mean,
        high: isKnown ? interval.high : mean
      }
    })
  )
  const scale = scaleTo(Math.max(0.1, ...figures.flatMap((points) => points.map(({ high }) => high))))
  const x = (value: number) => LEFT + ((WIDTH - LEFT - RIGHT) * (value - least)) / (most - least || 1)
  const y = (value: number) => BOTTOM - ((BOTTOM - TOP) * Math.max(0, value)) / scale.top
  return svgText({
    width: WIDTH,
    height: HEIGHT,
    title: `${main?.name ?? ""} by ${sweep?.name ?? ""}, ${scenario}`,
    description: curves
      .map(({ entrant, knee }, i) => {
        const told = (figures[i] ?? []).map(({ at, mean }) => `${decimalText(mean, 2)} at ${at}`)
        return `${entrant}: ${told.join(", ")}; ${knee === undefined ? "no knee" : `knee at ${knee.x}`}.`
      })
      .join(" "),
    elements: [
      label(
        24,
        56,
        `${main?.description ?? ""}, ${main?.unit ?? ""}; ${seeds.length} seeds, 95 % intervals`,
        "soft"
      ),
      ...linesOf(scale).flatMap((height) => [
        path("rule", `M${LEFT} ${tenth(y(height))}H${WIDTH - RIGHT}`),
        label(LEFT - 10, y(height) + 4, decimalText(height, scale.digits), "soft end")
      ]),
      ...values.map((value) => label(x(value), BOTTOM + 22, String(value), "soft middle")),
      ...figures.flatMap((points, i) => {
        const line = points.map(
          ({ at, mean }, p) => `${p === 0 ? "M" : "L"}${tenth(x(at))} ${tenth(y(mean))}`
        )
        const bars = points.map(({ at, high, low }) => `M${tenth(x(at))} ${tenth(y(low))}V${tenth(y(high))}`)
        const knee = curves[i]?.knee
        return [
          path(`curve ${drawn(i)}`, line.join("")),
          path(drawn(i), bars.join("")),
          ...(knee === undefined ? [] : [path(`curve ${drawn(i)}`, ring(x(knee.x), y(knee.y)))]),
          label(WIDTH - RIGHT + 14, TOP + 20 + 20 * i, curves[i]?.entrant ?? "", filled(i))
        ]
      })
    ]
  })
}

const ring = (x: number, y: number): string => `M${tenth(x - 7)} ${tenth(y)}a7 7 0 1 0 14 0a7 7 0 1 0 -14 0z`
