import type { CaseInput, CaseState, CommandId, OrderCase, OrderId, RegionId } from "@hotbag/core"
import { Context, type Effect, type Option } from "effect"
import type { Actor } from "../Actor.ts"
import type { OrderDetails } from "../orders/OrderDetails.ts"
import type { PaymentDetails } from "../payments/PaymentDetails.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type {
  CaseBusy,
  CaseRefused,
  CommandConflict,
  CommandInFlight,
  CourierFull,
  OutOfStock,
  StaleEpoch
} from "./errors.ts"
import type { Answer, ReceiptKey } from "./Receipt.ts"

/** What is to be done to one case, in sequence: all of it or nothing. */
export interface CaseOrders {
  readonly orderId: OrderId
  readonly inputs: ReadonlyArray<CaseInput>
  /** At placement. */
  readonly payment?: PaymentDetails
  /** At placement. */
  readonly details?: OrderDetails
}

/** A change of one or more cases. */
export interface CaseRequest<E, R> {
  readonly actor: Actor
  /** For the log (S134); null for the platform's own work. */
  readonly commandId: CommandId | null
  /** The cases it is about; an order that is placed now among them. */
  readonly orderIds: ReadonlyArray<OrderId>
  /** The ids were made for this request: there is nothing to load. */
  readonly isNew?: boolean
  /** A dispatcher's lease: refused with `StaleEpoch` once a newer one has begun. */
  readonly fence?: { readonly regionId: RegionId; readonly epoch: number }
  /**
   * What to do, seeing the cases as they are, in the order of `orderIds`; the place for object-level checks. Called again
   * when somebody else was faster, so it does nothing itself.
   */
  readonly decide: (
    cases: ReadonlyArray<CaseState>,
    atMs: number
  ) => Effect.Effect<ReadonlyArray<CaseOrders>, E, R>
}

/** A change that is answered once and for all. */
export interface AnsweredRequest<E, R> extends CaseRequest<E, R> {
  readonly receipt: ReceiptKey
  /** The answer from the cases as they are afterwards, in the order of `orderIds`. */
  readonly respond: (cases: ReadonlyArray<OrderCase>) => Answer
  /**
   * Waits after the change was saved for something worth answering instead. What it gives replaces the answer, in the receipt
   * first: whoever repeats the command gets what the first one got.
   */
  readonly wait?: (cases: ReadonlyArray<OrderCase>) => Effect.Effect<ReadonlyArray<OrderCase>, never, R>
}

/** An answer, and whether it was given before. */
export interface Answered extends Answer {
  readonly replayed: boolean
}

/** Why a change did not happen. */
export type CaseError = StoreUnavailable | CaseRefused | CaseBusy | StaleEpoch | CourierFull | OutOfStock

/** Why a command was not carried out. */
export type CommandError = CaseError | CommandInFlight | CommandConflict

/**
 * The engine: load, decide, save everything at once, tell. Commands to one case take turns; if another process was faster, the case is
 * loaded and decided anew. A refused change leaves no trace.
 *
 * Who is interrupted before the saving began has done nothing; once it began it is finished, told and answered for, whoever still listens.
 */
export class Cases extends Context.Service<
  Cases,
  {
    /** Changes cases; gives them as they are afterwards, in the order of `orderIds`. */
    readonly advance: <E, R>(
      request: CaseRequest<E, R>
    ) => Effect.Effect<ReadonlyArray<OrderCase>, E | CaseError, R>
    /** Changes cases once per receipt: a repeated command gets the same answer, byte for byte (S49, P2). */
    readonly answer: <E, R>(request: AnsweredRequest<E, R>) => Effect.Effect<Answered, E | CommandError, R>
    /** The case as last saved, by whomever. */
    readonly read: (orderId: OrderId) => Effect.Effect<Option.Option<OrderCase>, StoreUnavailable>
    /**
     * The case as this process saw it last, or else as last saved: for what never changes about it, and where a change that another process
     * made just now does no harm.
     */
    readonly recall: (orderId: OrderId) => Effect.Effect<Option.Option<OrderCase>, StoreUnavailable>
    /** Waits until the case is as wished, at most `forMs`; gives it as it is then. None when there is no such case. */
    readonly until: (
      orderId: OrderId,
      isSo: (state: OrderCase) => boolean,
      forMs: number
    ) => Effect.Effect<Option.Option<OrderCase>, StoreUnavailable>
  }
>()("@hotbag/services/cases/Cases") {}
