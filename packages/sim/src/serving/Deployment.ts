import { Limits, SECOND_MS, MINUTE_MS } from "@hotbag/core"

/** Where requests and everything else are worked on. */
export type StationName = "api" | "relay" | "dispatch" | "sockets" | "database"

/** The stations that nodes run, in the sequence of a report; the database is apart. */
export const NODE_STATIONS = ["api", "relay", "dispatch", "sockets"] as const

/** How many instances, and when there are more or fewer. */
export interface Instances {
  /** Equal to `max`: always so many. */
  readonly min: number
  readonly max: number
}

/** How a marketplace is deployed. */
export interface Deployment {
  /**
   * `together`: every node does everything, as `hotbag serve` does; each processor of it is one event loop. `apart`: each
   * station has nodes of its own.
   */
  readonly stations: "together" | "apart"
  /** Nodes, of each station when apart. */
  readonly nodes: Instances
  /** Nodes of single stations, when apart. */
  readonly nodesOf?: Partial<Readonly<Record<(typeof NODE_STATIONS)[number], Instances>>>
  /** Processors of a node that are used: a process of the server for each. */
  readonly cores: number
  /** Databases; a region's orders are in one of them (S119). */
  readonly shards: number
  /** Processors of each database. */
  readonly databaseCores: number
  /** Share of the processors' time above which nodes are added (S121). */
  readonly targetCpu: number
  /** Jobs that may wait for a node's processors, for each of them; the next is answered with 503. */
  readonly waitingPerCore: number
}

/**
 * Two small nodes, so that one may go, up to 32 as they are needed, and a database of four processors: what a cloud sells
 * as small.
 */
export const DEFAULT_DEPLOYMENT: Deployment = {
  stations: "together",
  nodes: { min: 2, max: 32 },
  cores: 1,
  shards: 1,
  databaseCores: 4,
  targetCpu: 0.7,
  waitingPerCore: Limits.databaseCalls
}

/** @see TRAFFIC */
export type Traffic = { readonly [Name in keyof typeof TRAFFIC]: number }

/** What goes with every order besides commands: stated once, since nobody measures it for us. */
export const TRAFFIC = {
  /** Of a courier with an order, and the positions go on to whoever watches (C23). */
  busyPingsPerSecond: 1,
  /** Of a courier on duty without one: telephones save their batteries. */
  idlePingsPerSecond: 0.2,
  /** Telephones that watch a delivery on its way: the customer's. */
  watchersPerDelivery: 1,
  /** Telephones and tablets that are told of a change of an order: customer, restaurant, courier. */
  watchersPerOrder: 3,
  /** Five people look for each who orders (S112: 1,000,000 users a day, 200,000 orders), twice each. */
  nearbyPerOrder: 10,
  /** Menus and orders read for each order: two by everybody who looks, and some while waiting. */
  readsPerOrder: 15,
  /** Of these reads, those of menus: the one that is ordered from, and nine that others and the same customer look at. */
  menusPerOrder: 10,
  /** Positions go out every so often at most when sockets are overloaded, in seconds (S94). */
  widestIntervalS: 5
} as const

/** Kubernetes' own rhythm (see `Autoscaler`): a look every 15 s, five minutes before anything goes. */
export const SCALING = { everyMs: 15 * SECOND_MS, downAfterMs: 5 * MINUTE_MS } as const
