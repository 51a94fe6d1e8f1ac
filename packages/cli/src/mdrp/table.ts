import { countText, decimalText } from "@hotbag/sim"
import type { GrubhubFigures } from "@hotbag/sim"
import { alignedRow } from "./columns.ts"

/** One instance as one policy played it. */
export interface PlayedInstance extends GrubhubFigures {
  readonly instance: string
  readonly policy: string
  /** Digest of the run's event history. */
  readonly hash: string
}

/** Several instances in one row: counts added up, other figures as means over the instances. */
export interface Summary extends Omit<PlayedInstance, "instance" | "hash"> {
  readonly instances: number
}

/** Sums up what one policy did. Means and quantiles that an instance does not have (nothing delivered) are left out. */
export const summarise = (played: ReadonlyArray<PlayedInstance>): Summary => {
  const sum = (figure: (instance: PlayedInstance) => number) =>
    played.reduce((total, instance) => total + figure(instance), 0)
  const mean = (figure: (instance: PlayedInstance) => number | null) => {
    const values = played
      .map((instance) => figure(instance) ?? Number.NaN)
      .filter((value) => !Number.isNaN(value))
    return values.length === 0 ? null : values.reduce((total, value) => total + value, 0) / values.length
  }
  return {
    policy: played[0]?.policy ?? "",
    instances: played.length,
    orders: sum(({ orders }) => orders),
    delivered: sum(({ delivered }) => delivered),
    lost: sum(({ lost }) => lost),
    impossible: sum(({ impossible }) => impossible),
    clickToDoorMean: mean(({ clickToDoorMean }) => clickToDoorMean) ?? Number.NaN,
    clickToDoorP50: mean(({ clickToDoorP50 }) => clickToDoorP50),
    clickToDoorP90: mean(({ clickToDoorP90 }) => clickToDoorP90),
    clickToDoorMax: mean(({ clickToDoorMax }) => clickToDoorMax),
    overageMean: mean(({ overageMean }) => overageMean) ?? Number.NaN,
    readyToPickupMean: mean(({ readyToPickupMean }) => readyToPickupMean) ?? Number.NaN,
    floorMean: mean(({ floorMean }) => floorMean) ?? Number.NaN,
    excessMean: mean(({ excessMean }) => excessMean) ?? Number.NaN,
    costPerOrder: mean(({ costPerOrder }) => costPerOrder) ?? Number.NaN,
    ordersPerBundle: mean(({ ordersPerBundle }) => ordersPerBundle) ?? Number.NaN,
    courierUtilization: mean(({ courierUtilization }) => courierUtilization) ?? Number.NaN
  }
}

const COLUMNS = [
  "orders",
  "lost",
  "impossible",
  "click-to-door",
  "p90",
  "overage",
  "ready-to-pickup",
  "excess",
  "cost/order"
] as const

/** Widths of a table whose first column holds `names`: fixed beforehand, since rows are printed as they come. */
export const tableWidths = (names: ReadonlyArray<string>): ReadonlyArray<number> => [
  Math.max("instance".length, summaryName(names.length).length, ...names.map((name) => name.length)),
  ...COLUMNS.map((column) => Math.max(column.length, 6))
]

/** The line above the figures. */
export const header = (widths: ReadonlyArray<number>): string => alignedRow(["instance", ...COLUMNS], widths)

/** One instance. */
export const row = (played: PlayedInstance, widths: ReadonlyArray<number>): string =>
  alignedRow([played.instance, ...figures(played)], widths)

/** All instances together. */
export const summaryRow = (summary: Summary, widths: ReadonlyArray<number>): string =>
  alignedRow([summaryName(summary.instances), ...figures(summary)], widths)

const summaryName = (instances: number) => `all ${instances}`

const figures = (of: GrubhubFigures): ReadonlyArray<string> => [
  countText(of.orders),
  countText(of.lost),
  countText(of.impossible),
  decimalText(of.clickToDoorMean, 2),
  decimalText(of.clickToDoorP90 ?? Number.NaN, 1),
  decimalText(of.overageMean, 2),
  decimalText(of.readyToPickupMean, 2),
  decimalText(of.excessMean, 2),
  decimalText(of.costPerOrder, 2)
]
