/**
 * The load generator, in a process of its own so that it and the server do not wait for each other's turns. Open loop: each request has its
 * moment, and its latency counts from there, so that a server that stalls is charged for everybody who would have come meanwhile.
 */
import { Agent, request } from "node:http"
import type { Rush, RushReport, RushRequest } from "./Rush.ts"

const CREATED = 201
/** Connections kept open: as many as telephones behind one proxy. */
const CONNECTIONS = 256

const send = (rush: Rush, { body, key, token }: RushRequest, agent: Agent): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(rush.url)
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "idempotency-key": key
    }
    const sent = request({ agent, hostname, port, path: rush.path, method: "POST", headers }, (response) => {
      response.resume()
      response.once("end", () => resolve(String(response.statusCode)))
      response.once("error", (error) => resolve(error.message))
    })
    sent.once("error", (error) => resolve("code" in error ? String(error.code) : error.message))
    sent.end(body)
  })

/** Sends everything at its time; ends when the last is answered. */
const play = (rush: Rush): Promise<RushReport> =>
  new Promise((resolve) => {
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
    const latenciesMs: Array<number> = []
    const failures: Record<string, number> = {}
    let next = 0
    let answered = 0
    let latestSendMs = 0
    const startMs = performance.now() + 500
    const meantAt = (number: number): number => startMs + (number * 1_000) / rush.perSecond
    const hear = (number: number, outcome: string): void => {
      const nowMs = performance.now()
      if (outcome === String(CREATED)) latenciesMs.push(nowMs - meantAt(number))
      else failures[outcome] = (failures[outcome] ?? 0) + 1
      answered += 1
      if (answered < rush.requests.length) return
      agent.destroy()
      resolve({ latenciesMs, failures, tookMs: nowMs - startMs, latestSendMs })
    }
    const sendDue = (): void => {
      for (; meantAt(next) <= performance.now(); next += 1) {
        const one = rush.requests[next]
        if (one === undefined) return
        const number = next
        latestSendMs = Math.max(latestSendMs, performance.now() - meantAt(number))
        void send(rush, one, agent).then((outcome) => hear(number, outcome))
      }
      setTimeout(sendDue, Math.max(0, meantAt(next) - performance.now()))
    }
    sendDue()
  })

const isRush = (message: unknown): message is Rush =>
  typeof message === "object" && message !== null && "requests" in message

process.once("message", (message) => {
  if (!isRush(message)) throw new Error("the load generator was told nonsense")
  void play(message).then((report) => {
    process.send?.(report, () => process.disconnect?.())
  })
})
process.once("disconnect", () => process.exit(0))
