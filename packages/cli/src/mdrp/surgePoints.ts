import type { Summary } from "./table.ts"

/** All days under one policy at one multiple of the orders. */
export interface SurgePoint extends Summary {
  readonly ordersX: number
}

/** What grows with the rush. */
export type SurgeFigure = "clickToDoorMean" | "overageMean" | "lostShare"

/** The value of a figure at a point: minutes, or a share of the orders. */
export const surgeValue = (point: SurgePoint, figure: SurgeFigure): number =>
  figure === "lostShare" ? point.lost / point.orders : point[figure]

/** How much a figure grows from one multiple to the next. */
export interface SurgeStep {
  readonly fromX: number
  readonly toX: number
  readonly by: number
}

/**
 * The largest step between neighbours on one policy's curve; the first of equals. Who degrades gracefully has small
 * ones: no multiple at which all breaks down at once.
 *
 * @param curve two points at least, ascending in `ordersX`.
 */
export const largestStep = (curve: ReadonlyArray<SurgePoint>, figure: SurgeFigure): SurgeStep | undefined => {
  let largest: SurgeStep | undefined
  let before: SurgePoint | undefined
  for (const point of curve) {
    if (before !== undefined) {
      const by = surgeValue(point, figure) - surgeValue(before, figure)
      if (largest === undefined || by > largest.by)
        largest = { fromX: before.ordersX, toX: point.ordersX, by }
    }
    before = point
  }
  return largest
}

/** One policy's points. */
export const curveOf = (points: ReadonlyArray<SurgePoint>, policy: string): ReadonlyArray<SurgePoint> =>
  points.filter((point) => point.policy === policy)
