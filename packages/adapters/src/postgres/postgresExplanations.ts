import { Limits } from "@hotbag/core"
import { DispatchNote, Explanations, OfferRecord } from "@hotbag/services"
import { Effect, Layer, Option, Schema } from "effect"
import { Database } from "./Database.ts"
import { decodeCount } from "./forgetOld.ts"

/** Explanations in PostgreSQL. */
export const postgresExplanations: Layer.Layer<Explanations, never, Database> = Layer.effect(
  Explanations,
  Effect.map(Database, ({ read, sql }) =>
    Explanations.of({
      keep: (offer) =>
        Effect.asVoid(
          read(
            sql`with kept as (
                insert into dispatch_offers (offer_id, region_id, driver_id, at, record)
                values (${offer.offerId}, ${offer.regionId}, ${offer.courierId},
                  to_timestamp(${offer.atMs}::float8 / 1000), ${JSON.stringify(offer)}::jsonb)
                on conflict do nothing returning offer_id
              )
              insert into dispatch_offers_of_orders (order_id, offer_id)
              select o.order_id, kept.offer_id from kept,
                jsonb_array_elements_text(${JSON.stringify(offer.orders)}::jsonb) as o (order_id)`.raw
          )
        ),
      note: (orderId, note) =>
        Effect.asVoid(
          read(
            sql`insert into dispatch_notes (order_id, note) values (${orderId}, ${JSON.stringify(note)}::jsonb)`
              .raw
          )
        ),
      offer: (offerId) =>
        Effect.map(read(sql`select record from dispatch_offers where offer_id = ${offerId}`), ([row]) =>
          row === undefined ? Option.none() : Option.some(decodeRecord(row).record)
        ),
      of: Effect.fnUntraced(function* (orderId) {
        const offers = yield* read(sql`select d.record from dispatch_offers_of_orders o
          join dispatch_offers d using (offer_id) where o.order_id = ${orderId}
          order by o.id desc limit ${Limits.dispatchHistory}`)
        const notes = yield* read(sql`select note from dispatch_notes where order_id = ${orderId}
          order by id desc limit ${Limits.dispatchHistory}`)
        return {
          offers: offers.map((row) => decodeRecord(row).record).reverse(),
          notes: notes.map((row) => decodeNote(row).note).reverse()
        }
      }),
      forget: (beforeMs, limit) =>
        Effect.map(
          read(sql`with offers as (
              delete from dispatch_offers where ctid in (
                select ctid from dispatch_offers where at < to_timestamp(${beforeMs}::float8 / 1000) limit ${limit}
              ) returning offer_id, record
            ), of_orders as (
              delete from dispatch_offers_of_orders l
                using offers, jsonb_array_elements_text(offers.record -> 'orders') as o (order_id)
                where l.order_id = o.order_id and l.offer_id = offers.offer_id
            ), notes as (
              delete from dispatch_notes where ctid in (
                select ctid from dispatch_notes where at_ms < ${BigInt(beforeMs)} limit ${limit}
              ) returning 1
            )
            select ((select count(*) from offers) + (select count(*) from notes))::float8 as count`),
          ([row]) => decodeCount(row).count
        )
    })
  )
)

const decodeRecord = Schema.decodeUnknownSync(Schema.Struct({ record: OfferRecord }))
const decodeNote = Schema.decodeUnknownSync(Schema.Struct({ note: DispatchNote }))
