import { StoreUnavailable } from "@hotbag/services"
import { Data, Predicate } from "effect"
import type { SqlError } from "effect/sql/SqlError"

/** The database refused a row by a rule of the schema: which one tells what it means. */
export class ConstraintViolated extends Data.TaggedError("ConstraintViolated")<{
  /** Name of the constraint or unique index; our own triggers name themselves likewise. */
  readonly constraint: string
  /** What the database adds: for our own triggers, which of several things it is about. */
  readonly detail: string
}> {
  override readonly message = `The database refuses it by ${this.constraint}.`
}

/** Worth asking again after a moment: a server takes this long to come back, in ms. */
const RETRY_AFTER_MS = 1_000

/** The answer when the database cannot say. */
export const unavailable = (): StoreUnavailable => new StoreUnavailable({ retryAfterMs: RETRY_AFTER_MS })

/**
 * What a failure of the driver means. The database is away, too busy, out of space or shutting down: `StoreUnavailable`, and so is
 * everything without a code, since a lost connection has none. A rule of the schema: `ConstraintViolated`. Everything else is a
 * mistake in our statement: null, a defect.
 */
export const meaningOf = (error: SqlError): StoreUnavailable | ConstraintViolated | null => {
  const cause = error.reason.cause
  const code = textAt(cause, "code")
  if (!SQLSTATE.test(code)) return unavailable()
  if (code.startsWith("23")) {
    return new ConstraintViolated({
      constraint: textAt(cause, "constraint"),
      detail: textAt(cause, "detail")
    })
  }
  return MISTAKES.has(code.slice(0, 2)) ? null : unavailable()
}

/** Five characters; errors of sockets carry codes of another shape. */
const SQLSTATE = /^[0-9A-Z]{5}$/

/**
 * Classes of SQLSTATE that no waiting will heal: bad values, bad syntax, missing features, plpgsql assertions, wrong use of
 * transactions. Class 28, a wrong password, may be one that is being changed.
 */
const MISTAKES: ReadonlySet<string> = new Set(["0A", "21", "22", "2F", "34", "42", "P0"])

const textAt = (cause: unknown, field: string): string => {
  const value: unknown = Predicate.hasProperty(cause, field) ? cause[field] : ""
  return typeof value === "string" ? value : ""
}
