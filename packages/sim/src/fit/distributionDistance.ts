import { f64 } from "@hotbag/core"

/** How far two samples are apart. */
export interface DistributionDistance {
  /** Largest difference of the two distribution functions, 0..1 (Kolmogorov and Smirnov). */
  readonly ks: number
  /** Mean difference of equal quantiles, in the unit of the values: the earth mover's distance (Wasserstein 1). */
  readonly wasserstein: number
}

/**
 * Distances between two samples, each in ascending order; 0 when they are the same, NaN when one is empty. One pass over both:
 * O(n + m). The second is the area between the distribution functions, which in one dimension is the earth mover's distance (Vallender 1973).
 */
export const distributionDistance = (a: Float64Array, b: Float64Array): DistributionDistance => {
  if (a.length === 0 || b.length === 0) return { ks: Number.NaN, wasserstein: Number.NaN }
  let ks = 0
  let wasserstein = 0
  let i = 0
  let j = 0
  let before = Math.min(f64(a, 0), f64(b, 0))
  while (i < a.length || j < b.length) {
    const next = Math.min(i < a.length ? f64(a, i) : Infinity, j < b.length ? f64(b, j) : Infinity)
    wasserstein += Math.abs(i / a.length - j / b.length) * (next - before)
    while (i < a.length && f64(a, i) === next) i++
    while (j < b.length && f64(b, j) === next) j++
    ks = Math.max(ks, Math.abs(i / a.length - j / b.length))
    before = next
  }
  return { ks, wasserstein }
}
