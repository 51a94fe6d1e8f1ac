import { Effect, Schema } from "effect"
import type { StoreUnavailable } from "@hotbag/services"
import type { Database } from "./Database.ts"

/** Deletes up to `limit` rows of a table that are `old`; how many there were. */
export const forgetOld = (
  { read, sql }: Database["Service"],
  table: string,
  old: ReturnType<Database["Service"]["sql"]["and"]>,
  limit: number
): Effect.Effect<number, StoreUnavailable> =>
  Effect.map(
    read(sql`with gone as (
      delete from ${sql(table)} where ctid in (select ctid from ${sql(table)} where ${old} limit ${limit}) returning 1
    ) select count(*)::float8 as count from gone`),
    ([row]) => decodeCount(row).count
  )

/** Reads how many rows a statement says that it deleted. */
export const decodeCount = Schema.decodeUnknownSync(Schema.Struct({ count: Schema.Int }))
