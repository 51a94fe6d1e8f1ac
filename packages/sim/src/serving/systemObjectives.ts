import { SLO_WINDOW_MS, type Slo } from "@hotbag/core"
import type { SliName } from "./kinds.ts"

/** An objective of the servers. */
export interface SystemObjective {
  readonly slo: Slo
  /**
   * What is measured; `requests`: every request that somebody waits for, `placement-outcome`: those that place orders,
   * `menu-cache`: reads of menus, `database`: visits of the database.
   */
  readonly sli: SliName | "requests" | "placement-outcome" | "menu-cache" | "database"
  /** Good when it took less, in ms; null: good when it was answered and not with a 5xx, or of menus: when it was at hand. */
  readonly thresholdMs: number | null
  /** Part of the verdict; others are goals that are only shown. */
  readonly gate: boolean
  /** Requirements that it stands for. */
  readonly requirements: ReadonlyArray<string>
  /** Why this threshold and no other. */
  readonly why: string
}

const objective = (
  name: string,
  description: string,
  share: number,
  rest: Omit<SystemObjective, "slo" | "gate"> & { readonly gate?: boolean }
): SystemObjective => ({
  ...rest,
  slo: { name, description, objective: share, windowMs: SLO_WINDOW_MS },
  gate: rest.gate ?? true
})

/**
 * What the servers promise (REQUIREMENTS 1.10, DESIGN §7), in the sequence of a report. A request that is answered with 503,
 * or not within three seconds, is never good.
 */
export const SYSTEM_OBJECTIVES: ReadonlyArray<SystemObjective> = [
  objective("placement", "an order is accepted within 200 ms", 0.95, {
    sli: "placement",
    thresholdMs: 200,
    requirements: ["S123", "C16"],
    why: "accepted means decided and durable; authorising the payment comes after the answer. Beyond 200 ms a tap feels unanswered."
  }),
  objective("placement-accepted", "an order is not answered with a 5xx", 0.9995, {
    sli: "placement-outcome",
    thresholdMs: null,
    requirements: ["S123", "P1"],
    why: "an order that is not taken is money lost; twice as strict as availability."
  }),
  objective("find-nearby", "restaurants nearby are found within 100 ms", 0.95, {
    sli: "nearby",
    thresholdMs: 100,
    requirements: ["S124"],
    why: "the first screen of the app is drawn from it, before pictures are even asked for."
  }),
  objective("location", "a courier's position is with the customer within 1 s", 0.95, {
    sli: "location",
    thresholdMs: 1_000,
    requirements: ["S89", "C18"],
    why: "positions come every second (C23): whoever is later shows the last but one."
  }),
  objective("location-tail", "a courier's position is with the customer within 3 s", 0.99, {
    sli: "location",
    thresholdMs: 3_000,
    requirements: ["S89", "C18"],
    why: "after 3 s the point on the map visibly jumps."
  }),
  objective("status", "a change of an order is with all its watchers within 1 s", 0.95, {
    sli: "status",
    thresholdMs: 1_000,
    requirements: ["S91", "C18"],
    why: "95 % of status updates within a second, measured apart from positions."
  }),
  objective("dispatch-round", "a round of dispatch is over within 500 ms", 0.99, {
    sli: "dispatch-round",
    thresholdMs: 500,
    requirements: ["S85"],
    why: "the whole decision in less than half a second; waiting for a processor counts."
  }),
  objective("outbox-lag", "what follows from a commit is done within 1 s", 0.99, {
    sli: "outbox-lag",
    thresholdMs: 1_000,
    requirements: ["P7", "S127"],
    why: "payment, notices and read models are as late as the outbox is."
  }),
  objective("offer", "an offer is with the courier within 1 s of the match", 0.99, {
    sli: "offer",
    thresholdMs: 1_000,
    requirements: ["S127"],
    why: "couriers answer within half a minute; a second of it may be ours."
  }),
  objective("availability", "a request is answered, and not with a 5xx", 0.999, {
    sli: "requests",
    thresholdMs: null,
    requirements: ["S125", "C19"],
    why: "99.9 %: 43 minutes of a month. Shed requests (503) and those that take three seconds count as failed."
  }),
  objective("placement-stretch", "an order is accepted within 100 ms", 0.99, {
    sli: "placement",
    thresholdMs: 100,
    requirements: ["S123"],
    gate: false,
    why: "the goal beyond the promise."
  }),
  objective("find-nearby-stretch", "restaurants nearby are found within 10 ms", 0.95, {
    sli: "nearby",
    thresholdMs: 10,
    requirements: ["S124"],
    gate: false,
    why: "the goal beyond the promise."
  }),
  objective("location-stretch", "a courier's position is with the customer within 1 s", 0.99, {
    sli: "location",
    thresholdMs: 1_000,
    requirements: ["S90", "C18"],
    gate: false,
    why: "stated as a conclusion in one of the sources: tracked, no gate."
  }),
  objective("location-tail-stretch", "a courier's position is with the customer within 250 ms", 0.99, {
    sli: "location",
    thresholdMs: 250,
    requirements: ["S90"],
    gate: false,
    why: "what is published of the way from a courier to the customer: a quarter of a second is still now."
  }),
  objective("database", "a visit of the database is over within 100 ms", 0.99, {
    sli: "database",
    thresholdMs: 100,
    requirements: ["S127"],
    gate: false,
    why: "half of what placing an order may take; a database that is slower than that is the first to be looked at."
  }),
  objective("menu-cache", "a menu is in the memory of the process that is asked for it", 0.5, {
    sli: "menu-cache",
    thresholdMs: null,
    requirements: ["S2", "S127"],
    gate: false,
    why: "below one in two the cache hardly pays: fewer, larger processes, or the caches between (S98), would do more. A small town, a quiet hour and a fresh process are below it and nobody suffers, so it is no gate."
  }),
  objective("dispatch-round-stretch", "a round of dispatch is over within 20 ms", 0.99, {
    sli: "dispatch-round",
    thresholdMs: 20,
    requirements: ["S85"],
    gate: false,
    why: "the goal beyond the promise."
  })
]
