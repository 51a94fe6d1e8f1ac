import { DAY_MS, HOUR_MS, MINUTE_MS, haversineM, i32 } from "@hotbag/core"
import { type DistributionDistance, distributionDistance } from "./distributionDistance.ts"
import type { ObservedDay, ObservedOrder } from "./ObservedDay.ts"
import { quantileOf, sorted } from "../scenario/quantileTable.ts"

/** Two days side by side, such as a real one and the same as it was played from a fitted scenario. */
export interface DayComparison {
  readonly hours: ReadonlyArray<HourComparison>
  /** Largest relative difference among hours with at least `BUSY_HOUR` orders in the first day, 0..1. */
  readonly worstHour: number
  readonly distributions: ReadonlyArray<ComparedDistribution>
}

/** Orders placed in one hour of the two days. */
export interface HourComparison {
  readonly hour: number
  readonly real: number
  readonly played: number
}

/** One distribution of the two days. */
export interface ComparedDistribution extends DistributionDistance {
  readonly name: string
  readonly unit: "min" | "m" | "h"
  readonly real: number
  readonly played: number
  readonly quantiles: ReadonlyArray<QuantileComparison>
  /** Largest relative difference of the quantiles, 0..1. */
  readonly worstQuantile: number
}

/** The same quantile of both days. */
export interface QuantileComparison {
  readonly p: number
  readonly real: number
  readonly played: number
}

/** Fewer orders than this in an hour say nothing about a share: five per cent of them are not even five orders. */
export const BUSY_HOUR = 100

/** Compares hourly orders, preparation, acceptance, promise, distance and shifts. O(n log n). */
export const compareDays = (real: ObservedDay, played: ObservedDay): DayComparison => {
  const hours = hoursOf(real, played)
  const busy = hours.filter((hour) => hour.real >= BUSY_HOUR)
  return {
    hours,
    worstHour: busy.reduce((worst, hour) => Math.max(worst, relative(hour.real, hour.played)), 0),
    distributions: MEASURES.map(({ name, unit, values }) => {
      const [a, b] = [sorted(values(real)), sorted(values(played))]
      const quantiles = SHARES.map((p) => ({ p, real: quantileOf(a, p), played: quantileOf(b, p) }))
      return {
        name,
        unit,
        real: a.length,
        played: b.length,
        ...distributionDistance(a, b),
        quantiles,
        worstQuantile: quantiles.reduce((worst, each) => Math.max(worst, relative(each.real, each.played)), 0)
      }
    })
  }
}

const SHARES = [0.1, 0.25, 0.5, 0.75, 0.9]

interface Measure {
  readonly name: string
  readonly unit: ComparedDistribution["unit"]
  readonly values: (day: ObservedDay) => ReadonlyArray<number>
}

const ofOrders = (value: (order: ObservedOrder) => number) => (day: ObservedDay) => day.orders.map(value)

const MEASURES: ReadonlyArray<Measure> = [
  { name: "preparation", unit: "min", values: ofOrders((order) => order.preparationMs / MINUTE_MS) },
  { name: "acceptance", unit: "min", values: ofOrders((order) => order.acceptMs / MINUTE_MS) },
  { name: "promise", unit: "min", values: ofOrders((order) => order.promiseMs / MINUTE_MS) },
  { name: "distance", unit: "m", values: ofOrders(({ dropoff, pickup }) => haversineM(pickup, dropoff)) },
  { name: "shift begins", unit: "h", values: ({ couriers }) => couriers.map((c) => c.onAtMs / HOUR_MS) },
  {
    name: "shift length",
    unit: "h",
    values: ({ couriers }) => couriers.map((c) => (c.offAtMs - c.onAtMs) / HOUR_MS)
  }
]

const hoursOf = (real: ObservedDay, played: ObservedDay): ReadonlyArray<HourComparison> => {
  const counts = (day: ObservedDay) => {
    const byHour = new Int32Array(DAY_MS / HOUR_MS)
    for (const { placedAtMs } of day.orders) {
      const hour = Math.floor(placedAtMs / HOUR_MS)
      if (hour >= 0 && hour < byHour.length) byHour[hour] = i32(byHour, hour) + 1
    }
    return byHour
  }
  const [a, b] = [counts(real), counts(played)]
  return Array.from({ length: DAY_MS / HOUR_MS }, (_, hour) => ({
    hour,
    real: i32(a, hour),
    played: i32(b, hour)
  }))
}

const relative = (real: number, played: number): number =>
  real === 0 ? (played === 0 ? 0 : Infinity) : Math.abs(played - real) / Math.abs(real)
