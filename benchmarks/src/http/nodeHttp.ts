import type { MenuItemId, RestaurantId } from "@hotbag/core"
import { hash } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { type Line, type Shop, wireOrder } from "./Shop.ts"
import { makeRemembering } from "./tokens.ts"

/** Node's own server with everything by hand: route, token, JSON, the checks of every field, the receipt. No library at all. */
export const nodeHttp = (shop: Shop): Promise<number> => {
  const bearerOf = makeRemembering()
  const server = createServer((request, response) => {
    const url = request.url ?? ""
    const bearer = bearerOf(request.headers.authorization)
    if (bearer === null) {
      answer(response, 401, '{"title":"A valid bearer token is needed"}')
      return
    }
    const { role, subject: customer } = bearer
    if (request.method === "PUT" && role === "courier" && url === `/api/v1/couriers/${customer}/location`)
      readAll(request, (text) => locate(shop, customer, response, text))
    else if (role !== "customer") answer(response, 404, '{"title":"There is no such thing here"}')
    else if (request.method === "POST" && url === "/api/v1/orders")
      readAll(request, (text) => place(shop, customer, request, response, text))
    else if (request.method === "GET" && url.startsWith(ONE))
      get(shop, customer, response, url.slice(ONE.length))
    else answer(response, 404, '{"title":"There is no such thing here"}')
  })
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      resolve(typeof address === "object" && address !== null ? address.port : 0)
    })
  })
}

const ONE = "/api/v1/orders/"

const place = (
  shop: Shop,
  customer: string,
  request: IncomingMessage,
  response: ServerResponse,
  text: string
): void => {
  const key = request.headers["idempotency-key"]
  const wish = wishOf(text)
  if (typeof key !== "string" || !ID.test(key) || wish === null) {
    answer(response, 400, '{"title":"The request does not fit the contract"}')
    return
  }
  const bodyHash = hash("sha256", text, "base64url")
  const known = shop.replayed(customer, key, bodyHash)
  if (known !== null) {
    answer(response, known === "conflict" ? 422 : 201, known)
    return
  }
  const { restaurantId, items, lat, lng } = wish
  const written = JSON.stringify(wireOrder(shop.place(customer, restaurantId, items, lat, lng)))
  shop.note(customer, key, bodyHash, written)
  answer(response, 201, written)
}

const get = (shop: Shop, customer: string, response: ServerResponse, orderId: string): void => {
  const order = ID.test(orderId) ? shop.find(orderId, customer) : null
  if (order === null) answer(response, 404, '{"title":"There is no such thing here"}')
  else answer(response, 200, JSON.stringify(wireOrder(order)))
}

const locate = (shop: Shop, courier: string, response: ServerResponse, text: string): void => {
  const place = placeOf(text)
  if (place === null) answer(response, 400, '{"title":"The request does not fit the contract"}')
  else if (!shop.locate(courier, place.lat, place.lng, place.atMs))
    answer(response, 404, '{"title":"There is no such thing here"}')
  else answer(response, 200, '{"verdict":"taken"}')
}

/** Checks every field of a position. */
const placeOf = (
  text: string
): { readonly lat: number; readonly lng: number; readonly atMs: number } | null => {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof body !== "object" || body === null) return null
  if (!("lat" in body) || !isBetween(body.lat, -90, 90)) return null
  if (!("lng" in body) || !isBetween(body.lng, -180, 180)) return null
  if (!("at" in body) || typeof body.at !== "string" || !INSTANT.test(body.at)) return null
  const atMs = Date.parse(body.at)
  if (Number.isNaN(atMs)) return null
  if ("speed" in body && !isBetween(body.speed, 0, 100)) return null
  if ("heading" in body && !isBetween(body.heading, 0, 360)) return null
  if ("accuracy" in body && !isBetween(body.accuracy, 0, 100_000)) return null
  return { lat: body.lat, lng: body.lng, atMs }
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

const answer = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, [
    "content-type",
    "application/json",
    "content-length",
    String(Buffer.byteLength(text))
  ])
  response.end(text)
}

const readAll = (request: IncomingMessage, then: (text: string) => void): void => {
  const chunks: Array<Buffer> = []
  let length = 0
  request.on("data", (chunk: Buffer) => {
    length += chunk.length
    if (length <= 65_536) chunks.push(chunk)
    else request.destroy()
  })
  request.on("end", () => then(Buffer.concat(chunks).toString("utf8")))
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/

interface Wish {
  readonly restaurantId: RestaurantId
  readonly items: ReadonlyArray<Line>
  readonly lat: number
  readonly lng: number
}

const isRestaurantId = (value: unknown): value is RestaurantId => typeof value === "string" && ID.test(value)
const isItemId = (value: unknown): value is MenuItemId => typeof value === "string" && ID.test(value)
const isBetween = (value: unknown, low: number, high: number): value is number =>
  typeof value === "number" && value >= low && value <= high

/** Checks what a hand would check: every field that is used. */
const wishOf = (text: string): Wish | null => {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof body !== "object" || body === null) return null
  if (!("restaurantId" in body) || !isRestaurantId(body.restaurantId)) return null
  if (!("items" in body) || !Array.isArray(body.items) || body.items.length < 1 || body.items.length > 100)
    return null
  if (!("address" in body) || typeof body.address !== "object" || body.address === null) return null
  const { address } = body
  if (!("lat" in address) || !isBetween(address.lat, -90, 90)) return null
  if (!("lng" in address) || !isBetween(address.lng, -180, 180)) return null
  if ("paymentMethod" in body && !METHODS.has(body.paymentMethod)) return null
  if ("paymentToken" in body && (typeof body.paymentToken !== "string" || body.paymentToken.length > 500))
    return null
  const items: Array<Line> = []
  const lines: ReadonlyArray<unknown> = body.items
  for (const line of lines) {
    if (typeof line !== "object" || line === null) return null
    if (!("itemId" in line) || !isItemId(line.itemId)) return null
    if (!("quantity" in line) || !Number.isInteger(line.quantity) || !isBetween(line.quantity, 1, 99))
      return null
    items.push({ itemId: line.itemId, quantity: line.quantity })
  }
  return { restaurantId: body.restaurantId, items, lat: address.lat, lng: address.lng }
}

const METHODS: ReadonlySet<unknown> = new Set(["card", "credit_card", "paypal", "apple_pay"])
