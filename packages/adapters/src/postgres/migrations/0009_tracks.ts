import { inOrder } from "./inOrder.ts"

/** The ways of couriers, and what is left of them when they are old: how many points there were in a district within an hour. */
export const tracks = inOrder([
  `create table courier_tracks (
    driver_id text collate "C" not null,
    at_ms bigint not null,
    lat float8 not null,
    lng float8 not null,
    constraint courier_tracks_pkey primary key (driver_id, at_ms),
    constraint courier_tracks_on_earth check (lat between -90 and 90 and lng between -180 and 180)
  )`,
  // Rows come in the sequence of time, so that the smallest index finds the old ones.
  "create index courier_tracks_by_age on courier_tracks using brin (at_ms)",
  `create table courier_districts (
    hour_ms bigint not null,
    cell text collate "C" not null,
    points integer not null,
    constraint courier_districts_pkey primary key (hour_ms, cell),
    constraint courier_districts_some check (points > 0)
  )`
])
