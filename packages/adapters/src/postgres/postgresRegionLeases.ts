import { RegionId } from "@hotbag/core"
import { RegionLeases, RegionTaken, StaleEpoch } from "@hotbag/services"
import { Effect, Layer, Schema } from "effect"
import { Database } from "./Database.ts"

/** Leases in the table whose epochs commits are checked against. */
export const postgresRegionLeases: Layer.Layer<RegionLeases, never, Database> = Layer.effect(
  RegionLeases,
  Effect.map(Database, ({ read, sql }) =>
    RegionLeases.of({
      acquire: Effect.fnUntraced(function* (regionId, { atMs, holder, isRestart, untilMs }) {
        const rows = yield* read(
          Effect.gen(function* () {
            const taken = yield* sql`insert into regions as r (region_id, epoch, holder, lease_until)
              values (${regionId}, 1, ${holder}, to_timestamp(${untilMs}::float8 / 1000))
              on conflict (region_id) do update
                set epoch = r.epoch + 1, holder = excluded.holder, lease_until = excluded.lease_until
                where r.holder is null or r.lease_until <= to_timestamp(${atMs}::float8 / 1000)
                  or (${isRestart} and r.holder = excluded.holder)
              returning epoch::float8 as epoch`
            if (taken.length > 0) return taken
            return yield* sql`select coalesce(holder, '') as holder,
              coalesce((extract(epoch from lease_until) * 1000)::float8, 0) as "untilMs"
              from regions where region_id = ${regionId}`
          })
        )
        const row = decodeAcquired(rows[0])
        return "epoch" in row ? row.epoch : yield* new RegionTaken({ regionId, ...row })
      }),
      renew: Effect.fnUntraced(function* (regionId, epoch, untilMs) {
        const kept = yield* read(sql`update regions set lease_until = to_timestamp(${untilMs}::float8 / 1000)
          where region_id = ${regionId} and epoch = ${BigInt(epoch)} and holder is not null returning 1`)
        if (kept.length > 0) return
        const rows = yield* read(
          sql`select epoch::float8 as epoch from regions where region_id = ${regionId}`
        )
        const seen = rows[0] === undefined ? 0 : decodeEpoch(rows[0]).epoch
        return yield* new StaleEpoch({ regionId, given: epoch, seen })
      }),
      release: (regionId, epoch) =>
        Effect.asVoid(
          read(
            sql`update regions set holder = null, lease_until = null
              where region_id = ${regionId} and epoch = ${BigInt(epoch)}`.raw
          )
        ),
      regions: Effect.map(read(sql`select region_id as "regionId" from regions order by region_id`), (rows) =>
        decodeRegions(rows).map(({ regionId }) => regionId)
      )
    })
  )
)

const Epoch = Schema.Struct({ epoch: Schema.Int })
const decodeEpoch = Schema.decodeUnknownSync(Epoch)
const decodeAcquired = Schema.decodeUnknownSync(
  Schema.Union([Epoch, Schema.Struct({ holder: Schema.String, untilMs: Schema.Finite })])
)
const decodeRegions = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ regionId: RegionId })))
