import { EmbeddedPostgresFailed } from "@hotbag/adapters"
import { SqlError } from "effect/sql/SqlError"
import { BadInput } from "../exit.ts"

/** What to tell of a database that cannot be used; null when it is something else: a bug of ours. */
export const databaseTrouble = (error: unknown): BadInput | null => {
  if (error instanceof EmbeddedPostgresFailed)
    return new BadInput("--data", error.message.replace(/\.$/, ""), "or set DATABASE_URL")
  if (error instanceof SqlError)
    return new BadInput(
      "DATABASE_URL",
      `the database does not answer: ${error.message}`,
      "check address and password"
    )
  return null
}
