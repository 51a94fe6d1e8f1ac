import { Limits } from "@hotbag/core"
import { Result } from "effect"
import { TableRow, quote } from "./TableRow.ts"
import type { TraceFiles, TraceProblem } from "./TraceProblem.ts"

/** How a table looks: one header line with exactly these columns, then a line for each row. */
export interface TableFormat<Column extends string> {
  readonly file: string
  readonly separator: "\t" | ","
  readonly columns: ReadonlyArray<Column>
}

/**
 * Reads one table, strictly: a wrong header, a row with more or fewer fields, or a field that `read` refuses ends it
 * with a problem that names file, line and column. Tolerated are blank lines, CRLF line ends and a byte order mark (the
 * blanks around a field do not count, and to `trim` those two are blanks).
 * Quoted fields are not supported; nothing in a trace needs them.
 *
 * `read` makes a row into what the caller wants; it may refuse a row by `row.refuse`. O(characters).
 */
export const parseTable = <Column extends string, A>(
  files: TraceFiles,
  format: TableFormat<Column>,
  read: (row: TableRow<Column>) => A
): Result.Result<ReadonlyArray<A>, TraceProblem> => {
  const { file, columns } = format
  const text = files[file]
  const refuse = (line: number, message: string) => Result.fail(traceProblem(file, line, message))
  if (text === undefined) return refuse(0, `missing; a folder with ${columns.join(", ")} in it is expected`)
  if (text.length > Limits.traceFileLength) {
    return refuse(0, `${text.length} characters, at most ${Limits.traceFileLength} are read; split the day`)
  }
  const row = new TableRow(file, columns)
  const rows: Array<A> = []
  let header = false
  let line = 0
  for (let start = 0; start < text.length;) {
    line += 1
    const end = endOfLine(text, start)
    if (end - start > Limits.traceLineLength) {
      return refuse(line, `${end - start} characters, at most ${Limits.traceLineLength} make a row`)
    }
    const content = text.slice(start, end)
    start = end + 1
    if (content.trim() === "") continue
    const fields = content.split(format.separator)
    if (!header) {
      const problem = headerProblem(fields, format)
      if (problem !== null) return refuse(line, problem)
      header = true
      continue
    }
    if (fields.length !== columns.length) return refuse(line, fieldCount(fields.length, columns.length))
    if (rows.length === Limits.traceRows)
      return refuse(line, `more than ${Limits.traceRows} rows; split the day`)
    row.load(line, fields)
    rows.push(read(row))
    if (row.problem !== null) return Result.fail(row.problem)
  }
  if (!header) return refuse(0, `empty; the header line ${quote(columns.join(format.separator))} is expected`)
  return Result.succeed(rows)
}

/** A problem of a trace; line 0 is about the whole file. */
export const traceProblem = (file: string, line: number, message: string): TraceProblem => ({
  _tag: "TraceProblem",
  file,
  line,
  message
})

const endOfLine = (text: string, start: number): number => {
  const end = text.indexOf("\n", start)
  return end === -1 ? text.length : end
}

const headerProblem = (fields: ReadonlyArray<string>, format: TableFormat<string>): string | null => {
  const { columns } = format
  if (fields.length !== columns.length) {
    return `${fieldCount(fields.length, columns.length)}: the header line ${quote(columns.join(format.separator))}`
  }
  const wrong = columns.findIndex((column, i) => fields[i]?.trim() !== column)
  if (wrong === -1) return null
  return `the header says ${quote(fields[wrong]?.trim() ?? "")} where column ${columns[wrong] ?? ""} is expected`
}

const fieldCount = (given: number, expected: number): string =>
  `${given} ${given === 1 ? "field" : "fields"}, expected ${expected}`
