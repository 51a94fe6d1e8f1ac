import { AtMs, CellId, coarsened, CourierId, LatLng } from "@hotbag/core"
import { type KeptPosition, PositionStore } from "@hotbag/services"
import { Effect, Layer, Schema } from "effect"
import { Database } from "./Database.ts"
import { float8s } from "./float8s.ts"
import { decodeCount } from "./forgetOld.ts"

/** Ways of couriers in PostgreSQL: one statement for however many points, whose columns travel as arrays. */
export const postgresPositionStore: Layer.Layer<PositionStore, never, Database> = Layer.effect(
  PositionStore,
  Effect.map(Database, (database) => {
    const { read, sql } = database
    return PositionStore.of({
      keep: (points) => (points.length === 0 ? Effect.void : keep(database, points)),
      track: (courierId, sinceMs, untilMs, limit) =>
        Effect.map(
          read(sql`select jsonb_build_object('lat', lat, 'lng', lng) as at, at_ms::float8 as "atMs" from courier_tracks
            where driver_id = ${courierId} and at_ms between ${BigInt(sinceMs)} and ${BigInt(untilMs)}
            order by at_ms limit ${limit}`),
          decodeTrack
        ),
      coarsen: (beforeMs, limit) => coarsen(database, beforeMs, limit),
      districts: (sinceMs, untilMs, limit) =>
        Effect.map(
          read(sql`select cell, hour_ms::float8 as "hourMs", points from courier_districts
            where hour_ms >= ${BigInt(sinceMs)} and hour_ms < ${BigInt(untilMs)} order by hour_ms, cell limit ${limit}`),
          decodeDistricts
        )
    })
  })
)

/**
 * Couriers move in the sequence of their ids, so that two writers never wait for each other in a circle. The answer does not wait for the disk: a
 * database that dies loses some tenths of a second of ways, as a server that dies does, and no order waits for its turn at the disk behind positions.
 */
const keep = ({ read, sql }: Database["Service"], points: ReadonlyArray<KeptPosition>) =>
  Effect.asVoid(
    read(
      sql`with points as materialized (
          select driver_id, at_ms, lat, lng
          from unnest(${points.map(({ courierId }) => courierId)}::text[], ${float8s(points.map(({ atMs }) => atMs))},
            ${float8s(points.map(({ at }) => at.lat))}, ${float8s(points.map(({ at }) => at.lng))})
            as p (driver_id, at_ms, lat, lng), set_config('synchronous_commit', 'off', true)
        ), here as materialized (
          select c.driver_id from couriers c
          where c.driver_id in (select driver_id from points) and c.region_id is not null
          order by c.driver_id for no key update
        ), moved as (
          update couriers c set lat = l.lat, lng = l.lng, located_at = to_timestamp(l.at_ms / 1000)
          from (select distinct on (driver_id) * from points order by driver_id, at_ms desc) l, here
          where c.driver_id = here.driver_id and l.driver_id = here.driver_id
            and (c.located_at is null or c.located_at <= to_timestamp(l.at_ms / 1000))
        )
        insert into courier_tracks (driver_id, at_ms, lat, lng)
        select driver_id, at_ms::bigint, lat, lng from points join here using (driver_id)
        on conflict do nothing`.raw
    )
  )

const coarsen = (database: Database["Service"], beforeMs: number, limit: number) => {
  const { read, sql } = database
  return Effect.gen(function* () {
    const old = decodeOld(
      yield* read(sql`select driver_id as "courierId", jsonb_build_object('lat', lat, 'lng', lng) as at,
          at_ms::float8 as "atMs"
        from courier_tracks where at_ms < ${BigInt(beforeMs)} limit ${limit}`)
    )
    if (old.length === 0) return 0
    const coarse = old.map(({ at, atMs }) => coarsened(at, atMs))
    // Only what is deleted here is counted here: another process may be at it too.
    const [row] = yield* read(sql`with old as (
          select * from unnest(${old.map(({ courierId }) => courierId)}::text[], ${float8s(old.map(({ atMs }) => atMs))},
            ${coarse.map(({ cell }) => cell)}::text[], ${float8s(coarse.map(({ hourMs }) => hourMs))})
            as o (driver_id, at_ms, cell, hour_ms)
        ), gone as (
          delete from courier_tracks t using old
          where t.driver_id = old.driver_id and t.at_ms = old.at_ms::bigint returning old.cell, old.hour_ms
        ), counted as (
          insert into courier_districts (hour_ms, cell, points)
          select hour_ms::bigint, cell, count(*) from gone group by hour_ms, cell order by hour_ms, cell
          on conflict (hour_ms, cell) do update set points = courier_districts.points + excluded.points
        )
        select count(*)::float8 as count from gone`)
    return decodeCount(row).count
  })
}

const decodeTrack = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ at: LatLng, atMs: AtMs })))
const decodeOld = Schema.decodeUnknownSync(
  Schema.Array(Schema.Struct({ courierId: CourierId, at: LatLng, atMs: AtMs }))
)
const decodeDistricts = Schema.decodeUnknownSync(
  Schema.Array(Schema.Struct({ cell: CellId, hourMs: AtMs, points: Schema.Int }))
)
