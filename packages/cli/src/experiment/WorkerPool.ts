import { Schema } from "effect"
import { BadInput } from "../exit.ts"
import { codeOf } from "../fileError.ts"
import { makeThreadPool, type ThreadPool } from "../ThreadPool.ts"
import type { Played, Task } from "./Task.ts"
import { WorkerAnswer } from "./workerAnswer.ts"

/** Threads that play runs side by side. What a run gives does not depend on how many there are. */
export type WorkerPool = ThreadPool<Task, Played>

const decodeAnswer = Schema.decodeUnknownSync(WorkerAnswer)

/** The built package has JavaScript beside this file, a checkout has TypeScript: both run. */
const ENTRY = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url)

/**
 * A pool of at most `size` threads, each started when there is work for it. `stop` ends them all, and every task with
 * its reason. Memory: one city for each thread, whatever the number of tasks.
 *
 * @param entry what a thread runs; another file in tests.
 */
export const makeWorkerPool = (size: number, stop: AbortSignal, entry: URL = ENTRY): WorkerPool =>
  makeThreadPool(size, stop, { entry, answerOf, lostReason })

const answerOf = (task: Task, message: unknown): Played => {
  const answer = decodeAnswer(message)
  if (answer.kind === "played") return answer.played
  if (answer.kind === "badInput") throw new BadInput(nameOf(task), answer.message, "check what was given")
  const bug = new Error(`${nameOf(task)}: ${answer.message}`)
  bug.stack = answer.stack
  throw bug
}

const lostReason = (task: Task, why: string, error: unknown): Error =>
  codeOf(error) === "ERR_WORKER_OUT_OF_MEMORY"
    ? new BadInput(nameOf(task), "memory ran out", "use fewer --workers, or a smaller part of the day")
    : new Error(`${nameOf(task)}: a worker was lost: ${why}`)

const nameOf = ({ name, seed }: Task): string => `${name}, seed ${seed}`
