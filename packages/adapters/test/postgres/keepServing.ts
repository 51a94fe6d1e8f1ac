import { Effect, Redacted } from "effect"
import { type ChildProcess, spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { EmbeddedPostgres } from "../../src/index.ts"

/** What the other process says once its server answers, or why it has none. */
export interface Served {
  readonly url: string
  readonly pid: number
  readonly wasRunning: boolean
  readonly refusal: string
}

/** Starts another process, of another user if told, that runs a server on the folder until it is killed. */
export const serveElsewhere = async (
  dataFolder: string,
  uid: number | null = null
): Promise<{ readonly child: ChildProcess; readonly served: Served }> => {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), dataFolder], {
    stdio: ["ignore", "pipe", "inherit"],
    ...(uid === null ? {} : { uid, gid: uid })
  })
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) {
    const served: Served = JSON.parse(line)
    return { child, served }
  }
  throw new Error("the other process said nothing")
}

const say = (served: Partial<Served>) =>
  Effect.sync(() => process.stdout.write(`${JSON.stringify(served)}\n`))

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const program = Effect.gen(function* () {
    const server = yield* EmbeddedPostgres
    yield* say({ url: Redacted.value(server.url), pid: yield* server.pid, wasRunning: server.wasRunning })
    return yield* Effect.never
  })
  await Effect.runPromise(
    program.pipe(
      Effect.provide(EmbeddedPostgres.layer({ dataFolder: process.argv[2] ?? "" })),
      Effect.catch((error) => say({ refusal: error.message }))
    )
  )
}
