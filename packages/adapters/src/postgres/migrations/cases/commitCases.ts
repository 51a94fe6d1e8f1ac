/**
 * `commit_cases(rows)` does everything of one or several commits in one statement, that is in one round trip and one transaction, or
 * refuses and does nothing. The rows come as JSON, one list per table; lists that are empty are left out and cost nothing.
 * Refusals carry the name of a constraint, as the tables' own do: `stale_case`, `stale_epoch`, `out_of_stock`.
 *
 * Locks are taken in one order by everybody: receipts, regions, sagas by id, stock by item, couriers.
 */
export const commitCases: ReadonlyArray<string> = [
  `create function commit_receipts(rows jsonb) returns void language plpgsql as $$
     begin
       insert into receipts (scope, command_id, body_hash, status, answer, created_at)
       select r.scope, r.command_id, r.body_hash, r.status, r.answer, at_ms(r.at)
       from jsonb_to_recordset(rows)
         as r(scope text, command_id text, body_hash text, status integer, answer text, at jsonb);
     end $$`,

  // Shared, so that a takeover waits for commits under the old epoch, and later ones see the new one.
  `create function check_fences(rows jsonb) returns void language plpgsql as $$
     declare
       fence record;
       seen bigint;
     begin
       for fence in select * from jsonb_to_recordset(rows) as f(region_id text, epoch bigint) order by region_id loop
         select epoch into seen from regions where region_id = fence.region_id for share;
         if seen > fence.epoch then
           raise exception using errcode = '23514', constraint = 'stale_epoch', message = 'the epoch is over',
             detail = json_build_array(fence.region_id, fence.epoch, seen);
         end if;
       end loop;
     end $$`,

  `create function begin_cases(rows jsonb) returns void language plpgsql as $$
     begin
       with c as materialized (
         select * from jsonb_to_recordset(rows) as c(order_id text, length integer, order_is_open boolean,
           case_is_open boolean, next_timer text, next_due jsonb, updated_at_ms bigint, saga jsonb, state jsonb,
           method text, token text, details jsonb)
       ), begun_sagas as (
         insert into sagas (order_id, region_id, rest_id, created_at, length, order_is_open, case_is_open, next_timer,
           next_due_at, updated_at_ms, state)
         select order_id, state ->> 'regionId', state ->> 'restaurantId', at_ms(state -> 'placedAtMs'), length,
           order_is_open, case_is_open, next_timer, at_ms(next_due), updated_at_ms, saga
         from c
       ), begun_orders as (
         insert into orders (order_id, state) select order_id, state from c
       ), begun_items as (
         insert into order_items (order_id, line, item_id, quantity, unit_price_minor, currency)
         select c.order_id, i.line, i.item ->> 'itemId', (i.item -> 'quantity')::integer,
           (i.item -> 'unitPrice' -> 'amountMinor')::bigint, i.item -> 'unitPrice' ->> 'currency'
         from c, jsonb_array_elements(c.state -> 'items') with ordinality as i(item, line)
       ), begun_payments as (
         insert into payments (order_id, amount_minor, currency, status, method, token, updated_at)
         select order_id, (state -> 'total' -> 'amountMinor')::bigint, state -> 'total' ->> 'currency',
           saga ->> 'payment', method, token, at_ms(state -> 'placedAtMs')
         from c
       )
       insert into order_details (order_id, address, recipient, instructions, note)
       select order_id, details ->> 'address', details ->> 'recipient', details ->> 'instructions', details ->> 'note'
       from c where details is not null;
     end $$`,

  `create function advance_cases(rows jsonb) returns void language plpgsql as $$
     declare
       wanted integer := jsonb_array_length(rows);
       done text[];
     begin
       if wanted > 1 then
         perform from sagas where order_id in (select r ->> 'order_id' from jsonb_array_elements(rows) r)
           order by order_id for update;
       end if;
       with moved as (
         update sagas s set length = c.length, order_is_open = c.order_is_open, case_is_open = c.case_is_open,
           next_timer = c.next_timer, next_due_at = at_ms(c.next_due), updated_at_ms = c.updated_at_ms, state = c.saga
         from jsonb_to_recordset(rows) as c(order_id text, before integer, length integer, order_is_open boolean,
           case_is_open boolean, next_timer text, next_due jsonb, updated_at_ms bigint, saga jsonb)
         where s.order_id = c.order_id and s.length = c.before
         returning s.order_id
       )
       select coalesce(array_agg(order_id), '{}') into done from moved;
       if cardinality(done) < wanted then
         raise exception using errcode = '23514', constraint = 'stale_case', message = 'the case has changed',
           detail = (select r ->> 'order_id' from jsonb_array_elements(rows) r where r ->> 'order_id' <> all(done) limit 1);
       end if;
     end $$`,

  `create function assign_couriers(rows jsonb) returns void language plpgsql as $$
     declare
       move record;
     begin
       for move in select * from jsonb_to_recordset(rows)
           as m(order_id text, seq integer, driver_id text, at jsonb, taken boolean) loop
         if move.taken then
           insert into assignments (order_id, seq, driver_id, taken_at)
           values (move.order_id, move.seq, move.driver_id, at_ms(move.at));
         else
           update assignments set released_at = at_ms(move.at)
           where order_id = move.order_id and driver_id = move.driver_id and released_at is null;
         end if;
       end loop;
     end $$`,

  `create function move_stock(rows jsonb) returns void language plpgsql as $$
     declare
       short record;
     begin
       with moves as (
         select * from jsonb_to_recordset(rows) as m(rest_id text, item_id text, by integer)
       ), held as (
         select s.item_id, s.pieces_left, m.by from item_stock s join moves m using (rest_id, item_id)
         order by s.rest_id, s.item_id for update of s
       )
       select item_id, pieces_left into short from held where pieces_left + by < 0 limit 1;
       if found then
         raise exception using errcode = '23514', constraint = 'out_of_stock', message = 'less is left than was ordered',
           detail = json_build_array(short.item_id, short.pieces_left);
       end if;
       update item_stock s set pieces_left = s.pieces_left + m.by
       from jsonb_to_recordset(rows) as m(rest_id text, item_id text, by integer)
       where s.rest_id = m.rest_id and s.item_id = m.item_id;
     end $$`,

  `create function append_errands(rows jsonb) returns void language plpgsql as $$
     begin
       with appended as (
         insert into outbox (order_id, errand, committed_at)
         select e.order_id, e.errand, at_ms(e.at)
         from rows from (jsonb_to_recordset(rows) as (order_id text, errand jsonb, at jsonb)) with ordinality
           as e(order_id, errand, at, place) order by e.place
         returning id, order_id
       )
       insert into outbox_lanes as l (order_id, first_id, pieces)
       select order_id, min(id), count(*) from appended group by order_id order by order_id
       on conflict (order_id) do update set pieces = l.pieces + excluded.pieces;
     end $$`,

  // The planner takes a list from JSON for a hundred rows and would read whole tables for it; there are one to forty, found by index.
  `create function commit_cases(rows jsonb) returns void language plpgsql
     set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
     begin
       if rows ? 'receipts' then perform commit_receipts(rows -> 'receipts'); end if;
       if rows ? 'fences' then perform check_fences(rows -> 'fences'); end if;
       if rows ? 'advanced' then perform advance_cases(rows -> 'advanced'); end if;
       if rows ? 'begun' then perform begin_cases(rows -> 'begun'); end if;
       if rows ? 'stock' then perform move_stock(rows -> 'stock'); end if;
       if rows ? 'orders' then
         update orders o set state = c.state
         from jsonb_to_recordset(rows -> 'orders') as c(order_id text, state jsonb) where o.order_id = c.order_id;
       end if;
       if rows ? 'deliveries' then
         insert into deliveries as d (order_id, state)
         select c.order_id, c.state from jsonb_to_recordset(rows -> 'deliveries') as c(order_id text, state jsonb)
         on conflict (order_id) do update set state = excluded.state;
       end if;
       if rows ? 'log' then
         insert into case_log (order_id, seq, stream, version, at, actor_role, actor_subject, command_id, fact)
         select e.order_id, e.seq, e.stream, e.version, at_ms(e.at), e.role, e.subject, e.command_id, e.fact
         from jsonb_to_recordset(rows -> 'log') as e(order_id text, seq integer, stream text, version integer, at jsonb,
           role text, subject text, command_id text, fact jsonb);
       end if;
       if rows ? 'offers' then
         insert into delivery_offers (offer_id, order_id, driver_id, offered_at, expires_at)
         select f.offer_id, f.order_id, f.driver_id, at_ms(f.at), at_ms(f.expires)
         from jsonb_to_recordset(rows -> 'offers')
           as f(offer_id text, order_id text, driver_id text, at jsonb, expires jsonb)
         on conflict (offer_id, order_id) do nothing;
       end if;
       if rows ? 'assignments' then perform assign_couriers(rows -> 'assignments'); end if;
       if rows ? 'payments' then
         update payments p set status = c.status, payment_id = c.payment_id, updated_at = at_ms(c.at)
         from jsonb_to_recordset(rows -> 'payments') as c(order_id text, status text, payment_id text, at jsonb)
         where p.order_id = c.order_id;
       end if;
       if rows ? 'ledger' then
         insert into ledger_entries (order_id, kind, line, account, owner_id, amount_minor, currency, booked_at)
         select l.order_id, l.kind, l.line, l.account, l.owner_id, l.amount_minor, l.currency, at_ms(l.at)
         from jsonb_to_recordset(rows -> 'ledger') as l(order_id text, kind text, line integer, account text, owner_id text,
           amount_minor bigint, currency text, at jsonb);
       end if;
       if rows ? 'errands' then perform append_errands(rows -> 'errands'); end if;
     end $$`
]
