import { countText, decimalText, shareText } from "../report/figures.ts"
import type { ComparedDistribution, DayComparison } from "./compareDays.ts"

/** Two days side by side, for people; a line for each hour with orders and for each distribution. */
export const comparisonText = ({ distributions, hours, worstHour }: DayComparison): string => {
  const busy = hours.filter(({ played, real }) => real + played > 0)
  const rows = busy.map(
    ({ hour, played, real }) =>
      `  ${String(hour).padStart(2, "0")}:00  ${countText(real).padStart(8)}  ${countText(played).padStart(8)}  ${
        real === 0 ? "" : signed((played - real) / real)
      }`
  )
  return [
    "orders      learned    played",
    ...rows.map((row) => row.trimEnd()),
    `  worst busy hour: ${shareText(worstHour)}`,
    "",
    `${"distribution".padEnd(16)}   KS    shift   p10         p25         p50         p75         p90        worst`,
    ...distributions.map(line),
    "",
    "KS: largest difference of the two distribution functions; shift: mean difference of equal quantiles; quantiles: learned/played"
  ].join("\n")
}

const line = ({ ks, name, quantiles, unit, wasserstein, worstQuantile }: ComparedDistribution): string => {
  const digits = unit === "m" ? 0 : 1
  const pairs = quantiles.map(({ played, real }) =>
    `${decimalText(real, digits)}/${decimalText(played, digits)}`.padEnd(11)
  )
  return `${`${name}, ${unit}`.padEnd(16)} ${decimalText(ks, 3)}  ${decimalText(wasserstein, digits + 1).padStart(6)}  ${pairs.join(" ")} ${shareText(worstQuantile)}`
}

const signed = (share: number): string => `${share > 0 ? "+" : ""}${(share * 100).toFixed(1)} %`
