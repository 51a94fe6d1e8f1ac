/**
 * What fails in the platform itself on a day: its store, the relay that tells dispatch and everybody else what was
 * committed, and the connections of couriers' apps. Known beforehand, so that whoever judges a history can ask too. All
 * times are whole ms since midnight; answers never fall as `atMs` grows, and are `atMs` itself while all is well.
 */
export interface Faults {
  /** When a command that is sent to the region's store at `atMs`, again and again, is committed. */
  readonly committedAtMs: (region: number, atMs: number) => number
  /** When what the region commits at `atMs` is told: to dispatch, the gateway, restaurants and customers. */
  readonly heardAtMs: (region: number, atMs: number) => number
  /** When the courier's app, at `atMs`, has a connection again. */
  readonly connectedAtMs: (courier: number, atMs: number) => number
  /** Whether the region's store turns placements away (503) at `atMs`. */
  readonly refuses: (region: number, atMs: number) => boolean
  /** When who was turned away for the `attempt`th time (from 0) at `atMs` tries again; null: gives up. */
  readonly triesAgainAtMs: (order: number, region: number, attempt: number, atMs: number) => number | null
  /** Couriers' apps that lose their connection, and when; what `connectedAtMs` answers from. */
  readonly disconnects: ReadonlyArray<Disconnect>
  /** Regions whose node is lost, and until when: their dispatch goes on elsewhere before that, the node itself is away. */
  readonly lostNodes: ReadonlyArray<LostNode>
}

/** The node of a region is away from `fromMs` until `toMs`. */
export interface LostNode {
  readonly region: number
  readonly fromMs: number
  readonly toMs: number
}

/** A courier's app is without a connection from `fromMs` until `toMs`. */
export interface Disconnect {
  readonly courier: number
  readonly fromMs: number
  readonly toMs: number
}

/** How often faults were felt in a run; a fault that was never felt proves nothing. */
export interface FaultFigures {
  /** Orders that were turned away at first, with 503. */
  placementsRefused: number
  /** Customers who tried so often that they gave up: their orders were never placed. */
  placementsGivenUp: number
  /** Commands of customers and kitchens, timers and rounds that waited for a store. */
  commandsHeld: number
  /** Facts that dispatch heard late. */
  factsLate: number
  /** Payments, notices and restaurants' tickets that went out late. */
  messagesLate: number
  /** Stops that couriers reported late. */
  reportsLate: number
  /** Offers whose answer was kept back by a connection or a store, some of them until it was too late. */
  answersLate: number
}

/** Nothing was felt. */
export const noFaultsFelt = (): FaultFigures => ({
  placementsRefused: 0,
  placementsGivenUp: 0,
  commandsHeld: 0,
  factsLate: 0,
  messagesLate: 0,
  reportsLate: 0,
  answersLate: 0
})
