/** What stands beside a case and is written with it: offers, assignments, personal details, payment, stock, receipts, leases. */
export const companions: ReadonlyArray<string> = [
  `create table delivery_offers (
     offer_id text collate "C" not null,
     order_id text collate "C" not null,
     driver_id text collate "C" not null,
     offered_at timestamptz not null,
     expires_at timestamptz not null,
     constraint delivery_offers_pkey primary key (offer_id, order_id)
   )`,

  // Whose capacity differs from the usual one; everything else about couriers is added by their own migration.
  `create table couriers (
     driver_id text collate "C" primary key,
     capacity integer constraint couriers_capacity_positive check (capacity > 0)
   )`,
  `create table assignments (
     order_id text collate "C" not null,
     seq integer not null,
     driver_id text collate "C" not null,
     taken_at timestamptz not null,
     released_at timestamptz,
     constraint assignments_pkey primary key (order_id, seq),
     constraint assignments_released_later check (released_at >= taken_at)
   )`,
  // One courier at a time (P3).
  `create unique index assignments_one_courier on assignments (order_id) where released_at is null`,
  `create index assignments_of_courier on assignments (driver_id) where released_at is null`,
  // A courier's load fits (P3), eight (`Limits.courierLoad`) unless the courier's row says otherwise: those who count and add for one courier do so one after the other.
  `create function assignments_courier_load() returns trigger language plpgsql as $$
     declare
       fits integer;
       load integer;
     begin
       perform pg_advisory_xact_lock(7453, hashtext(new.driver_id));
       select capacity into fits from couriers where driver_id = new.driver_id;
       select count(*) into load from assignments where driver_id = new.driver_id and released_at is null;
       if load > coalesce(fits, 8) then
         raise exception using errcode = '23514', constraint = 'assignments_courier_load',
           message = 'the courier carries as much as fits',
           detail = json_build_array(new.driver_id, coalesce(fits, 8));
       end if;
       return null;
     end $$`,
  `create trigger assignments_courier_load after insert or update of driver_id, released_at on assignments
     for each row when (new.released_at is null) execute function assignments_courier_load()`,
  `create trigger assignments_stay_released before update on assignments for each row
     when (old.released_at is not null)
     execute function refuse('assignments_stay_released', 'what was released is not taken again')`,

  // Apart from the log, so that a person can be forgotten without touching it (P10).
  `create table order_details (
     order_id text collate "C" primary key,
     address text,
     recipient text,
     instructions text,
     note text
   )`,

  // Tokens of the gateway only (S60, S132).
  `create table payments (
     order_id text collate "C" primary key,
     payment_id text,
     amount_minor bigint not null,
     currency text not null,
     status text not null,
     method text,
     token text,
     updated_at timestamptz not null
   )`,

  // Pieces left of the items that are counted (S55); others have no row.
  `create table item_stock (
     rest_id text collate "C" not null,
     item_id text collate "C" not null,
     pieces_left integer not null constraint item_stock_not_negative check (pieces_left >= 0),
     constraint item_stock_pkey primary key (rest_id, item_id)
   )`,

  // A command takes effect once (P2, S49).
  `create table receipts (
     scope text collate "C" not null,
     command_id text collate "C" not null,
     body_hash text not null,
     status integer not null,
     answer text not null,
     created_at timestamptz not null,
     constraint receipts_pkey primary key (scope, command_id)
   )`,
  `create index receipts_by_age on receipts using brin (created_at)`,

  // Who dispatches a region; the epoch rises with each takeover (S84).
  `create table regions (
     region_id text collate "C" primary key,
     epoch bigint not null default 0,
     holder text,
     lease_until timestamptz
   )`,
  `create trigger regions_epoch_rises before update on regions for each row when (new.epoch < old.epoch)
     execute function refuse('regions_epoch_rises', 'the epoch of a region only rises')`,

  // Messages from outside that were dealt with (P7).
  `create table inbox (
     consumer text not null,
     event_id text not null,
     noted_at timestamptz not null,
     constraint inbox_pkey primary key (consumer, event_id)
   )`
]
