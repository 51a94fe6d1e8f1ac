import { countText, decimalText, shareText } from "@hotbag/sim"
import type { ShownPublished } from "./published.ts"
import { filled, label, linesOf, path, scaleTo, svgText, tenth } from "./svg.ts"
import type { Summary } from "./table.ts"

const WIDTH = 760
const LEFT = 190
const RIGHT = 220
const ROW = 30
const TOP = 82

/**
 * A league as a picture: a bar for each policy, as long as its click-to-door is above the floor, and a mark for each
 * published figure on the same scale. The same figures give the same text.
 */
export const leaguePicture = (
  summaries: ReadonlyArray<Summary>,
  published: ReadonlyArray<ShownPublished>
): string => {
  const days = summaries[0]?.instances ?? 0
  const scale = scaleTo(Math.max(...[...summaries, ...published].map(({ excessMean }) => excessMean), 0.1))
  const x = (minutes: number) => LEFT + ((WIDTH - LEFT - RIGHT) * Math.max(0, minutes)) / scale.top
  const bottom = TOP + ROW * (summaries.length + published.length) + (published.length > 0 ? ROW : 0)
  const rows = summaries.map((summary, i) => ({ summary, y: TOP + ROW * i }))
  const marks = published.map((row, i) => ({ row, y: TOP + ROW * (summaries.length + 1 + i) }))
  return svgText({
    width: WIDTH,
    height: bottom + 44,
    title: `Minutes above the floor, ${countText(days)} Grubhub ${days === 1 ? "day" : "days"}`,
    description: described(summaries, published),
    elements: [
      label(24, 56, "Mean click-to-door above what nobody can beat; shorter is better", "soft"),
      ...linesOf(scale).flatMap((minutes) => [
        path("rule", `M${tenth(x(minutes))} ${TOP - 6}V${bottom}`),
        label(x(minutes), bottom + 20, decimalText(minutes, scale.digits), "soft middle")
      ]),
      ...rows.flatMap(({ summary, y }, i) => bar(summary, y, x(summary.excessMean), i)),
      ...(published.length === 0
        ? []
        : [label(24, TOP + ROW * summaries.length + 20, "published", "strong")]),
      ...marks.flatMap(({ row, y }) => mark(row, y, x(row.excessMean)))
    ]
  })
}

const bar = (summary: Summary, y: number, endX: number, i: number): ReadonlyArray<string> => [
  label(LEFT - 12, y + 17, summary.policy, "end"),
  `<rect class="${filled(i)}" x="${LEFT}" y="${y + 4}" width="${tenth(endX - LEFT)}" height="${ROW - 12}" rx="2"/>`,
  label(
    endX + 10,
    y + 17,
    `${decimalText(summary.excessMean, 2)} min, ${countText(summary.lost)} lost`,
    "halo"
  )
]

/** A diamond on a line: no bar, because nobody played it here. */
const mark = (row: ShownPublished, y: number, endX: number): ReadonlyArray<string> => [
  label(LEFT - 12, y + 17, row.name, "end"),
  path("rule", `M${LEFT} ${y + 13}H${tenth(endX - 6)}`),
  path("their", `M${tenth(endX)} ${y + 7}l6 6l-6 6l-6 -6z`),
  label(
    endX + 14,
    y + 17,
    `${decimalText(row.excessMean, 2)} min${lostText(row)}, ${ofDays(row)}`,
    "soft halo"
  )
]

const lostText = ({ lost, lostShare }: ShownPublished): string => {
  if (lost !== null) return `, ${countText(lost)} lost`
  return lostShare === null ? "" : `, ${shareText(lostShare, 2)} lost`
}

const ofDays = ({ set }: ShownPublished): string => `${set.size} days`

const described = (summaries: ReadonlyArray<Summary>, published: ReadonlyArray<ShownPublished>): string =>
  [
    ...summaries.map(
      ({ excessMean, impossible, lost, policy }) =>
        `${policy}: ${decimalText(excessMean, 2)} minutes above the floor, ${countText(lost)} orders lost, ` +
        `${countText(impossible)} of them impossible.`
    ),
    ...published.map(
      (row) =>
        `Published, ${row.name}: ${decimalText(row.excessMean, 2)} minutes above the floor${lostText(row)}, ` +
        `for ${row.set.name}, ${row.played} of them played here. Source: ${row.source}.`
    )
  ].join(" ")
