import { i32, SECOND_MS, u8 } from "@hotbag/core"
import { makeStream, type Stream } from "../../kernel/streams.ts"
import { Task, type Workload } from "../Workload.ts"
import { sentBetween } from "./sentBetween.ts"
import type { ServingFaults } from "./ServingFaults.ts"

/**
 * The tasks of a run when they came to the servers, rather than when they were committed, in sequence of time: with every try
 * that was answered with 503 before, and with the apps that connect again. What a store kept back is all committed in the
 * moment in which it is back; how many that were is known, and given that, the moments at which a steady stream of them was
 * sent lie evenly in between. On a day without failures it is the same workload. O(tasks · log).
 */
export const asSent = (workload: Workload, faults: ServingFaults, seed: number): Workload => {
  const { count, regions, sizes, tasks, timesMs } = workload
  const groups = heldTogether(workload, faults)
  const draws = makeStream(seed, "serving.retry")
  const moved: Array<Sent> = []
  const stays = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const [task, region] = [u8(tasks, i), u8(regions, i)]
    const sent = { atMs: timesMs[i] ?? 0, task, region, size: i32(sizes, i) }
    const group = groups.get(keyOf(sent.atMs, region))
    if (task === Task.refusedPlace) triesOfPlacement(sent, faults, moved)
    else if (group === undefined || !isRequest(task)) stays[i] = 1
    else {
      const share = (group.taken++ + 0.5) / group.count
      const atMs = Math.floor(group.fromMs + share * (group.toMs - group.fromMs))
      triesOfCommand({ ...sent, atMs }, faults, draws, i, moved)
    }
  }
  const lastMs = count === 0 ? -Infinity : (timesMs[count - 1] ?? 0)
  for (const { courier, isBack, region, toMs } of faults.disconnects) {
    if (isBack && toMs <= lastMs) moved.push({ atMs: toMs, task: Task.connect, region, size: courier })
  }
  if (moved.length === 0) return workload
  return merged(workload, stays, moved)
}

/** A task when it was sent. */
interface Sent {
  readonly atMs: number
  readonly task: number
  readonly region: number
  readonly size: number
}

/** Requests that a store let through in the same moment; `taken` counts those that were given their own again. */
interface Group {
  readonly fromMs: number
  readonly toMs: number
  count: number
  taken: number
}

const isRequest = (task: number): boolean => task === Task.place || task === Task.command

const keyOf = (atMs: number, region: number): number => atMs * 256 + region

const heldTogether = (
  { count, regions, tasks, timesMs }: Workload,
  faults: ServingFaults
): ReadonlyMap<number, Group> => {
  const groups = new Map<number, Group>()
  for (let i = 0; i < count; i++) {
    if (!isRequest(u8(tasks, i))) continue
    const [atMs, region] = [timesMs[i] ?? 0, u8(regions, i)]
    // Nothing is kept back in the moment before: whatever is committed now was sent now.
    if (faults.committedAtMs(region, atMs - 1) === atMs - 1) continue
    const key = keyOf(atMs, region)
    const known = groups.get(key)
    if (known !== undefined) known.count++
    else {
      const between = sentBetween((sentMs) => faults.committedAtMs(region, sentMs), atMs)
      if (between !== null) groups.set(key, { ...between, count: 1, taken: 0 })
    }
  }
  return groups
}

/** As the world has it: customers try again until they are let in, or give up. */
const triesOfPlacement = (first: Sent, faults: ServingFaults, moved: Array<Sent>): void => {
  let atMs: number | null = first.atMs
  for (let attempt = 0; atMs !== null && (attempt === 0 || faults.refuses(first.region, atMs)); attempt++) {
    moved.push({ ...first, atMs })
    atMs = faults.triesAgainAtMs(first.size, first.region, attempt, atMs)
  }
}

/** Apps of couriers and kitchens never give up, but wait ever longer, so that they do not all come in one moment. */
const triesOfCommand = (
  sent: Sent,
  { refuses }: ServingFaults,
  draws: Stream,
  who: number,
  moved: Array<Sent>
): void => {
  let { atMs } = sent
  for (let attempt = 0; refuses(sent.region, atMs); attempt++) {
    moved.push({ ...sent, atMs, task: Task.refusedCommand })
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt)
    atMs += Math.max(1, Math.round(pauseMs * (0.5 + draws.uniform(who, attempt))))
  }
  moved.push({ ...sent, atMs })
}

/** An app repeats what was answered with 503 after this, twice as long each time, ± half of it (our assumption, as for customers) … */
const FIRST_PAUSE_MS = 2 * SECOND_MS
/** … up to this: nobody with a warm dish in hand waits longer for a button (our assumption). */
const LONGEST_PAUSE_MS = 8 * SECOND_MS

/** What stays where it was and what moved, in one sequence; of the same moment what stays comes first. */
const merged = (workload: Workload, stays: Uint8Array, moved: Array<Sent>): Workload => {
  const order = moved.map((_, i) => i).sort((a, b) => timeOf(moved, a) - timeOf(moved, b) || a - b)
  let staying = 0
  for (const stay of stays) staying += stay
  const count = staying + moved.length
  const next = {
    count,
    timesMs: new Uint32Array(count),
    tasks: new Uint8Array(count),
    regions: new Uint8Array(count),
    sizes: new Int32Array(count)
  }
  let written = 0
  const write = ({ atMs, region, size, task }: Sent) => {
    next.timesMs[written] = atMs
    next.tasks[written] = task
    next.regions[written] = region
    next.sizes[written++] = size
  }
  let place = 0
  const writeMoved = (untilMs: number) => {
    for (; place < order.length; place++) {
      const sent = moved[order[place] ?? 0]
      if (sent === undefined || sent.atMs >= untilMs) break
      write(sent)
    }
  }
  for (let i = 0; i < workload.count; i++) {
    if (u8(stays, i) === 0) continue
    const atMs = workload.timesMs[i] ?? 0
    writeMoved(atMs)
    write({
      atMs,
      task: u8(workload.tasks, i),
      region: u8(workload.regions, i),
      size: i32(workload.sizes, i)
    })
  }
  writeMoved(Infinity)
  return next
}

const timeOf = (sent: ReadonlyArray<Sent>, i: number): number => sent[i]?.atMs ?? 0
