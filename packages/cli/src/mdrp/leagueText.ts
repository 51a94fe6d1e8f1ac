import { countText, decimalText, shareText } from "@hotbag/sim"
import { alignedRows, wrapped } from "./columns.ts"
import type { ShownPublished } from "./published.ts"
import type { Summary } from "./table.ts"

/** The table of a league: policies as they were played, and below what was published, with its sources. */
export const leagueLines = (
  summaries: ReadonlyArray<Summary>,
  published: ReadonlyArray<ShownPublished>
): ReadonlyArray<string> => {
  const rows = alignedRows([
    ...HEADER,
    ...summaries.map((summary) => [
      summary.policy,
      countText(summary.lost),
      shareText(summary.lost / summary.orders, 2),
      countText(summary.impossible),
      minutes(summary.clickToDoorMean, 2),
      minutes(summary.clickToDoorP90, 1),
      minutes(summary.overageMean, 2),
      minutes(summary.readyToPickupMean, 2),
      minutes(summary.costPerOrder, 2),
      minutes(summary.floorMean, 2),
      minutes(summary.excessMean, 2)
    ]),
    ...published.map((row, i) => [
      `${row.name} [${i + 1}]`,
      row.lost === null ? "-" : countText(row.lost),
      row.lostShare === null ? "-" : shareText(row.lostShare, 2),
      "-",
      minutes(row.clickToDoorMean, 2),
      minutes(row.clickToDoorP90, 1),
      minutes(row.overageMean, 2),
      minutes(row.readyToPickupMean, 2),
      minutes(row.costPerOrder, 2),
      minutes(row.set.floorMean, 2),
      minutes(row.excessMean, 2)
    ])
  ])
  const split = HEADER.length + summaries.length
  const shown = published.length === 0 ? [] : ["published", ...rows.slice(split)]
  return [...rows.slice(0, split), ...shown, ...sources(published)]
}

/** As wide as the table above them. */
const NOTE_WIDTH = 100

const HEADER = [
  ["", "", "", "impos-", "click-", "", "", "ready-to-", "cost/", "", ""],
  ["policy", "lost", "lost %", "sible", "to-door", "p90", "overage", "pickup", "order", "floor", "excess"]
]

const minutes = (value: number | null, digits: number): string => decimalText(value ?? Number.NaN, digits)

const sources = (published: ReadonlyArray<ShownPublished>): ReadonlyArray<string> =>
  published.length === 0
    ? ["", "nothing was published for this choice of days"]
    : [
        "",
        ...published.flatMap(({ played, set, source }, i) =>
          wrapped(`[${i + 1}] ${source}; ${daysText(played, set)}`, NOTE_WIDTH, "    ")
        ),
        "floor and excess of published rows: by the floor of the days they were published for"
      ]

/** How many of the published days were played. */
const daysText = (played: number, set: ShownPublished["set"]): string =>
  played === set.size ? `${set.name}, played here` : `${set.name}, ${played} of them played here`
