import { BodyTooLarge, RequestTimedOut } from "@hotbag/api"
import { Effect } from "effect"
import type { IncomingMessage } from "node:http"

/**
 * The body of a request, at most `limit` bytes: beyond, it is refused unread as far as that is possible. A sender who goes away fails
 * with `RequestTimedOut`, which nobody will read; one who is too slow is cut off by the server's request timeout.
 */
export const readBody = (
  request: IncomingMessage,
  limit: number
): Effect.Effect<Buffer, BodyTooLarge | RequestTimedOut> => {
  const declared = request.headers["content-length"]
  if (declared === undefined && request.headers["transfer-encoding"] === undefined)
    return Effect.succeed(NO_BODY)
  if (Number(declared) > limit) return Effect.fail(tooLarge(limit))
  return Effect.callback<Buffer, BodyTooLarge | RequestTimedOut>((resume) => {
    const chunks: Array<Buffer> = []
    let length = 0
    const onData = (chunk: Buffer): void => {
      length += chunk.length
      if (length > limit) {
        stop()
        resume(Effect.fail(tooLarge(limit)))
      } else chunks.push(chunk)
    }
    const onEnd = (): void => {
      stop()
      const [only = NO_BODY] = chunks
      resume(Effect.succeed(chunks.length < 2 ? only : Buffer.concat(chunks, length)))
    }
    const onGone = (): void => {
      stop()
      resume(Effect.fail(new RequestTimedOut({ detail: "The sender went away." })))
    }
    const stop = (): void => {
      request.off("data", onData)
      request.off("end", onEnd)
      request.off("close", onGone)
    }
    request.on("data", onData)
    request.on("end", onEnd)
    request.on("close", onGone)
  })
}

const NO_BODY = Buffer.alloc(0)

const tooLarge = (limit: number): BodyTooLarge =>
  new BodyTooLarge({ detail: `A body here has at most ${limit} bytes.` })
