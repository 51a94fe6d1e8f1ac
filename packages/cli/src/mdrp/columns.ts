/** Cells under each other: the first column to the left, the others to the right, two blanks between. */
export const alignedRow = (cells: ReadonlyArray<string>, widths: ReadonlyArray<number>): string =>
  cells
    .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
    .join("  ")
    .trimEnd()

/** Whole rows as lines, every column as wide as its longest cell. */
export const alignedRows = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths: Array<number> = []
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length)
    })
  }
  return rows.map((row) => alignedRow(row, widths))
}

/** Words in lines of at most `width` characters; all but the first begin with `indent`. */
export const wrapped = (text: string, width: number, indent: string): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`
    if (longer.length <= width || line === "") line = longer
    else {
      lines.push(line)
      line = indent + word
    }
  }
  return [...lines, line]
}
