import type { MenuItemId, RestaurantId } from "@hotbag/core"
import makeFastify from "fastify"
import { hash } from "node:crypto"
import { type Shop, wireOrder } from "./Shop.ts"
import { makeRemembering } from "./tokens.ts"

/** Fastify as its documentation has it: schemas for what comes in, a hook for the token. */
export const fastify = async (shop: Shop): Promise<number> => {
  const customerOf = makeRemembering()
  const app = makeFastify({ bodyLimit: 65_536 })
  app.decorateRequest("customer", "")
  app.addHook("onRequest", (request, reply, done) => {
    const customer = customerOf(request.headers.authorization)
    if (customer === null) {
      void reply.code(401).send({ title: "A valid bearer token is needed" })
      return
    }
    request.customer = customer
    done()
  })
  app.post<Placing>("/api/v1/orders", { schema: { body, headers } }, (request, reply) => {
    const key = request.headers["idempotency-key"]
    const { restaurantId, items, address } = request.body
    const bodyHash = hash("sha256", JSON.stringify(request.body), "base64url")
    const known = shop.replayed(request.customer, key, bodyHash)
    if (known !== null)
      return reply
        .code(known === "conflict" ? 422 : 201)
        .type(JSON_TYPE)
        .send(known)
    const written = JSON.stringify(
      wireOrder(shop.place(request.customer, restaurantId, items, address.lat, address.lng))
    )
    shop.note(request.customer, key, bodyHash, written)
    return reply.code(201).type(JSON_TYPE).send(written)
  })
  app.get<Getting>("/api/v1/orders/:orderId", { schema: { params } }, (request, reply) => {
    const order = shop.find(request.params.orderId, request.customer)
    return order === null
      ? reply.code(404).send({ title: "There is no such thing here" })
      : reply.type(JSON_TYPE).send(JSON.stringify(wireOrder(order)))
  })
  await app.listen({ port: 0, host: "127.0.0.1" })
  const address = app.server.address()
  return typeof address === "object" && address !== null ? address.port : 0
}

declare module "fastify" {
  interface FastifyRequest {
    customer: string
  }
}

interface Placing {
  readonly Headers: { readonly "idempotency-key": string }
  readonly Body: {
    readonly restaurantId: RestaurantId
    readonly items: ReadonlyArray<{ readonly itemId: MenuItemId; readonly quantity: number }>
    readonly address: { readonly lat: number; readonly lng: number }
  }
}

interface Getting {
  readonly Params: { readonly orderId: string }
}

const JSON_TYPE = "application/json"
const id = { type: "string", maxLength: 64, pattern: "^[A-Za-z0-9][A-Za-z0-9._~-]*$" }
const params = { type: "object", properties: { orderId: id }, required: ["orderId"] }
const headers = { type: "object", properties: { "idempotency-key": id }, required: ["idempotency-key"] }
const body = {
  type: "object",
  required: ["restaurantId", "items", "address"],
  properties: {
    restaurantId: id,
    items: {
      type: "array",
      minItems: 1,
      maxItems: 100,
      items: {
        type: "object",
        required: ["itemId", "quantity"],
        properties: { itemId: id, quantity: { type: "integer", minimum: 1, maximum: 99 } }
      }
    },
    address: {
      type: "object",
      required: ["lat", "lng"],
      properties: {
        lat: { type: "number", minimum: -90, maximum: 90 },
        lng: { type: "number", minimum: -180, maximum: 180 },
        text: { type: "string", maxLength: 500 }
      }
    },
    paymentMethod: { enum: ["card", "credit_card", "paypal", "apple_pay"] },
    paymentToken: { type: "string", maxLength: 500 }
  }
}
