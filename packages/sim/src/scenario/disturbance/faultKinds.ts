import { MINUTE_MS, SECOND_MS } from "@hotbag/core"
import { Schema } from "effect"
import { Ms, Share, UniformMs, field, required, wholeBetween } from "../fields.ts"
import { duringFields } from "./during.ts"
import { Where } from "./where.ts"

const regions = field(
  Where,
  "Only the regions count; what is on the platform's side has no place in the city.",
  {}
)

/** How customers try again who are answered with 503. */
const retries = {
  retryAfterMs: field(
    Ms,
    "Customers who are turned away try again after this, ms, half as much to half as much again, and twice as long each time (our assumption).",
    2 * SECOND_MS
  ),
  tries: field(
    wholeBetween(1, 20),
    "So often in all; then they give up, and the order is never placed (our assumption).",
    8
  )
}

/** The relay stands still. */
export const BusOutage = Schema.Struct({
  kind: required(
    Schema.Literal("bus-outage"),
    "The bus fails: what is committed is told when it is back, in its sequence. Dispatch plans with what it knows; payments, tickets of restaurants and notices wait."
  ),
  ...duringFields,
  where: regions
})

/** The database refuses, or takes its time. */
export const StoreOutage = Schema.Struct({
  kind: required(
    Schema.Literal("store-outage"),
    "The database fails: customers are turned away (503) and try again, couriers and kitchens repeat their commands until it is back, and dispatch rests."
  ),
  ...duringFields,
  where: regions,
  failure: field(
    Schema.Literals(["refuses", "slow"]),
    "refuses: nothing is committed; slow: everything is, after slowMs, and nobody is turned away.",
    "refuses"
  ),
  slowMs: field(Ms, "How long each command takes while it is slow, ms.", 3 * SECOND_MS),
  ...retries
})

/** A region's node is lost. */
export const ShardOutage = Schema.Struct({
  kind: required(
    Schema.Literal("shard-outage"),
    "The node of a region fails, its dispatcher and its store: another one takes over when the lease ends, or it comes back by itself at toMs, whichever is sooner (S138). Until toMs the servers do without its processors."
  ),
  ...duringFields,
  where: field(Where, "Only the regions count; null: the first one.", {}),
  leaseMs: field(Ms, "The lease of the node that is lost, from fromMs, ms.", 15 * SECOND_MS),
  ...retries
})

/** Telephones without a network. */
export const AppDisconnects = Schema.Struct({
  kind: required(
    Schema.Literal("app-disconnects"),
    "Couriers' apps lose their connection: offers stay unanswered, and what is reported meanwhile arrives when it is back, with its true time. On days whose couriers obey at once only reports are late."
  ),
  ...duringFields,
  where: field(Where, "Where couriers begin their shift whose apps are meant.", {}),
  share: required(
    Share,
    "Share of the couriers; each loses it once, at a moment of its own between fromMs and toMs."
  ),
  lasts: field(UniformMs, "For how long, ms.", { minMs: 2 * MINUTE_MS, maxMs: 6 * MINUTE_MS })
})
