import { CalibrationStore } from "@hotbag/services"
import { Effect, Layer, Schema } from "effect"
import { Database } from "./Database.ts"
import { forgetOld } from "./forgetOld.ts"

/** Calibration in PostgreSQL: a row for each cell, written over by whoever learned last. */
export const postgresCalibrationStore: Layer.Layer<CalibrationStore, never, Database> = Layer.effect(
  CalibrationStore,
  Effect.map(Database, (database) => {
    const { read, sql } = database
    return CalibrationStore.of({
      load: (limit) =>
        Effect.map(
          read(sql`select cell, kind, seen, to_json(parts)::text as parts from (
              select * from eta_calibration order by written_at_ms desc, cell desc limit ${limit}
            ) latest order by written_at_ms, cell`),
          (rows) => decodeCells(rows).map(({ parts, ...cell }) => ({ ...cell, parts: numbersIn(parts) }))
        ),
      // In the sequence of their names, so that two writers never wait for each other in a circle.
      save: (cells, atMs) =>
        Effect.asVoid(
          read(
            sql`insert into eta_calibration (cell, kind, seen, parts, written_at_ms)
              select cell, kind, seen, parts, ${BigInt(atMs)}
              from jsonb_to_recordset(${JSON.stringify(cells)}::jsonb)
                as c (cell text, kind text, seen integer, parts float8[])
              order by cell collate "C"
              on conflict (cell) do update set kind = excluded.kind, seen = excluded.seen, parts = excluded.parts,
                written_at_ms = excluded.written_at_ms`.raw
          )
        ),
      forget: (beforeMs, limit) =>
        forgetOld(database, "eta_calibration", sql`written_at_ms < ${BigInt(beforeMs)}`, limit)
    })
  })
)

const decodeCells = Schema.decodeUnknownSync(
  Schema.Array(
    Schema.Struct({ cell: Schema.String, kind: Schema.String, seen: Schema.Finite, parts: Schema.String })
  )
)

/** As they were written, or by somebody else: what is no number counts as none, and the cell will not be believed. */
const numbersIn = (json: string): ReadonlyArray<number> => {
  const parts: unknown = JSON.parse(json)
  return Array.isArray(parts) ? parts.map((part) => (typeof part === "number" ? part : Number.NaN)) : []
}
