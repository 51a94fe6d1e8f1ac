import { f64, invariant, probit } from "@hotbag/core"

/** A distribution as a table, to be drawn from millions of times: `draw(u)` for u in (0, 1). */
export interface DrawTable {
  readonly draw: (u: number) => number
  readonly mean: number
}

/** Rows of a table: the tail beyond one in 2,048 is cut, and its mean kept. */
const ROWS = 2_048

/**
 * Service times around a mean of 1: lognormal with this squared coefficient of variation; 0: all alike. The lognormal is
 * what times of requests look like when many things have a share in them; its mean is exact in the table.
 */
export const unitTimes = (squaredVariation: number): DrawTable => {
  invariant(squaredVariation >= 0, "a squared coefficient of variation is not negative", { squaredVariation })
  const sigma = Math.sqrt(Math.log1p(squaredVariation))
  const rows = Float64Array.from({ length: ROWS }, (_, row) => Math.exp(sigma * probit((row + 0.5) / ROWS)))
  let sum = 0
  for (const value of rows) sum += value
  return table(rows.map((value) => (value * ROWS) / sum))
}

/** The distribution whose quantiles at equal distances, from the least to the greatest, are given; linear in between. */
export const fromQuantiles = (quantiles: ReadonlyArray<number>): DrawTable => {
  invariant(quantiles.length >= 2, "a distribution has a least and a greatest value", {
    count: quantiles.length
  })
  const last = quantiles.length - 1
  return table(
    Float64Array.from({ length: ROWS }, (_, row) => {
      const place = ((row + 0.5) / ROWS) * last
      const below = Math.floor(place)
      const from = quantiles[below] ?? 0
      return from + ((quantiles[below + 1] ?? from) - from) * (place - below)
    })
  )
}

const table = (rows: Float64Array): DrawTable => {
  let sum = 0
  for (const value of rows) sum += value
  return { draw: (u) => f64(rows, Math.min(ROWS - 1, Math.floor(u * ROWS))), mean: sum / ROWS }
}
