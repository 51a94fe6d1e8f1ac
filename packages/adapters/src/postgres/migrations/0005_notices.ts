import { inOrder } from "./inOrder.ts"

/** What people and operations were told: once each, whatever is repeated. */
export const notices = inOrder([
  `create table notices (
    key text primary key,
    order_id text not null,
    recipient text not null check (recipient in ('customer', 'restaurant', 'courier')),
    recipient_id text not null,
    notice text not null,
    at_ms bigint not null,
    id bigint generated always as identity
  )`,
  "create index notices_of on notices (recipient, recipient_id, at_ms desc, id desc)",
  `create table alerts (
    order_id text not null,
    why text not null,
    since_ms bigint not null,
    at_ms bigint not null,
    id bigint generated always as identity,
    primary key (order_id, why, since_ms)
  )`,
  "create index alerts_latest on alerts (at_ms desc, id desc)"
])
