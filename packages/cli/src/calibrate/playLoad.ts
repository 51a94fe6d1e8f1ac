import { fork } from "node:child_process"
import { extname } from "node:path"
import { fileURLToPath } from "node:url"
import type { Load, LoadReport } from "./Load.ts"

/** Lets a process of its own send a load; ends when everything is answered. */
export const playLoad = (load: Load, stop: AbortSignal): Promise<LoadReport> =>
  new Promise((resolve, reject) => {
    if (load.requests.length === 0) return resolve({ latenciesMs: [], failures: {}, bodies: [] })
    const child = fork(sender, { stdio: "inherit", serialization: "advanced" })
    const end = () => child.kill("SIGTERM")
    stop.addEventListener("abort", end, { once: true })
    child.once("message", (message) => {
      child.disconnect()
      if (isReport(message)) resolve(message)
      else reject(new Error("the load generator said something else"))
    })
    child.once("error", reject)
    child.once("exit", (code) => {
      stop.removeEventListener("abort", end)
      reject(stop.aborted ? stop.reason : new Error(`the load generator ended with ${code}`))
    })
    child.send(load)
  })

/** Beside this file, whatever it was compiled to. */
const sender = fileURLToPath(new URL(`./sendLoad${extname(import.meta.url)}`, import.meta.url))

const isReport = (message: unknown): message is LoadReport =>
  typeof message === "object" && message !== null && "latenciesMs" in message
