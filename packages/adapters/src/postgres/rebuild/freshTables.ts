import { Effect } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import type { Database } from "../Database.ts"
import type { RebuiltCase } from "./rebuiltRows.ts"

type Sql = Database["Service"]["sql"]

/** Tables beside the current ones, which the rebuild fills; they go with the transaction. */
export const createFreshTables = Effect.fnUntraced(function* (sql: Sql): Effect.fn.Return<void, SqlError> {
  yield* sql`create temporary table fresh_orders (order_id text primary key, state jsonb not null) on commit drop`
  yield* sql`create temporary table fresh_deliveries (order_id text primary key, state jsonb not null) on commit drop`
  yield* sql`create temporary table fresh_sagas (order_id text primary key, length integer, order_is_open boolean,
    case_is_open boolean, next_timer text, next_due jsonb, updated_at_ms bigint, saga jsonb) on commit drop`
  yield* sql`create temporary table fresh_items (order_id text, line integer, item_id text, quantity integer,
    unit_price_minor bigint, currency text, primary key (order_id, line)) on commit drop`
  yield* sql`create temporary table fresh_assignments (order_id text, seq integer, driver_id text, taken_at jsonb,
    released_at jsonb, primary key (order_id, seq)) on commit drop`
})

/** Writes the rows of some cases to the fresh tables. */
export const fillFreshTables = Effect.fnUntraced(function* (
  sql: Sql,
  cases: ReadonlyArray<RebuiltCase>
): Effect.fn.Return<void, SqlError> {
  const orders = JSON.stringify(cases.map(({ order }) => order))
  const deliveries = JSON.stringify(cases.flatMap(({ delivery }) => delivery ?? []))
  const sagas = JSON.stringify(cases.map(({ saga }) => saga))
  const items = JSON.stringify(cases.flatMap(({ items }) => items))
  const assignments = JSON.stringify(cases.flatMap(({ assignments }) => assignments))
  yield* sql`insert into fresh_orders select * from jsonb_populate_recordset(null::fresh_orders, ${orders}::jsonb)`
  yield* sql`insert into fresh_deliveries
    select * from jsonb_populate_recordset(null::fresh_deliveries, ${deliveries}::jsonb)`
  yield* sql`insert into fresh_sagas select * from jsonb_populate_recordset(null::fresh_sagas, ${sagas}::jsonb)`
  yield* sql`insert into fresh_items select * from jsonb_populate_recordset(null::fresh_items, ${items}::jsonb)`
  yield* sql`insert into fresh_assignments
    select * from jsonb_populate_recordset(null::fresh_assignments, ${assignments}::jsonb)`
})

/**
 * Rows in which the current tables differ from the fresh ones, by table and order, and whether the row is missing now, is there without
 * a reason in the log, or says something else.
 */
export const compareTables = (sql: Sql) =>
  sql`select 'orders' as "table", coalesce(f.order_id, c.order_id) as "orderId",
      case when c.order_id is null then 'missing' when f.order_id is null then 'unfounded' else 'different' end as what
    from fresh_orders f full join orders c on c.order_id = f.order_id where c.state is distinct from f.state
    union all
    select 'deliveries', coalesce(f.order_id, c.order_id),
      case when c.order_id is null then 'missing' when f.order_id is null then 'unfounded' else 'different' end
    from fresh_deliveries f full join deliveries c on c.order_id = f.order_id where c.state is distinct from f.state
    union all
    select 'sagas', coalesce(f.order_id, c.order_id),
      case when c.order_id is null then 'missing' when f.order_id is null then 'unfounded' else 'different' end
    from fresh_sagas f full join sagas c on c.order_id = f.order_id
    where (c.length, c.order_is_open, c.case_is_open, c.next_timer, c.next_due_at, c.updated_at_ms, c.state)
      is distinct from (f.length, f.order_is_open, f.case_is_open, f.next_timer, at_ms(f.next_due), f.updated_at_ms, f.saga)
    union all
    select 'order_items', coalesce(f.order_id, c.order_id),
      case when c.order_id is null then 'missing' when f.order_id is null then 'unfounded' else 'different' end
    from fresh_items f full join order_items c on c.order_id = f.order_id and c.line = f.line
    where (c.item_id, c.quantity, c.unit_price_minor, c.currency)
      is distinct from (f.item_id, f.quantity, f.unit_price_minor, f.currency)
    union all
    select 'assignments', coalesce(f.order_id, c.order_id),
      case when c.order_id is null then 'missing' when f.order_id is null then 'unfounded' else 'different' end
    from fresh_assignments f full join assignments c on c.order_id = f.order_id and c.seq = f.seq
    where (c.driver_id, c.taken_at, c.released_at) is distinct from (f.driver_id, at_ms(f.taken_at), at_ms(f.released_at))
    order by 2, 1`
