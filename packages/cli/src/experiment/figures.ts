import { decimalText, METRICS, type Interval } from "@hotbag/sim"

/** A number with its sign; what rounds to nothing has none. */
export const signed = (value: number, digits: number): string => {
  const text = decimalText(Math.abs(value), digits)
  if (Number(text) === 0) return text
  return `${value < 0 ? "-" : "+"}${text}`
}

/** Both ends of an interval; `unknown` when they are infinite. */
export const intervalText = ({ high, low }: Interval, digits: number): string =>
  Number.isFinite(low) && Number.isFinite(high)
    ? `${signed(low, digits)} to ${signed(high, digits)}`
    : "unknown"

/** Decimals worth showing of a metric. */
export const digitsOf = (name: string): number => METRICS.find((metric) => metric.name === name)?.digits ?? 2
