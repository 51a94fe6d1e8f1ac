/**
 * A server that only passes on where couriers are, in a process of its own: so that telephones and watchers are as busy as they are with the whole server, and
 * orders beside them meet the same processors. Couriers, deliveries and tokens are numbers here.
 */
import { Option, Schema } from "effect"
import { createServer, type IncomingMessage } from "node:http"
import { type WebSocket, WebSocketServer } from "ws"

const Place = Schema.Struct({ lat: Schema.Finite, lng: Schema.Finite })
const decode = Schema.decodeUnknownOption(
  Schema.fromJsonString(
    Schema.Union([Schema.Array(Place), Place, Schema.Struct({ locations: Schema.Array(Place) })])
  )
)

const watchers = new Map<string, WebSocket>()

/** Tells who watches the last place. Gives how many there were, or null for one that is alone. */
const pass = (number: string, text: string): number | null => {
  const told = Option.getOrNull(decode(text))
  if (told === null) return null
  const places = "lat" in told ? [told] : "locations" in told ? told.locations : told
  const last = places.at(-1)
  if (last !== undefined) watchers.get(number)?.send(JSON.stringify({ lat: last.lat, lon: last.lng }))
  return "lat" in told ? null : places.length
}

const verdicts = (count: number): string =>
  JSON.stringify({ type: "fixes", verdicts: Array(count).fill("taken") })

const http = createServer((request, response) => {
  const number = /couriers\/(\d+)\//.exec(request.url ?? "")?.[1] ?? ""
  let text = ""
  request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk))
  request.once("end", () => {
    const count = pass(number, text)
    response.end(count === null ? '{"verdict":"taken"}' : verdicts(count))
  })
})

const server = new WebSocketServer({ server: http, perMessageDeflate: false, clientTracking: false })
server.on("connection", (socket: WebSocket, { url = "" }: IncomingMessage) => {
  socket.on("error", () => {})
  const number = /(?:deliveryId=|delivery:|courier\?token=)(\d+)/.exec(url)?.[1] ?? ""
  if (!url.startsWith("/ws/courier")) {
    watchers.set(number, socket)
    socket.send("{}")
    return
  }
  socket.on("message", (data: Buffer) => {
    const count = pass(number, data.toString("utf8"))
    if (count !== null) socket.send(verdicts(count))
  })
  socket.send('{"topic":"courier"}')
})

http.listen({ host: "127.0.0.1", port: 0, backlog: 4_096 }, () => {
  const address = http.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  process.send?.({ url: `http://127.0.0.1:${port}` })
})
process.on("disconnect", () => process.exit(0))
