/** Customers (S53) and what they are about to order (S5): all that is personal about them, apart from `order_details`. */
export const customerTables: ReadonlyArray<string> = [
  `create table users (
     user_id text collate "C" primary key,
     name text not null generated always as (state ->> 'name') stored,
     role text not null default 'customer' constraint users_role_known check (role = 'customer'),
     state jsonb not null,
     constraint users_state_is_its_own check (state ->> 'id' = user_id),
     constraint users_id_short check (length(user_id) between 1 and 64)
   )`,

  `create table carts (
     user_id text collate "C" primary key,
     rest_id text collate "C",
     version integer not null constraint carts_version_positive check (version > 0),
     updated_at_ms bigint not null,
     lines jsonb not null
   ) with (fillfactor = 70)`,
  `create index carts_by_age on carts (updated_at_ms)`,

  // Forgets a person (P10): orders and their log stay, and say nothing about who it was.
  `create function erase_user(id text) returns void language sql as $$
     delete from order_details d using orders o where o.user_id = id and d.order_id = o.order_id;
     delete from carts where user_id = id;
     delete from users where user_id = id
   $$`
]
