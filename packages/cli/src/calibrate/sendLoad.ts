/**
 * The load generator, a process of its own: it and the server do not wait for each other's turns. A latency counts from
 * the moment when its request was meant to be sent, so that a server that stalls is charged for all who came meanwhile.
 */
import { Agent, request } from "node:http"
import type { Load, LoadReport, LoadRequest } from "./Load.ts"

/** Connections kept open: as many as telephones behind one proxy. */
const CONNECTIONS = 256
/** Time for the process to come to rest before the first request. */
const RUN_UP_MS = 300

const send = (
  url: URL,
  { body, key, method, path, token }: LoadRequest,
  agent: Agent,
  hear: (outcome: string, text: string) => void
): void => {
  const headers = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(key === null ? {} : { "idempotency-key": key }),
    ...(body === null
      ? {}
      : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) })
  }
  const sent = request(
    { agent, hostname: url.hostname, port: url.port, path, method, headers },
    (response) => {
      let text = ""
      response.setEncoding("utf8").on("data", (part) => (text += String(part)))
      response.once("end", () => hear(String(response.statusCode), text))
      response.once("error", (error) => hear(error.message, ""))
    }
  )
  sent.once("error", (error) => hear("code" in error ? String(error.code) : error.message, ""))
  sent.end(body ?? undefined)
}

const play = ({ perSecond, requests, url, wantsBodies }: Load): Promise<LoadReport> =>
  new Promise((resolve) => {
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
    const target = new URL(url)
    const latenciesMs: Array<number> = []
    const bodies: Array<string> = []
    const failures: Record<string, number> = {}
    const startMs = performance.now() + RUN_UP_MS
    let next = 0
    let answered = 0
    const meantAt = (number: number): number => startMs + (number * 1_000) / perSecond
    const hear = (number: number, outcome: string, text: string): void => {
      if (outcome.startsWith("2")) {
        latenciesMs.push(performance.now() - meantAt(number))
        if (wantsBodies) bodies.push(text)
      } else failures[outcome] = (failures[outcome] ?? 0) + 1
      answered += 1
      if (answered < requests.length) return
      agent.destroy()
      resolve({ latenciesMs, failures, bodies })
    }
    const sendDue = (): void => {
      for (; meantAt(next) <= performance.now(); next += 1) {
        const one = requests[next]
        if (one === undefined) return
        const number = next
        send(target, one, agent, (outcome, text) => hear(number, outcome, text))
      }
      setTimeout(sendDue, Math.max(0, meantAt(next) - performance.now()))
    }
    sendDue()
  })

const isLoad = (message: unknown): message is Load =>
  typeof message === "object" && message !== null && "requests" in message

process.once("message", (message) => {
  if (!isLoad(message)) throw new Error("the load generator was told nonsense")
  // Whoever asked hangs up once the report is there: then nothing holds this process any more.
  void play(message).then((report) => process.send?.(report))
})
