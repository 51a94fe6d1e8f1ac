import {
  advanceCase,
  type CaseInput,
  type CaseOptions,
  type CaseState,
  type CaseStep,
  isCase,
  noCase,
  type OrderCase,
  type OrderId,
  type PlatformRates,
  postTransfers,
  type Transfer
} from "@hotbag/core"
import { Result } from "effect"
import type { CaseOrders } from "./Cases.ts"
import type { CaseChange, StockMove } from "./CaseStore.ts"
import { CaseRefused } from "./errors.ts"
import { stockMovesOf } from "./stockMoves.ts"

/** What is to be saved, and how the cases will be. */
export interface PlannedCommit {
  /** By order id; cases to which nothing happened are left out. */
  readonly changes: ReadonlyArray<CaseChange>
  readonly stock: ReadonlyArray<StockMove>
  /** Every case afterwards, changed or not; an order that was not placed is missing. */
  readonly after: ReadonlyMap<OrderId, OrderCase>
}

/** What the orders come down to: pure, so it can be done again on newer cases. Refuses as a whole. */
export const planCommit = (
  cases: ReadonlyMap<OrderId, CaseState>,
  todo: ReadonlyArray<CaseOrders>,
  atMs: number,
  settings: { readonly options: CaseOptions; readonly rates: PlatformRates }
): Result.Result<PlannedCommit, CaseRefused> => {
  const after = new Map<OrderId, OrderCase>()
  for (const [orderId, state] of cases) if (isCase(state)) after.set(orderId, state)
  const changes: Array<CaseChange> = []
  const stock: Array<StockMove> = []
  for (const { orderId, inputs, payment, details } of todo) {
    const before = after.get(orderId) ?? noCase
    const planned = take(before, inputs, atMs, settings)
    if (Result.isFailure(planned))
      return Result.fail(new CaseRefused({ orderId, rejection: planned.failure }))
    const { step, transfers } = planned.success
    if (step === null || step.entries.length + step.errands.length === 0) continue
    stock.push(...stockMovesOf(before, step.after))
    after.set(orderId, step.after)
    const { length } = before
    changes.push({
      before: { orderId, length },
      step,
      transfers,
      payment: payment ?? null,
      details: details ?? null
    })
  }
  changes.sort((left, right) => (left.before.orderId < right.before.orderId ? -1 : 1))
  return Result.succeed({ changes, stock, after })
}

/** All inputs as one step. */
const take = (
  before: CaseState,
  inputs: ReadonlyArray<CaseInput>,
  atMs: number,
  { options, rates }: { readonly options: CaseOptions; readonly rates: PlatformRates }
): Result.Result<
  { readonly step: CaseStep | null; readonly transfers: ReadonlyArray<Transfer> },
  CaseRefused["rejection"]
> => {
  let state = before
  let step: CaseStep | null = null
  const transfers: Array<Transfer> = []
  for (const input of inputs) {
    const advanced = advanceCase(state, input, atMs, options)
    if (Result.isFailure(advanced)) return Result.fail(advanced.failure)
    const next: CaseStep = advanced.success
    transfers.push(...postTransfers(state.saga, next.after.saga, next.after.order, rates))
    step = step === null ? next : joined(step, next)
    state = next.after
  }
  return Result.succeed({ step, transfers })
}

const joined = (first: CaseStep, second: CaseStep): CaseStep => ({
  after: second.after,
  entries: [...first.entries, ...second.entries],
  errands: [...first.errands, ...second.errands],
  refusals: [...first.refusals, ...second.refusals]
})
