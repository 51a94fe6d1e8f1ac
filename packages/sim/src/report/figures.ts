/** Figures as people read them: the same digits on every machine, whatever its locale. */

/** A whole number with commas: `1234567` is `1,234,567`. */
export const countText = (count: number): string =>
  Number.isFinite(count)
    ? Math.round(count)
        .toString()
        .replace(/\B(?=(\d{3})+$)/g, ",")
    : "-"

/** A figure with `digits` decimals; `-` for what was never measured. */
export const decimalText = (value: number, digits: number): string =>
  Number.isFinite(value) ? value.toFixed(digits) : "-"

/** A share (0..1) in per cent: `0.972` is `97.2 %`. */
export const shareText = (share: number, digits = 1): string =>
  Number.isFinite(share) ? `${(share * 100).toFixed(digits)} %` : "-"

/**
 * A share of good events in per cent, rounded down, so that 99.99 % is never shown as reached when it was missed.
 * The tiny allowance undoes binary fractions: 0.29 × 10,000 is 2,899.9999….
 */
export const attainedText = (share: number, digits = 2): string => {
  const scale = 10 ** (digits + 2)
  return shareText(Math.floor(share * scale + 1e-7) / scale, digits)
}

/** Time of day of a simulated instant: `18:05:30`; counts on past midnight as `24:10:00`. */
export const clockText = (atMs: number): string => {
  const seconds = Math.floor(atMs / 1000)
  const two = (value: number) => value.toString().padStart(2, "0")
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** Time of day in hours and minutes: `18:05`. */
export const hourText = (atMs: number): string => clockText(atMs).slice(0, -3)

/** A duration as people say it: `45 s`, `5 min`, `1.5 h`. */
export const durationText = (durationMs: number): string => {
  if (durationMs < 60_000) return `${trimmed(durationMs / 1000)} s`
  if (durationMs < 3_600_000) return `${trimmed(durationMs / 60_000)} min`
  return `${trimmed(durationMs / 3_600_000)} h`
}

const trimmed = (value: number) => value.toFixed(1).replace(/\.0$/, "")
