import {
  type AnyProblem,
  type CommandProblem,
  Conflict,
  InvalidRequest,
  type LookUpProblem,
  NotAllowed,
  NotFound as NothingThere,
  type ReadProblem,
  Unauthenticated,
  Unavailable,
  Unprocessable,
  type WebhookProblem
} from "@hotbag/api"
import type {
  AssignRefused,
  CartBusy,
  CartEmpty,
  CaseBusy,
  CaseRefused,
  CommandConflict,
  CommandInFlight,
  CourierExists,
  CourierFull,
  CurrencyTaken,
  DispatcherAway,
  DutyRefused,
  EstimateRefused,
  MalformedCursor,
  MenuBusy,
  MenuRefused,
  NotCounted,
  NotFound,
  OperationsOnly,
  OtherRestaurant,
  OutOfStock,
  PaymentClosed,
  PaymentConflict,
  QuoteRefused,
  RegionRefused,
  RoleRefused,
  StaleEpoch,
  StoreUnavailable,
  WebhookForged,
  WebhookUnreadable
} from "@hotbag/services"
import { Effect } from "effect"

/**
 * One table from what use-cases refuse to what the wire says. Every switch is exhaustive: an error that somebody adds to a use-case does
 * not compile until it has its status here.
 */

/** What any use-case may fail with. */
export type AnyError = StoreUnavailable | MalformedCursor
/** What looking up one thing may fail with. */
export type LookUpError = AnyError | NotFound
/** What taking a report of the gateway may fail with. */
export type WebhookError = StoreUnavailable | WebhookForged | WebhookUnreadable
/** What a command may fail with. */
export type UseCaseError =
  | LookUpError
  | AssignRefused
  | CartBusy
  | CartEmpty
  | CaseBusy
  | CaseRefused
  | CommandConflict
  | CommandInFlight
  | CourierExists
  | CourierFull
  | CurrencyTaken
  | DispatcherAway
  | DutyRefused
  | EstimateRefused
  | MenuBusy
  | MenuRefused
  | NotCounted
  | OperationsOnly
  | OtherRestaurant
  | OutOfStock
  | PaymentClosed
  | PaymentConflict
  | QuoteRefused
  | RegionRefused
  | RoleRefused
  | StaleEpoch

/** The problem for what any use-case may fail with. */
export const anyProblem = (error: AnyError): AnyProblem => {
  switch (error._tag) {
    case "StoreUnavailable":
      return unavailable(error)
    case "MalformedCursor":
      return new InvalidRequest({
        code: error._tag,
        detail: error.message,
        errors: [{ path: ["query", "cursor"], message: error.message }]
      })
  }
}

/** The problem for a failed look-up; reading something of one's own fails alike. */
export const lookUpProblem = (error: LookUpError): LookUpProblem & ReadProblem =>
  error._tag === "NotFound" ? new NothingThere({ detail: error.message }) : anyProblem(error)

/** The problem for a report that is not taken. */
export const webhookProblem = (error: WebhookError): WebhookProblem => {
  switch (error._tag) {
    case "WebhookForged":
      return new Unauthenticated({})
    case "WebhookUnreadable":
      return new InvalidRequest({ code: error._tag, detail: error.message })
    case "StoreUnavailable":
      return anyProblem(error)
  }
}

/** The problem for a command that is refused. */
export const commandProblem = (error: UseCaseError): CommandProblem => {
  switch (error._tag) {
    case "StoreUnavailable":
    case "MalformedCursor":
    case "NotFound":
      return lookUpProblem(error)
    case "CartBusy":
    case "CaseBusy":
    case "DispatcherAway":
    case "MenuBusy":
      return unavailable(error)
    case "StaleEpoch":
      return unavailable({ _tag: error._tag, message: error.message, retryAfterMs: 1_000 })
    case "CommandInFlight":
      return new Conflict({ code: error._tag, detail: error.message, retryAfterSeconds: 1 })
    case "CommandConflict":
    case "EstimateRefused":
    case "MenuRefused":
    case "RegionRefused":
      return new Unprocessable({ code: error._tag, detail: error.message })
    case "CaseRefused":
      return new Conflict({ code: error.rejection._tag, detail: error.message })
    case "QuoteRefused":
      return quoteProblem(error)
    case "OperationsOnly":
    case "RoleRefused":
      return new NotAllowed({ code: error._tag, detail: error.message })
    case "AssignRefused":
    case "CartEmpty":
    case "CourierExists":
    case "CourierFull":
    case "CurrencyTaken":
    case "DutyRefused":
    case "NotCounted":
    case "OtherRestaurant":
    case "OutOfStock":
    case "PaymentClosed":
    case "PaymentConflict":
      return new Conflict({ code: error._tag, detail: error.message })
  }
}

/** Turns the errors of a command into its problems. */
export const asCommand = <A>(effect: Effect.Effect<A, UseCaseError>): Effect.Effect<A, CommandProblem> =>
  Effect.mapError(effect, commandProblem)

/** Turns the errors of reading something of one's own into its problems. */
export const asRead = <A>(effect: Effect.Effect<A, LookUpError>): Effect.Effect<A, ReadProblem> =>
  Effect.mapError(effect, lookUpProblem)

/** Turns the errors of a public look-up into its problems. */
export const asLookUp = <A>(
  effect: Effect.Effect<A, LookUpError>
): Effect.Effect<A, LookUpProblem & ReadProblem> => Effect.mapError(effect, lookUpProblem)

const unavailable = (error: {
  readonly _tag: string
  readonly message: string
  readonly retryAfterMs: number
}) =>
  new Unavailable({
    code: error._tag,
    detail: error.message,
    retryAfterSeconds: Math.max(1, Math.ceil(error.retryAfterMs / 1_000))
  })

const quoteProblem = ({ rejection }: QuoteRefused): CommandProblem =>
  rejection._tag === "LinesRefused"
    ? new InvalidRequest({
        code: rejection._tag,
        detail: rejection.message,
        errors: [{ path: ["payload", "items"], message: rejection.message }]
      })
    : new Conflict({ code: rejection._tag, detail: rejection.message })
