import { Customer, CustomerStore, personalScopes } from "@hotbag/services"
import { Effect, Layer, Option, Schema } from "effect"
import { Database } from "./Database.ts"

/** Customers in PostgreSQL. */
export const postgresCustomerStore: Layer.Layer<CustomerStore, never, Database> = Layer.effect(
  CustomerStore,
  Effect.map(Database, ({ read, sql }) =>
    CustomerStore.of({
      load: (id) =>
        Effect.map(read(sql`select state from users where user_id = ${id}`), ([row]) =>
          row === undefined ? Option.none() : Option.some(decodeRow(row).state)
        ),
      save: (customer) =>
        Effect.asVoid(
          read(
            sql`insert into users (user_id, state) values (${customer.id}, ${JSON.stringify(customer)}::jsonb)
              on conflict (user_id) do update set state = excluded.state`.raw
          )
        ),
      erase: (id) =>
        Effect.asVoid(
          read(
            sql`with answers as (
                delete from receipts where scope in (
                  select jsonb_array_elements_text(${JSON.stringify(personalScopes(id))}::jsonb) collate "C")
              )
              select erase_user(${id})`.raw
          )
        )
    })
  )
)

const decodeRow = Schema.decodeUnknownSync(Schema.Struct({ state: Customer }))
