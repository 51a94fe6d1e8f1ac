import type {
  CaseEntry,
  CaseStep,
  CommandId,
  DeliveryId,
  MenuItemId,
  OfferId,
  OrderCase,
  OrderId,
  RegionId,
  RestaurantId,
  SagaTimer,
  Transfer
} from "@hotbag/core"
import { Context, type Effect, type Option } from "effect"
import type { Actor } from "../Actor.ts"
import type { OrderDetails } from "../orders/OrderDetails.ts"
import type { PaymentDetails } from "../payments/PaymentDetails.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { CourierFull, OutOfStock, ReceiptTaken, StaleCase, StaleEpoch } from "./errors.ts"
import type { Receipt } from "./Receipt.ts"

/** What a commit does to one case. */
export interface CaseChange {
  /** The log must still be this long, or the commit fails with `StaleCase`; 0 for an order that is placed now. */
  readonly before: { readonly orderId: OrderId; readonly length: number }
  /** Entries to append, the case afterwards, and the errands for the outbox. */
  readonly step: CaseStep
  /** What moves in the ledger: each transfer sums to zero (P5). */
  readonly transfers: ReadonlyArray<Transfer>
  /** At placement: how it is paid, for `PaymentTokens`. Tokens only (S132). */
  readonly payment: PaymentDetails | null
  /** At placement: what is personal, kept apart from the log so that it can be erased (P10). */
  readonly details: OrderDetails | null
}

/** Pieces of an item that come in or, negative, go out. Items of which no stock is kept do not care. */
export interface StockMove {
  readonly restaurantId: RestaurantId
  readonly itemId: MenuItemId
  readonly by: number
}

/** Everything one command does, in one transaction or not at all. */
export interface Commit {
  /** Different cases, in an order that every commit keeps (by order id), so that two of them never wait for each other. */
  readonly changes: ReadonlyArray<CaseChange>
  readonly receipt: Receipt | null
  readonly stock: ReadonlyArray<StockMove>
  /** A dispatcher's lease: if the region is at a later epoch, the commit fails with `StaleEpoch`. */
  readonly fence: { readonly regionId: RegionId; readonly epoch: number } | null
  readonly actor: Actor
  readonly commandId: CommandId | null
  readonly atMs: number
}

/** Why a commit did not happen. Nothing of it did, except that after `StoreUnavailable` nobody knows. */
export type CommitError = StoreUnavailable | StaleCase | ReceiptTaken | StaleEpoch | CourierFull | OutOfStock

/** A line of the log with who caused it and by which command (S134). */
export interface LoggedEntry {
  readonly orderId: OrderId
  readonly entry: CaseEntry
  readonly actor: Actor
  readonly commandId: CommandId | null
}

/** A timer that is due. */
export interface DueCase {
  readonly orderId: OrderId
  readonly timer: SagaTimer
  readonly dueAtMs: number
}

/**
 * Where cases are kept. An implementation guarantees, whoever else writes at the same time: a commit happens as a whole or not at all; a
 * log only grows, 1..n without gaps (P4); a receipt is unique by scope and key (P2); an order has at most one
 * active assignment and a courier no more of them than fit (P3; {@link assignmentMovesOf} reads them from the entries);
 * stock never falls below zero; the ledger sums to zero (P5); the errands of one order stay in order (P7).
 */
export class CaseStore extends Context.Service<
  CaseStore,
  {
    /** The case as last committed. */
    readonly load: (orderId: OrderId) => Effect.Effect<Option.Option<OrderCase>, StoreUnavailable>
    /** The order that a delivery belongs to, whether or not the delivery was requested yet. */
    readonly orderOf: (deliveryId: DeliveryId) => Effect.Effect<Option.Option<OrderId>, StoreUnavailable>
    /** Orders whose delivery's latest offer has this id: more than one when it is a bundle. Ascending by id. */
    readonly offeredAs: (offerId: OfferId) => Effect.Effect<ReadonlyArray<OrderId>, StoreUnavailable>
    /**
     * Cases of the region whose order has not ended or whose delivery has not, ascending by id: the first
     * `Limits.casesPerPage` after `after`. For a dispatcher that takes over.
     */
    readonly openIn: (
      regionId: RegionId,
      after: OrderId | null
    ) => Effect.Effect<ReadonlyArray<OrderCase>, StoreUnavailable>
    /** Does everything of the commit, or nothing. */
    readonly commit: (commit: Commit) => Effect.Effect<void, CommitError>
    /** The receipt of a command, if it was carried out. */
    readonly receipt: (
      scope: string,
      key: CommandId
    ) => Effect.Effect<Option.Option<Receipt>, StoreUnavailable>
    /** Replaces the answer of a receipt that exists; the one place where a command is answered later than it was carried out. */
    readonly amendReceipt: (receipt: Receipt) => Effect.Effect<void, StoreUnavailable>
    /** Forgets up to `limit` receipts that are older than `beforeMs`; how many there were. */
    readonly forgetReceipts: (beforeMs: number, limit: number) => Effect.Effect<number, StoreUnavailable>
    /** Up to `limit` cases whose next timer was due at `atMs` or before, the longest due first. */
    readonly due: (atMs: number, limit: number) => Effect.Effect<ReadonlyArray<DueCase>, StoreUnavailable>
    /** The log of an order from its beginning; empty when there is no such order. */
    readonly log: (orderId: OrderId) => Effect.Effect<ReadonlyArray<LoggedEntry>, StoreUnavailable>
    /** What is personal about the order; none after it was erased (P10). */
    readonly details: (orderId: OrderId) => Effect.Effect<Option.Option<OrderDetails>, StoreUnavailable>
  }
>()("@hotbag/services/cases/CaseStore") {}
