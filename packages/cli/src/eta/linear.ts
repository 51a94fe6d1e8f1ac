import { at } from "@hotbag/core"

/** Weights of a linear model, one for each feature. */
export type Weights = ReadonlyArray<number>

/**
 * Least squares with a ridge (A. Hoerl and R. Kennard 1970) on all but the last feature, which is the constant 1, by elimination on the normal
 * equations: O(rows × features²).
 */
export const fitLinear = (
  rows: ReadonlyArray<ReadonlyArray<number>>,
  targets: ReadonlyArray<number>,
  ridge: number
): Weights => {
  const width = rows[0]?.length ?? 0
  const system = Array.from({ length: width }, (_, i) => {
    const line = new Float64Array(width + 1)
    line[i] = i < width - 1 ? ridge : 1e-6
    return line
  })
  rows.forEach((row, index) => {
    system.forEach((line, i) => {
      const weight = at(row, i)
      if (weight === 0) return
      for (let j = 0; j < width; j += 1) line[j] = (line[j] ?? 0) + weight * at(row, j)
      line[width] = (line[width] ?? 0) + weight * at(targets, index)
    })
  })
  for (let pivot = 0; pivot < width; pivot += 1) {
    const above = at(system, pivot)
    for (let below = pivot + 1; below < width; below += 1) {
      const line = at(system, below)
      const factor = (line[pivot] ?? 0) / (above[pivot] ?? 1)
      for (let j = pivot; j <= width; j += 1) line[j] = (line[j] ?? 0) - factor * (above[j] ?? 0)
    }
  }
  const weights = Array.from({ length: width }, () => 0)
  for (let i = width - 1; i >= 0; i -= 1) {
    const line = at(system, i)
    let rest = line[width] ?? 0
    for (let j = i + 1; j < width; j += 1) rest -= (line[j] ?? 0) * at(weights, j)
    weights[i] = rest / (line[i] ?? 1)
  }
  return weights
}

/** What a linear model says of a row. */
export const linearValue = (weights: Weights, row: ReadonlyArray<number>): number =>
  row.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)
