/** An interval for an unknown value; both ends are infinite where nothing can be said yet. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Mean of the values; 0 of none. */
export const meanOf = (values: ReadonlyArray<number>): number => {
  let sum = 0
  for (const value of values) sum += value
  return values.length === 0 ? 0 : sum / values.length
}

/** Sample standard deviation (divided by n - 1); 0 of fewer than two. */
export const deviationOf = (values: ReadonlyArray<number>): number => {
  const mean = meanOf(values)
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1))
}

/** Both ends by adding and subtracting. */
export const around = (middle: number, halfWidth: number): Interval =>
  halfWidth === Infinity
    ? { low: -Infinity, high: Infinity }
    : { low: middle - halfWidth, high: middle + halfWidth }
