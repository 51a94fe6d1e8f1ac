import { at, Limits } from "@hotbag/core"
import type { Piece } from "../InFlight.ts"
import { KindOf } from "../kinds.ts"
import type { OutboxAge } from "../SystemReport.ts"
import type { ServingModel } from "../ServingModel.ts"
import type { ServingFaults } from "./ServingFaults.ts"

/**
 * Whether a piece has to wait before its next step because something fails: for a bus that is down, a lane of the relay, a
 * gateway that says nothing, or a database that is away or slow. It is taken up again when that is over; a client is told 503
 * instead when it waits for a database that is away, and when too many wait for a slow one (P8).
 */
export const waitsForFault = (
  model: ServingModel,
  faults: ServingFaults,
  slot: number,
  atMs: number
): boolean => {
  const piece = model.flight.piece(slot)
  const visit = at(model.kinds, piece.kind).steps[piece.step]
  if (visit === undefined) return false
  if (isTold(piece.kind) && piece.step === 0) return waitsToBeTold(model, faults, slot, atMs)
  // Restaurants are found in the memory of a node; what that costs the database can wait.
  if (visit.station !== "database" || piece.kind === KindOf.nearby) return false
  return waitsForDatabase(model, faults, slot, atMs)
}

/** A piece of the relay is done: its lane is free. */
export const freeLane = (model: ServingModel, kind: number, atMs: number): void => {
  if (!isErrand(kind)) return
  model.outbox.leave()
  nextInLane(model, atMs)
}

/** What the relay has not done at `atMs`. O(in flight and waiting). */
export const outboxAge = ({ flight, outbox }: ServingModel, atMs: number): OutboxAge => {
  let [waiting, cameAtMs] = [0, atMs]
  const look = (piece: Piece) => {
    if (!isErrand(piece.kind)) return
    waiting++
    cameAtMs = Math.min(cameAtMs, piece.cameAtMs)
  }
  flight.each(look)
  outbox.each((slot) => look(flight.piece(slot)))
  return { waiting, oldestMs: atMs - cameAtMs }
}

/** Something follows from a commit; it is told in its sequence once the bus works (P7). */
const isErrand = (kind: number): boolean => kind === KindOf.afterPlace || kind === KindOf.afterCommand
const isTold = (kind: number): boolean => kind === KindOf.status || isErrand(kind)

/** Where a piece is that waits. */
const Stage = { new: 0, held: 1, queued: 2, inLane: 3, asking: 4, ready: 5, calling: 6, called: 7 } as const

const waitsToBeTold = (model: ServingModel, faults: ServingFaults, slot: number, atMs: number): boolean => {
  const { felt, flight, outbox } = model
  const piece = flight.piece(slot)
  const errand = isErrand(piece.kind)
  if (piece.stage === Stage.new) {
    const heardMs = faults.heardAtMs(piece.region, atMs)
    if (heardMs > atMs) {
      piece.stage = Stage.held
      if (errand) {
        outbox.held++
        felt.commitsHeld++
        felt.outboxMost = Math.max(felt.outboxMost, outbox.held + outbox.waiting)
      }
      wait(model, piece, slot, atMs, heardMs)
      return true
    }
  } else if (piece.stage === Stage.held && errand) {
    outbox.held--
    felt.caughtUpAtMs = atMs
  }
  if (!errand || piece.stage === Stage.ready) return false
  if (piece.stage < Stage.queued) {
    if (!outbox.enter(slot, lanesOf(model))) {
      piece.stage = Stage.queued
      piece.sinceMs = atMs
      felt.outboxMost = Math.max(felt.outboxMost, outbox.held + outbox.waiting)
      nextInLane(model, atMs)
      return true
    }
    piece.stage = Stage.inLane
  }
  return asksInVain(model, faults, slot, atMs)
}

/** Whoever waited for a lane and has one now goes on. */
const nextInLane = (model: ServingModel, atMs: number): void => {
  const { felt, flight, outbox } = model
  const lanes = lanesOf(model)
  for (let slot = outbox.next(lanes); slot >= 0; slot = outbox.next(lanes)) {
    const piece = flight.piece(slot)
    piece.stage = Stage.inLane
    piece.waitedMs += atMs - piece.sinceMs
    felt.caughtUpAtMs = atMs
    flight.again(slot, atMs)
  }
}

/** Each processor of the relay is a process with as many lanes. */
const lanesOf = ({ stations }: ServingModel): number =>
  Limits.relayLanes * stations.poolOf("relay", 0).processors

/** The payment of an order is asked for; a silent gateway keeps the lane until the time limit, unless it is left alone. */
const asksInVain = (model: ServingModel, faults: ServingFaults, slot: number, atMs: number): boolean => {
  const { felt, flight, outbox, stations } = model
  const piece = flight.piece(slot)
  if (piece.kind !== KindOf.afterPlace) return false
  const breaker = model.breakerOf(piece.number % stations.poolOf("relay", 0).processors)
  const wasAsking = piece.stage === Stage.asking
  piece.stage = Stage.ready
  if (wasAsking) {
    outbox.asking--
    breaker.failed(atMs)
    return false
  }
  if (!breaker.mayAsk(atMs)) {
    felt.gatewayRested++
    return false
  }
  if (!faults.isGatewaySilent(piece.amount, atMs)) {
    breaker.answered()
    return false
  }
  piece.stage = Stage.asking
  outbox.asking++
  felt.gatewayTimeOuts++
  wait(model, piece, slot, atMs, atMs + Limits.gatewayAnswerMs)
  return true
}

const waitsForDatabase = (
  model: ServingModel,
  faults: ServingFaults,
  slot: number,
  atMs: number
): boolean => {
  const { felt, flight, input, kinds, stations } = model
  const piece = flight.piece(slot)
  if (piece.stage === Stage.calling) {
    model.calls--
    piece.stage = Stage.called
  }
  if (piece.stage === Stage.called) return false
  const doneMs = faults.committedAtMs(piece.region, atMs)
  if (doneMs <= atMs) return false
  const kind = at(kinds, piece.kind)
  const room = input.deployment.waitingPerCore * stations.poolOf("api", 0).processors
  const isAway = faults.refuses(piece.region, atMs)
  const leftMs = isAway ? Math.max(0, Limits.databaseAnswerMs - piece.waitedMs) : 0
  if (kind.request && doneMs > atMs + leftMs && (isAway || model.calls >= room)) {
    felt.unavailable++
    piece.refused = true
    piece.step = kind.steps.length
    flight.again(slot, atMs + leftMs)
    return true
  }
  felt.slowCalls++
  model.calls++
  piece.stage = Stage.calling
  piece.calledMs = doneMs - atMs
  wait(model, piece, slot, atMs, doneMs)
  return true
}

/** Goes on at `untilMs`; who is certain to be late by then has broken a promise now, not only when it is seen. */
const wait = (model: ServingModel, piece: Piece, slot: number, atMs: number, untilMs: number): void => {
  piece.waitedMs += untilMs - atMs
  const { request, sli } = at(model.kinds, piece.kind)
  if (!request) {
    model.figures.judge(sli, atMs, piece.waitedMs)
    piece.judgedMs = piece.waitedMs
  }
  model.flight.again(slot, untilMs)
}
