import { PgTypes } from "@effect/sql-pg"
import { Result } from "effect"

/**
 * Numbers as one parameter of type `float8[]`. Named, because the client infers the type of an array from its elements and refuses one in which
 * whole numbers stand beside others: a courier at exactly 52° north would keep everybody's positions from being written. O(n).
 */
export const float8s = (values: ReadonlyArray<number>): PgTypes.Parameter =>
  Result.getOrThrow(PgTypes.array(values, PgTypes.OID.float8))
