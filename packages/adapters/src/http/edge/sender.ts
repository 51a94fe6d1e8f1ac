import { Limits } from "@hotbag/core"
import type { IncomingMessage } from "node:http"

/** The token of `Authorization: Bearer …`, or null. */
export const bearerToken = (authorization: string | undefined): string | null => {
  if (authorization === undefined || authorization.length > Limits.tokenLength) return null
  const match = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(authorization)
  return match?.[1] ?? null
}

/** Where a request comes from; by the last word of a proxy when there is one in front. */
export const addressOf = (request: IncomingMessage, trustProxy: boolean): string => {
  const peer = request.socket.remoteAddress ?? "gone"
  if (!trustProxy) return peer
  const forwarded = request.headers["x-forwarded-for"]
  const last = (typeof forwarded === "string" ? forwarded : "").split(",").at(-1)?.trim() ?? ""
  return last === "" ? peer : last.slice(0, Limits.idLength)
}
