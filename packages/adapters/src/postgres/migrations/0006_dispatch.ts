import { inOrder } from "./inOrder.ts"

/** Couriers beside what they carry, and why orders were offered to whom. */
export const dispatch = inOrder([
  // A row without a region only says how much fits.
  `alter table couriers
    add column region_id text collate "C",
    add column name text,
    add column vehicle text,
    add column rating float8,
    add column on_at timestamptz,
    add column off_at timestamptz,
    add column lat float8,
    add column lng float8,
    add column located_at timestamptz,
    add column suggestion jsonb,
    add column asked integer not null default 0,
    add column accepted integer not null default 0,
    add column assigned integer not null default 0,
    add constraint couriers_vehicle_known check (vehicle in ('walking', 'bicycle', 'motorcycle', 'car')),
    add constraint couriers_rating_in_stars check (rating between 1 and 5),
    add constraint couriers_whole check (region_id is null or (name is not null and vehicle is not null)),
    add constraint couriers_placed_whole check ((lat is null) = (lng is null) and (lat is null) = (located_at is null)),
    add constraint couriers_counted check (0 <= accepted and accepted <= asked and 0 <= assigned)`,
  "create index couriers_of_region on couriers (region_id, driver_id) where region_id is not null",
  "create index deliveries_offered_to on deliveries ((state ->> 'offeredTo')) where status = 'offered'",
  `create index deliveries_in_hand on deliveries (driver_id)
    where status in ('accepted', 'at-restaurant', 'picked-up', 'at-customer')`,

  `create table dispatch_offers (
    offer_id text collate "C" primary key,
    region_id text collate "C" not null,
    driver_id text collate "C" not null,
    at timestamptz not null,
    record jsonb not null
  )`,
  `create table dispatch_offers_of_orders (
    order_id text collate "C" not null,
    id bigint generated always as identity,
    offer_id text collate "C" not null,
    constraint dispatch_offers_of_orders_pkey primary key (order_id, id)
  )`,
  `create table dispatch_notes (
    order_id text collate "C" not null,
    id bigint generated always as identity,
    note jsonb not null,
    constraint dispatch_notes_pkey primary key (order_id, id)
  )`
])
