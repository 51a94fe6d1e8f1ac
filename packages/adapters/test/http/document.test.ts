import { makeClient, openApiDocument } from "@hotbag/api"
import { CommandId, OrderId } from "@hotbag/core"
import { Effect } from "effect"
import { FetchHttpClient } from "effect/http"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openCity, orderBody, tokens } from "./city.ts"
import { TestServer } from "./TestServer.ts"

let server: TestServer
beforeAll(async () => {
  server = await TestServer.start({ docs: true })
  await openCity(server)
})
afterAll(() => server.stop())

describe("the document (S48)", () => {
  it("lists exactly the routes that are served, under the version and without it (C2)", async () => {
    for (const [path, item] of Object.entries(openApiDocument().paths)) {
      const wished = Object.keys(item)
        .filter((key) => ["get", "put", "post", "delete"].includes(key))
        .map((method) => method.toUpperCase())
      for (const prefix of ["", "/api/v1"]) {
        const options = await server.ask("OPTIONS", prefix + path.replace(/\{\w+\}/g, "x"))
        const served = (options.headers.get("allow") ?? "").split(", ")
        const extra = wished.includes("GET") ? ["HEAD", "OPTIONS"] : ["OPTIONS"]
        expect(served.sort(), path).toEqual([...wished, ...extra].sort())
      }
    }
  })

  it("is served, and so are pages that ask no other host", async () => {
    const document = await server.ask("GET", "/openapi.json")
    expect(document.body).toEqual(JSON.parse(JSON.stringify(openApiDocument())))
    const docs = await server.ask("GET", "/docs")
    expect(docs.status).toBe(200)
    expect(docs.headers.get("content-security-policy")).not.toContain("http")
    expect(docs.text).toContain("createApiReference")
  })
})

describe("the client", () => {
  const use = <A>(
    token: string,
    run: (client: Effect.Success<ReturnType<typeof makeClient>>) => Effect.Effect<A, unknown>
  ): Promise<A> =>
    makeClient({ baseUrl: server.base, token }).pipe(
      Effect.flatMap(run),
      Effect.provide(FetchHttpClient.layer),
      Effect.runPromise
    )

  it("speaks with the server in types: what is placed comes back, and what is refused has a tag", async () => {
    const answer = await server.command("POST", "/orders", { token: tokens.ada, body: orderBody() })
    expect(answer.status).toBe(201)
    const placed = await use(tokens.ada, (client) => client.orders.history({ query: { limit: 1 } }))
    const [order] = placed.orders
    const orderId = order?.orderId ?? OrderId.make("none")
    const cancelled = await use(tokens.ada, (client) =>
      client.orders.cancel({
        params: { orderId },
        headers: { "idempotency-key": CommandId.make("client-1") },
        payload: { reason: "changed my mind" }
      })
    )
    expect(cancelled.status).toBe("CANCELLED")
    const refused = await use(tokens.bob, (client) => Effect.flip(client.orders.get({ params: { orderId } })))
    expect(refused).toMatchObject({ _tag: "NotFound", status: 404 })
  })
})
