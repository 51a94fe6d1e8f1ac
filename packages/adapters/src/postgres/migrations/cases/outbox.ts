/**
 * Errands of committed cases that are still to be run (P7). A lane stands for an order with errands: it says when it may be taken, and
 * is locked by whoever appends to it, takes it or settles it, so that no errand is overlooked.
 */
export const outbox: ReadonlyArray<string> = [
  `create table outbox (
     id bigint generated always as identity primary key,
     order_id text collate "C" not null,
     errand jsonb not null,
     committed_at timestamptz not null,
     attempts integer not null default 0,
     not_before_ms bigint not null default 0
   )`,
  `create index outbox_of_order on outbox (order_id, id)`,
  `create table outbox_lanes (
     order_id text collate "C" primary key,
     first_id bigint not null,
     pieces integer not null,
     free_at_ms bigint not null default 0
   ) with (fillfactor = 70)`,
  `create index outbox_lanes_free on outbox_lanes (free_at_ms, first_id)`,
  `create table outbox_set_aside (
     id bigint primary key,
     order_id text collate "C" not null,
     errand jsonb not null,
     committed_at timestamptz not null,
     attempts integer not null,
     why text not null
   )`,

  // Both functions find their rows by index, however full the outbox is and whatever the statistics say.
  // Takes lanes that are free, oldest first, as many as have \`most\` errands; those that others are just taking are left out.
  `create function take_errands(at_ms bigint, until_ms bigint, most integer)
   returns table (id bigint, order_id text, errand jsonb, attempts integer) language sql volatile
     set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
     with fresh as (
       select l.order_id, l.first_id, l.pieces from outbox_lanes l where l.free_at_ms = 0
       order by l.first_id limit most for update skip locked
     ), later as (
       select l.order_id, l.first_id, l.pieces from outbox_lanes l where l.free_at_ms between 1 and at_ms
       order by l.free_at_ms limit most for update skip locked
     ), counted as (
       select a.order_id, sum(a.pieces) over (order by a.first_id) - a.pieces as before
       from (select * from fresh union all select * from later) a
     ), held as (
       update outbox_lanes l set free_at_ms = greatest(until_ms, 1) from counted c
       where l.order_id = c.order_id and c.before < most
       returning l.order_id, l.first_id
     )
     select o.id, o.order_id, o.errand, o.attempts
     from held h join outbox o on o.order_id = h.order_id
     order by h.first_id, o.id limit most
   $$`,

  // Ends a hold. The lane is locked first: an errand that is being appended is then either seen here, or makes a lane anew.
  `create function settle_errands(lane text, done bigint[], set_aside jsonb, again bigint, again_at_ms bigint)
   returns void language plpgsql
     set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
     declare
       first outbox%rowtype;
       left_over integer;
     begin
       perform from outbox_lanes where order_id = lane for update;
       delete from outbox where order_id = lane and id = any(done);
       if set_aside is not null then
         with gone as (
           delete from outbox o using jsonb_to_recordset(set_aside) as a(id bigint, why text)
           where o.order_id = lane and o.id = a.id returning o.*, a.why
         )
         insert into outbox_set_aside (id, order_id, errand, committed_at, attempts, why)
         select id, order_id, errand, committed_at, attempts, why from gone;
       end if;
       if again is not null then
         update outbox set attempts = attempts + 1, not_before_ms = again_at_ms where order_id = lane and id = again;
       end if;
       select * into first from outbox where order_id = lane order by id limit 1;
       if not found then
         delete from outbox_lanes where order_id = lane;
         return;
       end if;
       select count(*) into left_over from outbox where order_id = lane;
       update outbox_lanes set first_id = first.id, pieces = left_over, free_at_ms = first.not_before_ms
         where order_id = lane;
     end $$`
]
