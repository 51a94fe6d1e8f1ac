import type {
  CourierId,
  CustomerId,
  DeliveryId,
  Errand,
  MenuItemId,
  OfferId,
  OrderCase,
  OrderId,
  RegionId,
  RestaurantId
} from "@hotbag/core"
import { Context, Layer } from "effect"
import type { Cart } from "../carts/Cart.ts"
import type { OrderDetails } from "../orders/OrderDetails.ts"
import type { LedgerEntry } from "../payments/Ledger.ts"
import type { PaymentDetails } from "../payments/PaymentDetails.ts"
import type { LoggedEntry } from "./CaseStore.ts"
import type { Receipt } from "./Receipt.ts"

/** A row of the outbox in memory. */
export interface MemoryErrand {
  readonly id: number
  readonly orderId: OrderId
  readonly errand: Errand
  readonly committedAtMs: number
  attempts: number
  notBeforeMs: number
}

/** Errands of one order, in sequence. */
export interface MemoryLane {
  heldUntilMs: number
  readonly rows: Array<MemoryErrand>
}

/**
 * What the database is to the layers on Postgres, these tables are to the layers in memory: one place that all of them share. For tests
 * and simulations; it grows with every order.
 */
export class MemoryTables extends Context.Service<
  MemoryTables,
  {
    readonly cases: Map<OrderId, OrderCase>
    readonly logs: Map<OrderId, Array<LoggedEntry>>
    readonly orders: Map<DeliveryId, OrderId>
    readonly offers: Map<OfferId, Set<OrderId>>
    readonly details: Map<OrderId, OrderDetails>
    readonly payments: Map<OrderId, PaymentDetails>
    readonly ledger: Array<LedgerEntry>
    /** By scope and key. */
    readonly receipts: Map<string, Receipt>
    /** Who has the work of an order now. */
    readonly assignments: Map<OrderId, CourierId>
    /** Orders of whom each courier has the work. */
    readonly loads: Map<CourierId, Set<OrderId>>
    /** How many fit; couriers who are not named carry `Limits.courierLoad`. */
    readonly capacities: Map<CourierId, number>
    /** Epoch of each region's dispatcher. */
    readonly epochs: Map<RegionId, number>
    /** What is left, by {@link stockName}; items that are not named have no stock to keep. */
    readonly stock: Map<string, number>
    /** What customers are about to order. */
    readonly carts: Map<CustomerId, Cart>
    readonly lanes: Map<OrderId, MemoryLane>
    readonly setAside: Array<MemoryErrand & { readonly why: string }>
    errandsSoFar: number
  }
>()("@hotbag/services/cases/MemoryTables") {}

/** Names an item of a restaurant among the stock. */
export const stockName = (restaurantId: RestaurantId, itemId: MenuItemId): string =>
  `${restaurantId} ${itemId}`

/** Empty tables. */
export const memoryTables: Layer.Layer<MemoryTables> = Layer.sync(MemoryTables, () => ({
  cases: new Map(),
  logs: new Map(),
  orders: new Map(),
  offers: new Map(),
  details: new Map(),
  payments: new Map(),
  ledger: [],
  receipts: new Map(),
  assignments: new Map(),
  loads: new Map(),
  capacities: new Map(),
  epochs: new Map(),
  stock: new Map(),
  carts: new Map(),
  lanes: new Map(),
  setAside: [],
  errandsSoFar: 0
}))
