/**
 * The log of the cases, and what it amounts to now. Columns that people ask by are generated from the state beside them, so that the two
 * cannot disagree (S56, S59). Instants are `timestamptz` (C29), money is minor units with a currency (C28); ids are text, of
 * 64 characters at most, sorted by code point.
 */
export const caseTables: ReadonlyArray<string> = [
  `create function at_ms(ms jsonb) returns timestamptz language sql immutable parallel safe
     return to_timestamp(ms::float8 / 1000)`,
  `create function refuse() returns trigger language plpgsql as $$
     begin
       raise exception using errcode = '23514', constraint = tg_argv[0], message = tg_argv[1];
     end $$`,

  `create table orders (
     order_id text collate "C" primary key,
     delivery_id text collate "C" not null generated always as (state ->> 'deliveryId') stored,
     user_id text collate "C" not null generated always as (state ->> 'customerId') stored,
     rest_id text collate "C" not null generated always as (state ->> 'restaurantId') stored,
     region_id text collate "C" not null generated always as (state ->> 'regionId') stored,
     status text not null generated always as (state ->> 'status') stored,
     total_minor bigint not null generated always as ((state -> 'total' -> 'amountMinor')::bigint) stored,
     currency text not null generated always as (state -> 'total' ->> 'currency') stored,
     payment_id text generated always as (state ->> 'paymentId') stored,
     assigned_driver_id text generated always as (state ->> 'courierId') stored,
     created_at timestamptz not null generated always as (at_ms(state -> 'placedAtMs')) stored,
     confirmed_at timestamptz generated always as (at_ms(nullif(state -> 'confirmedAtMs', 'null'))) stored,
     picked_at timestamptz generated always as (at_ms(nullif(state -> 'pickedUpAtMs', 'null'))) stored,
     ended_at timestamptz generated always as (at_ms(nullif(state -> 'endedAtMs', 'null'))) stored,
     eta timestamptz not null generated always as (at_ms(state -> 'promisedAtMs')) stored,
     updated_at timestamptz not null generated always as (at_ms(state -> 'updatedAtMs')) stored,
     version integer not null generated always as ((state -> 'version')::integer) stored,
     state jsonb not null,
     constraint orders_state_is_its_own check (state ->> 'orderId' = order_id),
     constraint orders_delivery_once unique (delivery_id),
     constraint orders_status_known check (status in ('placed', 'payment-authorised', 'payment-declined', 'confirmed',
       'rejected', 'preparing', 'ready', 'picked-up', 'delivered', 'cancelled', 'failed')),
     constraint orders_total_positive check (total_minor >= 0),
     constraint orders_id_short check (length(order_id) between 1 and 64)
   ) with (fillfactor = 70)`,
  `create index orders_of_user on orders (user_id, created_at desc, order_id desc)`,
  `create index orders_of_restaurant on orders (rest_id, created_at desc, order_id desc)`,
  `create index orders_of_region on orders (region_id, created_at desc, order_id desc)`,
  // An order that ended stays as it ended, and versions only rise (P4).
  `create trigger orders_end_once after update on orders for each row
     when (old.ended_at is not null and new.status is distinct from old.status)
     execute function refuse('orders_end_once', 'an order that has ended does not change its status')`,
  `create trigger orders_version_rises after update on orders for each row
     when (new.version < old.version)
     execute function refuse('orders_version_rises', 'the version of an order only rises')`,

  `create table order_items (
     order_id text collate "C" not null,
     line integer not null,
     item_id text collate "C" not null,
     quantity integer not null constraint order_items_some check (quantity > 0),
     unit_price_minor bigint not null,
     currency text not null,
     constraint order_items_pkey primary key (order_id, line)
   )`,

  // Whether an order or its delivery is still to come to an end is kept with the saga: it is written each time anyway.
  `create table sagas (
     order_id text collate "C" constraint sagas_pkey primary key,
     region_id text collate "C" not null,
     rest_id text collate "C" not null,
     created_at timestamptz not null,
     length integer not null constraint sagas_length_positive check (length > 0),
     order_is_open boolean not null,
     case_is_open boolean not null,
     next_timer text,
     next_due_at timestamptz,
     updated_at_ms bigint not null,
     state jsonb not null,
     constraint sagas_timer_is_due check ((next_timer is null) = (next_due_at is null))
   ) with (fillfactor = 70)`,
  `create index sagas_due on sagas (next_due_at, order_id) where next_due_at is not null`,
  `create index sagas_open_in_region on sagas (region_id, order_id) where case_is_open`,
  `create index sagas_newest_open_in_region on sagas (region_id, created_at desc, order_id desc) where order_is_open`,
  `create index sagas_open_of_restaurant on sagas (rest_id, created_at desc, order_id desc) where order_is_open`,
  `create trigger sagas_length_rises before update on sagas for each row
     when (new.length < old.length)
     execute function refuse('sagas_length_rises', 'the log of a case only grows')`,

  `create table deliveries (
     delivery_id text collate "C" not null generated always as (state ->> 'deliveryId') stored,
     order_id text collate "C" primary key,
     driver_id text collate "C" generated always as (state ->> 'courierId') stored,
     rest_id text collate "C" not null generated always as (state ->> 'restaurantId') stored,
     region_id text collate "C" not null generated always as (state ->> 'regionId') stored,
     status text not null generated always as (state ->> 'status') stored,
     eta timestamptz not null generated always as (at_ms(state -> 'promisedAtMs')) stored,
     created_at timestamptz not null generated always as (at_ms(state -> 'requestedAtMs')) stored,
     updated_at timestamptz not null generated always as (at_ms(state -> 'updatedAtMs')) stored,
     version integer not null generated always as ((state -> 'version')::integer) stored,
     epoch bigint not null generated always as ((state -> 'epoch')::bigint) stored,
     state jsonb not null,
     route_polyline text,
     constraint deliveries_state_is_its_own check (state ->> 'orderId' = order_id),
     constraint deliveries_status_known check (status in ('requested', 'offered', 'accepted', 'at-restaurant', 'picked-up',
       'at-customer', 'delivered', 'failed', 'cancelled'))
   ) with (fillfactor = 70)`,
  `create trigger deliveries_end_once after update on deliveries for each row
     when (old.status in ('delivered', 'failed', 'cancelled') and new.status is distinct from old.status)
     execute function refuse('deliveries_end_once', 'a delivery that has ended does not change its status')`,
  // A stale dispatcher is told apart by its epoch (S84, P3).
  `create trigger deliveries_epoch_rises after update on deliveries for each row
     when (new.version < old.version or new.epoch < old.epoch)
     execute function refuse('deliveries_epoch_rises', 'version and epoch of a delivery only rise')`,

  `create table case_log (
     order_id text collate "C" not null,
     seq integer not null constraint case_log_seq_positive check (seq > 0),
     stream text not null constraint case_log_stream_known check (stream in ('order', 'delivery', 'outside')),
     version integer,
     at timestamptz not null,
     actor_role text not null,
     actor_subject text not null,
     command_id text,
     fact jsonb not null,
     constraint case_log_pkey primary key (order_id, seq),
     constraint case_log_versioned check ((version is null) = (stream = 'outside'))
   )`,
  `create unique index case_log_version_once on case_log (order_id, stream, version) where version is not null`,
  `create trigger case_log_append_only before update or delete on case_log for each row
     execute function refuse('case_log_append_only', 'the log is never changed')`,
  `create trigger case_log_never_emptied before truncate on case_log for each statement
     execute function refuse('case_log_append_only', 'the log is never changed')`,
  // 1..n without gaps (P4): whatever came before is there.
  `create function case_log_dense() returns trigger language plpgsql as $$
     begin
       if exists (
         select from new_entries n where n.seq > 1
           and not exists (select from case_log l where l.order_id = n.order_id and l.seq = n.seq - 1)
       ) then
         raise exception using errcode = '23514', constraint = 'case_log_dense', message = 'the log has a gap';
       end if;
       return null;
     end $$`,
  `create trigger case_log_dense after insert on case_log referencing new table as new_entries for each statement
     execute function case_log_dense()`
]
