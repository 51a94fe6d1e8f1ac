import { BodyTooLarge, RequestTimedOut } from "@hotbag/api"
import { Effect, Exit } from "effect"
import type { IncomingMessage } from "node:http"

/** A body, or why there is none. */
export type Body = Exit.Exit<Buffer, BodyTooLarge | RequestTimedOut>

/**
 * Collects the body of a request, at most `limit` bytes: beyond, it is refused unread as far as that is possible. A sender who goes away is
 * `RequestTimedOut`, which nobody will read; one who is too slow is cut off by the server's request timeout. `done` is called once, at once when there is no body.
 */
export const collectBody = (request: IncomingMessage, limit: number, done: (body: Body) => void): void => {
  const declared = request.headers["content-length"]
  if (declared === undefined && request.headers["transfer-encoding"] === undefined) {
    done(noBody)
    return
  }
  if (Number(declared) > limit) {
    done(tooLarge(limit))
    return
  }
  const chunks: Array<Buffer> = []
  let length = 0
  const onData = (chunk: Buffer): void => {
    length += chunk.length
    if (length > limit) end(tooLarge(limit))
    else chunks.push(chunk)
  }
  const onEnd = (): void => {
    const [only = NOTHING] = chunks
    end(Exit.succeed(chunks.length < 2 ? only : Buffer.concat(chunks, length)))
  }
  const onGone = (): void => end(gone)
  const end = (body: Body): void => {
    request.off("data", onData)
    request.off("end", onEnd)
    request.off("close", onGone)
    done(body)
  }
  request.on("data", onData)
  request.on("end", onEnd)
  request.on("close", onGone)
}

/** The same for a fiber. */
export const readBody = (
  request: IncomingMessage,
  limit: number
): Effect.Effect<Buffer, BodyTooLarge | RequestTimedOut> =>
  Effect.callback((resume) => collectBody(request, limit, resume))

const NOTHING = Buffer.alloc(0)
const noBody: Body = Exit.succeed(NOTHING)
const gone: Body = Exit.fail(new RequestTimedOut({ detail: "The sender went away." }))

const tooLarge = (limit: number): Body =>
  Exit.fail(new BodyTooLarge({ detail: `A body here has at most ${limit} bytes.` }))
