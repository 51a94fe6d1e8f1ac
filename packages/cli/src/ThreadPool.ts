import { Worker } from "node:worker_threads"
import { Exit, Stopped } from "./exit.ts"

/** Threads that work side by side. What a task gives does not depend on how many there are. */
export interface ThreadPool<Task, Answer> {
  /**
   * Does a task when a thread is free. `unless` takes it back: its thread is ended in the middle of it, and the promise rejected.
   *
   * @throws Stopped, BadInput, or an Error that says which task broke.
   */
  readonly play: (task: Task, unless?: AbortSignal) => Promise<Answer>
  /** Ends all threads, in the middle of whatever they do. */
  readonly close: () => Promise<void>
}

/** What threads do. */
export interface ThreadWork<Task, Answer> {
  /** The file that a thread runs. */
  readonly entry: URL
  /** What a message of a thread says of its task: null, that it goes on. @throws what the task is rejected with. */
  readonly answerOf: (task: Task, message: unknown) => Answer | null
  /** Why a task is rejected whose thread is gone. */
  readonly lostReason: (task: Task, why: string, error: unknown) => Error
}

/** A task that somebody waits for. */
interface Waiting<Task, Answer> {
  readonly task: Task
  readonly resolve: (answer: Answer) => void
  readonly reject: (reason: unknown) => void
}

interface Thread<Task, Answer> {
  readonly worker: Worker
  at: Waiting<Task, Answer> | undefined
}

/**
 * A pool of at most `size` threads, each started when there is work for it. `stop` ends them all, and every task with
 * its reason.
 */
export const makeThreadPool = <Task, Answer>(
  size: number,
  stop: AbortSignal,
  { answerOf, entry, lostReason }: ThreadWork<Task, Answer>
): ThreadPool<Task, Answer> => {
  const threads = new Set<Thread<Task, Answer>>()
  let waiting: Array<Waiting<Task, Answer>> = []
  let closed = false

  const next = () => {
    if (closed) return
    for (const thread of threads) if (thread.at === undefined) give(thread)
    while (waiting.length > 0 && threads.size < size) give(start())
  }
  const give = (thread: Thread<Task, Answer>) => {
    thread.at = waiting.shift()
    if (thread.at !== undefined) thread.worker.postMessage(thread.at.task, [])
  }
  const start = (): Thread<Task, Answer> => {
    const thread: Thread<Task, Answer> = { worker: new Worker(entry), at: undefined }
    threads.add(thread)
    hear(thread, answerOf, next, (why, error) => {
      threads.delete(thread)
      const { at } = thread
      thread.at = undefined
      at?.reject(lostReason(at.task, why, error))
      next()
    })
    return thread
  }
  const takeBack = (mine: Waiting<Task, Answer>, reason: unknown) => {
    waiting = waiting.filter((other) => other !== mine)
    for (const thread of threads) {
      if (thread.at !== mine) continue
      thread.at = undefined
      threads.delete(thread)
      void thread.worker.terminate()
    }
    mine.reject(reason)
    next()
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
    play: (task, unless) =>
      new Promise((resolve, reject) => {
        if (closed || stop.aborted) return reject(stop.reason ?? new Error("the pool is closed"))
        const mine = { task, resolve, reject }
        waiting.push(mine)
        unless?.addEventListener("abort", () => takeBack(mine, unless.reason), { once: true })
        next()
      }),
    close: async () => {
      stop.removeEventListener("abort", onStop)
      await end(new Error("the pool is closed"))
    }
  }
}

/** Settles what a thread is at with what it says, and tells when it is free, or gone. */
const hear = <Task, Answer>(
  thread: Thread<Task, Answer>,
  answerOf: ThreadWork<Task, Answer>["answerOf"],
  onFree: () => void,
  onLost: (why: string, error?: unknown) => void
): void => {
  thread.worker.on("message", (message: unknown) => {
    const { at } = thread
    if (at === undefined) return
    try {
      const answer = answerOf(at.task, message)
      if (answer === null) return
      at.resolve(answer)
    } catch (error) {
      at.reject(error)
    }
    thread.at = undefined
    onFree()
  })
  thread.worker.on("error", (error: unknown) => {
    onLost(error instanceof Error ? error.message : String(error), error)
  })
  thread.worker.on("exit", (code) => onLost(`the thread ended with code ${code}`))
}
