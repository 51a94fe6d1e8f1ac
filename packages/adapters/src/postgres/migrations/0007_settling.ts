import { inOrder } from "./inOrder.ts"

/** Ends the holds of many lanes of the outbox in one statement. */
export const settling = inOrder([
  // Ends the holds of several lanes of which everything was done. Losing that in a crash of the database repeats errands, as any crash
  // may, so nobody waits for the disk.
  `create function settle_lanes(lanes jsonb, done bigint[]) returns void language plpgsql as $$
     declare
       settled text[] := array(select jsonb_array_elements_text(lanes));
     begin
       perform set_config('synchronous_commit', 'off', true);
       perform from outbox_lanes where order_id = any(settled) order by order_id for update;
       delete from outbox where id = any(done);
       with left_over as (
         select l.order_id, o.id, o.not_before_ms,
           (select count(*) from outbox every where every.order_id = l.order_id) as pieces
         from unnest(settled) as l(order_id) left join lateral
           (select id, not_before_ms from outbox where order_id = l.order_id order by id limit 1) o on true
       ), gone as (
         delete from outbox_lanes l using left_over f where l.order_id = f.order_id and f.id is null
       )
       update outbox_lanes l set first_id = f.id, pieces = f.pieces, free_at_ms = f.not_before_ms
         from left_over f where l.order_id = f.order_id and f.id is not null;
     end $$`
])
