import { decimalText } from "@hotbag/sim"
import { drawn, escaped, filled, label, path, svgText, tenth } from "../mdrp/svg.ts"
import { PIT_BARS, pitOf } from "./figures.ts"
import type { EvaluatedModel } from "./etaText.ts"

const WIDTH = 640
const HEIGHT = 300
const LEFT = 48
const BASE = 240
const TALL = 170
const BAR = (WIDTH - 2 * LEFT) / PIT_BARS

/** PIT histograms of two models beside each other, bar by bar, with the line of honest forecasts. */
export const pitPicture = (before: EvaluatedModel, after: EvaluatedModel): string => {
  const shares = [pitOf(before.forecasts), pitOf(after.forecasts)]
  const most = Math.max(0.2, ...shares.flat())
  const y = (share: number) => BASE - (share / most) * TALL
  const bars = shares.flatMap((of, series) =>
    of.map((share, bar) => {
      const x = LEFT + bar * BAR + 4 + series * (BAR / 2 - 4)
      return `<rect class="${filled(series)}" x="${tenth(x)}" y="${tenth(y(share))}" width="${tenth(BAR / 2 - 6)}" height="${tenth(BASE - y(share))}"/>`
    })
  )
  const ticks = Array.from({ length: PIT_BARS + 1 }, (_, tick) =>
    label(LEFT + tick * BAR, BASE + 18, decimalText(tick / PIT_BARS, 1), "soft middle")
  )
  const names = [before.name, after.name].map(
    (name, series) =>
      `<rect class="${filled(series)}" x="${LEFT + series * 260}" y="${HEIGHT - 30}" width="12" height="12"/>` +
      label(LEFT + 18 + series * 260, HEIGHT - 20, name)
  )
  const words = shares.map((of, series) => {
    const name = series === 0 ? before.name : after.name
    return `${name}: ${of.map((share) => decimalText(share, 3)).join(", ")}`
  })
  return svgText({
    width: WIDTH,
    height: HEIGHT,
    title: "Where outcomes lie in what was forecast (PIT)",
    description: escaped(
      `Share of orders by tenth of the forecast distribution, honest at 0.1. ${words.join(". ")}.`
    ),
    elements: [
      path("rule", `M${LEFT} ${BASE}H${WIDTH - LEFT}`),
      ...bars,
      path(`${drawn(4)} curve`, `M${LEFT} ${tenth(y(0.1))}H${WIDTH - LEFT}`),
      label(WIDTH - LEFT + 4, y(0.1) + 4, "0.1", "soft"),
      ...ticks,
      ...names
    ]
  })
}
