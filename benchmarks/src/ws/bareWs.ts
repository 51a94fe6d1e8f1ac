import { createServer } from "node:http"
import { type WebSocket, WebSocketServer } from "ws"
import type { WsServer } from "./WsServer.ts"

/**
 * `ws` by hand: a socket for each delivery, a message made of an object for each position, and the heartbeat of its README. No tokens, no limits, no
 * order of anything.
 */
export const bareWs = async (deliveries: number): Promise<WsServer> => {
  const sockets: Array<WebSocket | undefined> = Array.from({ length: deliveries }, () => undefined)
  const alive = new WeakSet<WebSocket>()
  const http = createServer()
  const server = new WebSocketServer({ server: http, maxPayload: 4_096, perMessageDeflate: false })
  server.on("connection", (socket, request) => {
    const index = Number(/d(\d+)/.exec(request.url ?? "")?.[1])
    sockets[index] = socket
    alive.add(socket)
    socket.on("pong", () => alive.add(socket))
    socket.on("error", () => {})
  })
  setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }, 4_000)
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve))
  const address = http.address()
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    connected: () => server.clients.size,
    send: (index, lon, atMs) => {
      const socket = sockets[index]
      if (socket === undefined) return
      socket.send(
        JSON.stringify({
          lat: 52.52,
          lon,
          eta: 10,
          etaSeconds: 600,
          etaEarly: new Date(atMs + 540_000).toISOString(),
          etaLate: new Date(atMs + 720_000).toISOString(),
          status: "PICKED_UP",
          orderStatus: "PICKED_UP",
          deliveryStatus: "PICKED_UP",
          at: new Date(atMs).toISOString(),
          stale: false,
          event: "driver-location-update",
          seq: 17,
          prev: 17,
          cursor: `delivery:d${index}@17`,
          intervalMs: 100
        })
      )
    },
    notes: () => ({ coalesced: 0, intervalMs: 0 })
  }
}
