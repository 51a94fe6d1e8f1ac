import type { IncomingMessage } from "node:http"

/** Names requests: by what the sender calls them, if that is fit for a log, else by numbers of this process. */
export const makeRequestIds = (prefix: string): ((request: IncomingMessage) => string) => {
  let count = 0
  return (request) => {
    const given = request.headers["x-request-id"]
    if (typeof given === "string" && FIT.test(given)) return given
    count += 1
    return `${prefix}-${count.toString(36)}`
  }
}

const FIT = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/
