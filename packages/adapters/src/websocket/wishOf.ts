import { Limits } from "@hotbag/core"
import type { IncomingMessage } from "node:http"
import { bearerToken } from "../http/edge/sender.ts"
import type { Wish } from "./FrontRules.ts"

/** What the query and the headers of a request ask for. `Last-Event-ID`: where an event source stood. */
export const wishOf = (request: IncomingMessage, query: string): Wish => {
  const fields = new URLSearchParams(query)
  const lastEventId = request.headers["last-event-id"]
  const cursor = typeof lastEventId === "string" && lastEventId !== "" ? lastEventId : fields.get("cursor")
  const topics = fields.get("topics") ?? ""
  const token = fields.get("token") ?? fields.get("access_token")
  return {
    token: token !== null && token !== "" ? token : bearerToken(request.headers.authorization),
    deliveryId: fields.get("deliveryId"),
    topics: topics === "" ? [] : topics.split(",").slice(0, Limits.topicsPerWatcher + 1),
    cursor: cursor === null || cursor === "" ? null : cursor
  }
}

/** Path and query of a request's address; a path has the same meaning with and without the prefix of the API (S46). */
export const targetOf = (
  { url = "/" }: IncomingMessage,
  prefix: string
): { readonly path: string; readonly query: string } => {
  const mark = url.indexOf("?")
  const whole = mark === -1 ? url : url.slice(0, mark)
  const path = whole.startsWith(`${prefix}/`) ? whole.slice(prefix.length) : whole
  return { path, query: mark === -1 ? "" : url.slice(mark + 1) }
}
