/** A thread that plays one task after another. It holds one city at a time, and answers with a few numbers. */
import { Schema } from "effect"
import { parentPort } from "node:worker_threads"
import { BadInput } from "../exit.ts"
import { playTask } from "./playTask.ts"
import { Task } from "./Task.ts"
import type { WorkerAnswer } from "./workerAnswer.ts"

const decodeTask = Schema.decodeUnknownSync(Task)
const never = new AbortController().signal

parentPort?.on("message", (message: unknown) => {
  void answer(message).then((told) => parentPort?.postMessage(told, []))
})

const answer = async (message: unknown): Promise<WorkerAnswer> => {
  try {
    return { kind: "played", played: await playTask(decodeTask(message), never) }
  } catch (error) {
    if (error instanceof BadInput) return { kind: "badInput", message: error.message }
    return {
      kind: "bug",
      message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      stack: error instanceof Error ? (error.stack ?? "") : ""
    }
  }
}
