import { type CourierId, Limits, RegionId, type Vehicle } from "@hotbag/core"
import { Courier, CourierStore, type LastPosition, type StoreUnavailable } from "@hotbag/services"
import { Effect, Layer, Option, Schema } from "effect"
import type { Fragment } from "effect/sql/Statement"
import { Database } from "./Database.ts"

/** Couriers in PostgreSQL. Each change is one statement; what fits on a vehicle becomes the courier's capacity (P3). */
export const postgresCourierStore: Layer.Layer<CourierStore, never, Database> = Layer.effect(
  CourierStore,
  Effect.map(Database, (database) => CourierStore.of({ ...readsOf(database), ...writesOf(database) }))
)

type Sql = Database["Service"]["sql"]

const readsOf = ({ read, sql }: Database["Service"]) => {
  const where = (condition: Fragment) =>
    each(read(sql`select ${columns(sql)} from couriers where ${condition}`))
  return {
    find: (courierId: CourierId) =>
      Effect.map(where(sql`driver_id = ${courierId} and region_id is not null`), firstOf),
    those: (couriers: ReadonlyArray<CourierId>) =>
      couriers.length === 0
        ? Effect.succeed([])
        : where(sql`driver_id = any(${couriers}::text[]) and region_id is not null order by driver_id`),
    list: (regionId: RegionId, after: CourierId | null, limit: number) =>
      where(sql`region_id = ${regionId} and driver_id > ${after ?? ""} order by driver_id limit ${limit}`),
    onDuty: (regionId: RegionId, atMs: number) =>
      where(sql`region_id = ${regionId} and ${isOnDuty(sql, atMs)} order by driver_id`),
    regions: Effect.map(
      read(sql`select distinct region_id as "regionId" from couriers where region_id is not null order by 1`),
      (rows) => decodeRegions(rows).map(({ regionId }) => regionId)
    )
  }
}

const writesOf = ({ read, sql }: Database["Service"]) => {
  const change = (courierId: CourierId, to: Fragment) =>
    Effect.map(
      each(
        read(sql`update couriers set ${to} where driver_id = ${courierId} and region_id is not null
          returning ${columns(sql)}`)
      ),
      firstOf
    )
  return {
    add: (courier: Courier) => add(read, sql, courier),
    startDuty: (start: Parameters<CourierStore["Service"]["startDuty"]>[0]) => {
      const { courierId, duty, position, regionId, vehicle } = start
      const goesOn = isOnDuty(sql, duty.onAtMs)
      return change(
        courierId,
        sql`region_id = ${regionId}, vehicle = ${vehicle}, capacity = ${fits(vehicle)},
          on_at = case when ${goesOn} then on_at else ${instant(sql, duty.onAtMs)} end,
          off_at = ${instant(sql, duty.offAtMs)},
          assigned = case when ${goesOn} then assigned else 0 end, ${movedTo(sql, position)}`
      )
    },
    endDuty: (courierId: CourierId, atMs: number) => {
      const isOn = isOnDuty(sql, atMs)
      return change(
        courierId,
        sql`off_at = case when ${isOn} then ${instant(sql, atMs)} else off_at end,
          suggestion = case when ${isOn} then null else suggestion end`
      )
    },
    moved: (courierId: CourierId, position: LastPosition) => change(courierId, movedTo(sql, position)),
    count: (courierId: CourierId, more: Pick<Courier, "accepted" | "asked" | "assigned">) =>
      change(
        courierId,
        sql`asked = asked + ${more.asked}, accepted = accepted + ${more.accepted},
          assigned = assigned + ${more.assigned}`
      ),
    suggest: (courierId: CourierId, suggestion: LastPosition | null) =>
      change(courierId, sql`suggestion = ${suggestion === null ? null : JSON.stringify(suggestion)}::jsonb`)
  }
}

/** A row that only says how much fits becomes a courier; a courier stays as they are. */
const add = (read: Database["Service"]["read"], sql: Sql, courier: Courier) => {
  const { accepted, asked, assigned, courierId, duty, name, position, rating, regionId, vehicle } = courier
  return read(
    Effect.gen(function* () {
      yield* sql`insert into couriers (driver_id, region_id, name, vehicle, capacity, rating, on_at, off_at, lat, lng,
          located_at, asked, accepted, assigned)
        values (${courierId}, ${regionId}, ${name}, ${vehicle}, ${fits(vehicle)}, ${rating},
          ${instant(sql, duty?.onAtMs ?? null)}, ${instant(sql, duty?.offAtMs ?? null)},
          ${position?.at.lat ?? null}, ${position?.at.lng ?? null}, ${instant(sql, position?.atMs ?? null)},
          ${asked}, ${accepted}, ${assigned})
        on conflict (driver_id) do update set region_id = excluded.region_id, name = excluded.name,
          vehicle = excluded.vehicle, rating = excluded.rating, capacity = excluded.capacity
        where couriers.region_id is null`.raw
      return yield* sql`select ${columns(sql)} from couriers where driver_id = ${courierId}`
    })
  ).pipe(Effect.map(([row]) => (row === undefined ? courier : courierOf(row))))
}

const fits = (vehicle: Vehicle): number => Limits.deliveriesOnBoard[vehicle]

const instant = (sql: Sql, atMs: number | null): Fragment => sql`to_timestamp(${atMs}::float8 / 1000)`

const ms = (sql: Sql, column: string): Fragment => sql`(extract(epoch from ${sql(column)}) * 1000)::float8`

const isOnDuty = (sql: Sql, atMs: number): Fragment =>
  sql`(on_at <= ${instant(sql, atMs)} and (off_at is null or off_at > ${instant(sql, atMs)}))`

/** News that is older than what is known changes nothing. */
const movedTo = (sql: Sql, { at, atMs }: LastPosition): Fragment => {
  const isNews = sql`(located_at is null or located_at <= ${instant(sql, atMs)})`
  return sql`lat = case when ${isNews} then ${at.lat} else lat end,
    lng = case when ${isNews} then ${at.lng} else lng end,
    located_at = case when ${isNews} then ${instant(sql, atMs)} else located_at end`
}

const columns = (sql: Sql): Fragment =>
  sql`driver_id as "courierId", region_id as "regionId", name, vehicle, rating, suggestion, asked, accepted, assigned,
    case when on_at is null then null
      else jsonb_build_object('onAtMs', ${ms(sql, "on_at")}, 'offAtMs', ${ms(sql, "off_at")}) end as duty,
    case when lat is null then null
      else jsonb_build_object('at', jsonb_build_object('lat', lat, 'lng', lng), 'atMs', ${ms(sql, "located_at")})
      end as position`

const courierOf = Schema.decodeUnknownSync(Courier)
const decodeRegions = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ regionId: RegionId })))

const each = (rows: Effect.Effect<ReadonlyArray<unknown>, StoreUnavailable>) =>
  Effect.map(rows, (all) => all.map((row) => courierOf(row)))

const firstOf = ([first]: ReadonlyArray<Courier>): Option.Option<Courier> => Option.fromUndefinedOr(first)
