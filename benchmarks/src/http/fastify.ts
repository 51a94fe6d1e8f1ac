import type { MenuItemId, RestaurantId } from "@hotbag/core"
import makeFastify from "fastify"
import { hash } from "node:crypto"
import { type Shop, wireOrder } from "./Shop.ts"
import { makeRemembering } from "./tokens.ts"

/** Fastify as its documentation has it: schemas for what comes in, a hook for the token. */
export const fastify = async (shop: Shop): Promise<number> => {
  const bearerOf = makeRemembering()
  const app = makeFastify({ bodyLimit: 65_536 })
  app.decorateRequest("customer", "")
  app.addHook("onRequest", (request, reply, done) => {
    const bearer = bearerOf(request.headers.authorization)
    if (bearer === null) {
      void reply.code(401).send({ title: "A valid bearer token is needed" })
      return
    }
    request.customer = bearer.subject
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
  app.put<Locating>(
    "/api/v1/couriers/:courierId/location",
    { schema: { params: courierParams, body: place } },
    (request, reply) => {
      const { at, lat, lng } = request.body
      const { courierId } = request.params
      return courierId === request.customer && shop.locate(courierId, lat, lng, Date.parse(at))
        ? reply.send({ verdict: "taken" })
        : reply.code(404).send({ title: "There is no such thing here" })
    }
  )
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

interface Locating {
  readonly Params: { readonly courierId: string }
  readonly Body: { readonly lat: number; readonly lng: number; readonly at: string }
}

const JSON_TYPE = "application/json"
const id = { type: "string", maxLength: 64, pattern: "^[A-Za-z0-9][A-Za-z0-9._~-]*$" }
const params = { type: "object", properties: { orderId: id }, required: ["orderId"] }
const courierParams = { type: "object", properties: { courierId: id }, required: ["courierId"] }
const place = {
  type: "object",
  required: ["lat", "lng", "at"],
  properties: {
    lat: { type: "number", minimum: -90, maximum: 90 },
    lng: { type: "number", minimum: -180, maximum: 180 },
    at: { type: "string", format: "date-time" },
    speed: { type: "number", minimum: 0, maximum: 100 },
    heading: { type: "number", minimum: 0, maximum: 360 },
    accuracy: { type: "number", minimum: 0, maximum: 100_000 }
  }
}
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
