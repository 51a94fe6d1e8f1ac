import { at, SECOND_MS } from "@hotbag/core"
import { eachSecond } from "./eachSecond.ts"
import { freeLane, waitsForFault } from "./faults/waitsForFault.ts"
import type { Piece } from "./InFlight.ts"
import type { Kind } from "./kinds.ts"
import { lookAround } from "./lookAround.ts"
import { beginServing, type ServingInput, type ServingModel } from "./ServingModel.ts"
import { summariseSystem } from "./summariseSystem.ts"
import type { SystemMinute, SystemReport } from "./SystemReport.ts"
import { Task } from "./Workload.ts"

/** What became of them. */
export interface Served {
  readonly report: SystemReport
  readonly minutes: ReadonlyArray<SystemMinute>
}

/**
 * Puts the tasks of a run through a deployment's stations. A pure function: the same input gives the same answer, and
 * other deployments can be tried on the same run without playing it again. Every order's and courier's request is a job
 * of its own; positions, messages and reads are a stream of work whose waits are looked at twice a second.
 *
 * The run does not feel it: who is answered with 503 tries again, and is taken to have succeeded. What fails on the day is felt
 * here as it was in the run (`waitsForFault`). O(tasks · log in flight).
 */
export const serveWorkload = (input: ServingInput): Served => {
  const model = beginServing(input)
  const { fleet, workload } = model
  const lastMs = workload.count === 0 ? fleet.fromMs : (workload.timesMs[workload.count - 1] ?? 0)
  for (let atMs = fleet.fromMs; atMs <= lastMs || model.flight.size > model.probes; atMs += SECOND_MS) {
    eachSecond(model, atMs)
    work(model, atMs + SECOND_MS)
  }
  return { report: summariseSystem(model), minutes: model.figures.minutes }
}

/** Everything up to `untilMs`, in sequence of time. */
const work = (model: ServingModel, untilMs: number): void => {
  const { flight, workload } = model
  const { count, regions, sizes, tasks, timesMs } = workload
  while (true) {
    const taskAtMs = model.next < count ? (timesMs[model.next] ?? 0) : Infinity
    if (taskAtMs < untilMs && taskAtMs <= flight.nextAtMs) {
      const task = tasks[model.next] ?? 0
      const waiting = sizes[model.next] ?? 0
      const number = model.number++
      const region = regions[model.next] ?? 0
      if (task === Task.place || task === Task.refusedPlace)
        lookAround(model, task, waiting, region, taskAtMs)
      else if (task === Task.connect) model.felt.reconnects++
      const amount = task === Task.round ? roundMs(model, waiting, number) : waiting
      flight.begin(task, taskAtMs, region, number, amount)
      model.next++
      continue
    }
    if (flight.nextAtMs >= untilMs) break
    step(model, flight.nextAtMs, flight.take())
  }
  model.endMs = untilMs
}

const roundMs = ({ draws, round }: ServingModel, waiting: number, number: number): number =>
  (round.baseMs + round.perWaitingMs * waiting) * round.ratios.draw(draws.latency.uniform(number, 1))

/** One visit of a piece to a station; it goes on when its work there is done. */
const step = (model: ServingModel, atMs: number, slot: number): void => {
  const { draws, faults, figures, flight, kinds, service, stations } = model
  const piece = flight.piece(slot)
  const kind = at(kinds, piece.kind)
  const visit = kind.steps[piece.step]
  if (visit === undefined) {
    finish(model, kind, piece, atMs)
    flight.end(slot)
    return
  }
  if (faults !== null && waitsForFault(model, faults, slot, atMs)) return
  const pool = stations.poolOf(visit.station, piece.region)
  if (kind.amount === "count") {
    piece.waitedMs += pool.waitMs(atMs)
    piece.step++
    return flight.again(slot, atMs)
  }
  const workMs =
    kind.amount === "work"
      ? piece.amount
      : visit.workMs * service.draw(draws.service.uniform(piece.number, piece.step))
  const waitMs = pool.serve(atMs, workMs, kind.request)
  const counts = stations.counts[visit.station]
  counts.visits++
  if (waitMs < 0) {
    counts.refused++
    piece.refused = true
    piece.step = kind.steps.length
    return flight.again(slot, atMs)
  }
  if (visit.station === "database") figures.database(atMs, waitMs + workMs + piece.calledMs)
  counts.workMs += workMs
  counts.waitedMs += waitMs
  counts.waits.record(waitMs)
  piece.waitedMs += waitMs
  piece.step++
  flight.again(slot, atMs + waitMs + workMs)
}

const finish = (model: ServingModel, kind: Kind, piece: Piece, atMs: number): void => {
  const { draws, faults, figures, flight } = model
  const own =
    kind.amount === "work" ? piece.amount : (kind.unloaded?.draw(draws.latency.uniform(piece.number)) ?? 0)
  const times = kind.amount === "count" ? piece.amount : 1
  if (kind.amount === "count") model.probes--
  const { judgedMs } = piece
  const refused = piece.refused || kind.fails === true
  if (kind.fails === true) model.felt.unavailable++
  figures.note(kind.sli, atMs, piece.waitedMs + own, { refused, request: kind.request, judgedMs }, times)
  if (faults !== null) freeLane(model, piece.kind, atMs)
  if (refused) return
  for (const next of kind.leadsTo) flight.begin(next, atMs, piece.region, model.number++, piece.amount)
}
