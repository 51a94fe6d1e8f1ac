import { HOUR_MS, Limits, MINUTE_MS, SECOND_MS, at } from "@hotbag/core"
import type { TraceProblem } from "./TraceProblem.ts"

/** What a column's number may be: the range, both ends included, and what to call it. */
export interface NumberRange {
  readonly min: number
  readonly max: number
  /** For the message, such as `metres` or `a latitude`. */
  readonly unit: string
}

/**
 * The row of a table being read, field by field. The first problem is kept and ends the reading; what is returned
 * after it is a placeholder (0 or "") that never leaves `parseTable`.
 */
export class TableRow<Column extends string> {
  problem: TraceProblem | null = null
  readonly #file: string
  readonly #columns: ReadonlyArray<string>
  readonly #lineOfId = new Map<string, number>()
  #line = 0
  #fields: ReadonlyArray<string> = []

  constructor(file: string, columns: ReadonlyArray<Column>) {
    this.#file = file
    this.#columns = columns
  }

  /** Goes to another row; as many fields as columns. */
  load(line: number, fields: ReadonlyArray<string>): void {
    this.#line = line
    this.#fields = fields
  }

  /** Field as it stands, without surrounding blanks. */
  text(column: Column): string {
    return at(this.#fields, this.#columns.indexOf(column)).trim()
  }

  /** A name without blanks (solution files separate fields by them), at most `Limits.idLength` characters. */
  id(column: Column): string {
    const text = this.text(column)
    if (text.length > 0 && text.length <= Limits.idLength && PRINTABLE.test(text)) return text
    this.refuse(column, `${quote(text)} is not an id: 1 to ${Limits.idLength} characters, none of them blank`)
    return ""
  }

  /** The row's own id, which no other row of the table has. */
  newId(column: Column): string {
    const id = this.id(column)
    const before = this.#lineOfId.get(id)
    if (before === undefined) this.#lineOfId.set(id, this.#line)
    else this.refuse(column, `${id} is there already, on line ${before}`)
    return id
  }

  /** A decimal number within `range`. */
  number(column: Column, range: NumberRange): number {
    const text = this.text(column)
    const value = DECIMAL.test(text) ? Number(text) : NaN
    if (value >= range.min && value <= range.max) return value
    this.refuse(column, `${quote(text)} is not ${range.unit} between ${range.min} and ${range.max}`)
    return 0
  }

  /** A number within `range` without a fraction; `17` and `17.0` are the same. */
  whole(column: Column, range: NumberRange): number {
    const value = this.number(column, range)
    if (Number.isInteger(value)) return value
    this.refuse(column, `${quote(this.text(column))} is not a whole number`)
    return 0
  }

  /** A time of the day as `H:MM:SS`, in ms since midnight; hours from 24 on are those of the next day. */
  clockMs(column: Column): number {
    const text = this.text(column)
    const parts = CLOCK.exec(text)
    const hours = Number(parts?.[1])
    if (parts !== null && hours < MAX_HOURS) {
      return hours * HOUR_MS + Number(parts[2]) * MINUTE_MS + Number(parts[3]) * SECOND_MS
    }
    this.refuse(column, `${quote(text)} is not a time of day such as 9:05:00`)
    return 0
  }

  /** Gives up on the table because of this field. Only the first reason counts. */
  refuse(column: Column, message: string): void {
    this.problem ??= {
      _tag: "TraceProblem",
      file: this.#file,
      line: this.#line,
      message: `column ${column}: ${message}`
    }
  }
}

/** A field for a message: escaped and cut, because it comes from outside. */
export const quote = (text: string): string =>
  JSON.stringify(text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text)

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const CLOCK = /^(\d{1,2}):([0-5]\d):([0-5]\d)$/
const PRINTABLE = /^[^\s\p{C}]+$/u
/** A trace is one day; what began in it may end on the next. */
const MAX_HOURS = 48
/** Enough to find the field in the file. */
const SHOWN_CHARACTERS = 40
