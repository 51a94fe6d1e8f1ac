/** The event log of a run, one JSON document a line. */
export const EVENTS_FILE = "events.ndjson"
/** The report for people, as text. */
export const TEXT_FILE = "report.txt"
/** The report for people, with pictures. */
export const PAGE_FILE = "report.html"
/** The report for programs. */
export const JSON_FILE = "report.json"
/** Tables and maps of a run for notebooks. */
export const ORDERS_FILE = "orders.csv"
export const COURIERS_FILE = "couriers.csv"
export const SERIES_FILE = "series.csv"
export const CELLS_FILE = "cells.geojson"
export const BARRIERS_FILE = "barriers.geojson"
export const TRIPS_FILE = "trips.geojson"

/** What the couriers' phones would have sent; only with `--pings`. */
export const PINGS_FILE = "pings.csv"

/** What `hotbag simulate --out` writes; the last one is there only when all are. */
export const RUN_FILES: ReadonlyArray<string> = [
  EVENTS_FILE,
  TEXT_FILE,
  ORDERS_FILE,
  COURIERS_FILE,
  SERIES_FILE,
  CELLS_FILE,
  BARRIERS_FILE,
  TRIPS_FILE,
  PAGE_FILE,
  JSON_FILE
]
