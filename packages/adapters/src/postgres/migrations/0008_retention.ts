import { inOrder } from "./inOrder.ts"

/** How old things are that are forgotten one day (P8): rows come in the sequence of time, so that the smallest index finds the old ones. */
export const retention = inOrder([
  "alter table dispatch_notes add column at_ms bigint not null generated always as ((note -> 'atMs')::bigint) stored",
  "create index dispatch_notes_by_age on dispatch_notes using brin (at_ms)",
  "create index dispatch_offers_by_age on dispatch_offers using brin (at)",
  "create index notices_by_age on notices using brin (at_ms)",
  "create index inbox_by_age on inbox using brin (noted_at)"
])
