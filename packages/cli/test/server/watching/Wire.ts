import { connect, createServer, type Server, type Socket } from "node:net"

/** A wire between clients and a server, at an address that stays while servers come and go. It can be cut. */
export class Wire {
  /** Where the server is now; connections are refused while there is none. */
  port: number | null = null
  readonly url: string
  readonly #server: Server
  readonly #connections = new Set<Socket>()

  private constructor(server: Server, url: string) {
    this.#server = server
    this.url = url
    server.on("connection", (client) => this.#join(client))
  }

  /** Listens on a free port. */
  static open(): Promise<Wire> {
    const server = createServer()
    return new Promise((resolve, reject) => {
      server.once("error", reject)
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        if (address === null || typeof address === "string") reject(new Error("no address"))
        else resolve(new Wire(server, `http://127.0.0.1:${address.port}`))
      })
    })
  }

  /** Cuts each connection with a chance. */
  cut(chance: number, random: () => number): number {
    const cut = [...this.#connections].filter(() => random() < chance)
    for (const socket of cut) socket.destroy()
    return cut.length
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#connections) socket.destroy()
  }

  #join(client: Socket): void {
    const { port } = this
    client.on("error", () => client.destroy())
    if (port === null) {
      client.destroy()
      return
    }
    this.#connections.add(client)
    const server = connect({ port, host: "127.0.0.1" })
    server.on("error", () => client.destroy())
    server.on("close", () => client.destroy())
    client.on("close", () => {
      this.#connections.delete(client)
      server.destroy()
    })
    client.pipe(server)
    server.pipe(client)
  }
}
