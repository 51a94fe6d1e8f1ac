import { Schema } from "effect"
import { Worker } from "node:worker_threads"
import { BadInput, Exit, Stopped } from "../exit.ts"
import { codeOf } from "../fileError.ts"
import type { Played, Task } from "./Task.ts"
import { WorkerAnswer } from "./workerAnswer.ts"

/** Threads that play runs side by side. What a run gives does not depend on how many there are. */
export interface WorkerPool {
  /** Plays a task when a thread is free. @throws Stopped, BadInput, or an Error that says which task broke. */
  readonly play: (task: Task) => Promise<Played>
  /** Ends all threads, in the middle of whatever they do. */
  readonly close: () => Promise<void>
}

/** A task that somebody waits for. */
interface Waiting {
  readonly task: Task
  readonly resolve: (played: Played) => void
  readonly reject: (reason: unknown) => void
}

interface Thread {
  readonly worker: Worker
  at: Waiting | undefined
}

const decodeAnswer = Schema.decodeUnknownSync(WorkerAnswer)

/** The built package has JavaScript beside this file, a checkout has TypeScript: both run. */
const ENTRY = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url)

/**
 * A pool of at most `size` threads, each started when there is work for it. `stop` ends them all, and every task with
 * its reason. Memory: one city for each thread, whatever the number of tasks.
 *
 * @param entry what a thread runs; another file in tests.
 */
export const makeWorkerPool = (size: number, stop: AbortSignal, entry: URL = ENTRY): WorkerPool => {
  const threads = new Set<Thread>()
  let waiting: Array<Waiting> = []
  let closed = false

  const next = () => {
    if (closed) return
    for (const thread of threads) if (thread.at === undefined) give(thread)
    while (waiting.length > 0 && threads.size < size) give(start())
  }
  const give = (thread: Thread) => {
    thread.at = waiting.shift()
    if (thread.at !== undefined) thread.worker.postMessage(thread.at.task, [])
  }
  const start = (): Thread => {
    const thread: Thread = { worker: new Worker(entry), at: undefined }
    threads.add(thread)
    thread.worker.on("message", (message: unknown) => {
      const { at } = thread
      thread.at = undefined
      if (at !== undefined) settle(at, message)
      next()
    })
    const lost = (why: string, error?: unknown) => {
      threads.delete(thread)
      const { at } = thread
      thread.at = undefined
      at?.reject(lostReason(at.task, why, error))
      next()
    }
    thread.worker.on("error", (error: unknown) => {
      lost(error instanceof Error ? error.message : String(error), error)
    })
    thread.worker.on("exit", (code) => lost(`the thread ended with code ${code}`))
    return thread
  }
  const end = async (reason: unknown) => {
    closed = true
    const open = [...waiting, ...[...threads].flatMap(({ at }) => at ?? [])]
    waiting = []
    const workers = [...threads].map(({ worker }) => worker)
    for (const thread of threads) thread.at = undefined
    for (const { reject } of open) reject(reason)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  const onStop = () => void end(stop.reason instanceof Stopped ? stop.reason : new Stopped(Exit.terminated))
  stop.addEventListener("abort", onStop, { once: true })

  return {
    play: (task) =>
      new Promise((resolve, reject) => {
        if (closed || stop.aborted) return reject(stop.reason ?? new Error("the pool is closed"))
        waiting.push({ task, resolve, reject })
        next()
      }),
    close: async () => {
      stop.removeEventListener("abort", onStop)
      await end(new Error("the pool is closed"))
    }
  }
}

const settle = ({ reject, resolve, task }: Waiting, message: unknown): void => {
  const answer = decodeAnswer(message)
  if (answer.kind === "played") return resolve(answer.played)
  if (answer.kind === "badInput")
    return reject(new BadInput(nameOf(task), answer.message, "check what was given"))
  const bug = new Error(`${nameOf(task)}: ${answer.message}`)
  bug.stack = answer.stack
  reject(bug)
}

const lostReason = (task: Task, why: string, error: unknown): Error =>
  codeOf(error) === "ERR_WORKER_OUT_OF_MEMORY"
    ? new BadInput(nameOf(task), "memory ran out", "use fewer --workers, or a smaller part of the day")
    : new Error(`${nameOf(task)}: a worker was lost: ${why}`)

const nameOf = ({ name, seed }: Task): string => `${name}, seed ${seed}`
