import { fork } from "node:child_process"
import type { Rush, RushReport } from "./Rush.ts"

/** Lets a process of its own play a rush. */
export const playRush = (rush: Rush): Promise<RushReport> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL("./sendRush.ts", import.meta.url), {
      stdio: "inherit",
      serialization: "advanced"
    })
    child.once("message", (message) => {
      if (isReport(message)) resolve(message)
      else reject(new Error("the load generator said something else"))
    })
    child.once("error", reject)
    child.once("exit", (code) => reject(new Error(`the load generator ended with ${code}`)))
    child.send(rush)
  })

const isReport = (message: unknown): message is RushReport =>
  typeof message === "object" && message !== null && "latenciesMs" in message
