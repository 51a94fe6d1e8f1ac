/** Rows as aligned columns: the first to the left, the others to the right; the last to the left when it is words. */
export const aligned = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  wordsLast = true
): ReadonlyArray<string> => {
  const widths: Array<number> = []
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length)
    })
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const isWords = i === 0 || (wordsLast && i === widths.length - 1)
        return isWords ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)
      })
      .join("  ")
      .trimEnd()
  )
}
