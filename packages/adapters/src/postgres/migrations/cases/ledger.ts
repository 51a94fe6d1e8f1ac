/** The ledger: append-only, and every statement that appends leaves each order's sum at zero per currency (P5). */
export const ledger: ReadonlyArray<string> = [
  `create table ledger_entries (
     order_id text collate "C" not null,
     kind text not null,
     line integer not null,
     id bigint generated always as identity,
     account text not null,
     owner_id text,
     amount_minor bigint not null,
     currency text not null,
     booked_at timestamptz not null,
     constraint ledger_entries_pkey primary key (order_id, kind, line),
     constraint ledger_entries_some check (amount_minor <> 0)
   )`,
  `create trigger ledger_append_only before update or delete on ledger_entries for each row
     execute function refuse('ledger_append_only', 'what was booked is never changed')`,
  `create trigger ledger_never_emptied before truncate on ledger_entries for each statement
     execute function refuse('ledger_append_only', 'what was booked is never changed')`,
  `create function ledger_sums_to_zero() returns trigger language plpgsql as $$
     declare
       unbalanced text;
     begin
       select order_id into unbalanced from new_entries
         group by order_id, kind, currency having sum(amount_minor) <> 0 limit 1;
       if found then
         raise exception using errcode = '23514', constraint = 'ledger_sums_to_zero',
           message = 'the ledger does not sum to zero', detail = unbalanced;
       end if;
       return null;
     end $$`,
  `create trigger ledger_sums_to_zero after insert on ledger_entries referencing new table as new_entries
     for each statement execute function ledger_sums_to_zero()`
]
