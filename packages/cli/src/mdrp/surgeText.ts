import { countText, decimalText, shareText } from "@hotbag/sim"
import { alignedRows } from "./columns.ts"
import { curveOf, largestStep } from "./surgePoints.ts"
import type { SurgePoint, SurgeStep } from "./surgePoints.ts"

/** The curves as a table, and below it how gracefully each policy takes the rush. */
export const surgeLines = (
  policies: ReadonlyArray<string>,
  points: ReadonlyArray<SurgePoint>
): ReadonlyArray<string> => [
  ...alignedRows([
    ["", "", "", "", "", "impos-", "click-", "", ""],
    ["policy", "orders", "", "lost", "lost %", "sible", "to-door", "overage", "excess"],
    ...policies.flatMap((policy) =>
      curveOf(points, policy).map((point) => [
        policy,
        `x${point.ordersX}`,
        countText(point.orders),
        countText(point.lost),
        shareText(point.lost / point.orders, 2),
        countText(point.impossible),
        decimalText(point.clickToDoorMean, 2),
        decimalText(point.overageMean, 2),
        decimalText(point.excessMean, 2)
      ])
    )
  ]),
  "",
  ...alignedRows([
    ["largest step between neighbours", "click-to-door", "", "overage", "", "lost", ""],
    ...policies.map((policy) => {
      const curve = curveOf(points, policy)
      return [
        policy,
        ...stepCells(largestStep(curve, "clickToDoorMean"), minutes),
        ...stepCells(largestStep(curve, "overageMean"), minutes),
        ...stepCells(largestStep(curve, "lostShare"), (by) => shareText(by, 2))
      ]
    })
  ])
]

const minutes = (by: number): string => `${decimalText(by, 2)} min`

const stepCells = (step: SurgeStep | undefined, text: (by: number) => string): readonly [string, string] =>
  step === undefined
    ? ["-", ""]
    : [`${step.by < 0 ? "" : "+"}${text(step.by)}`, `x${step.fromX} to x${step.toX}`]
