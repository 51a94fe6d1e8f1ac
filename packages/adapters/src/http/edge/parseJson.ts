import { InvalidRequest } from "@hotbag/api"
import { Limits } from "@hotbag/core"
import { Result } from "effect"
import { isUtf8 } from "node:buffer"

/** JSON of a body: UTF-8, at most `Limits.jsonDepth` deep; nothing at all counts as `{}`. */
export const parseJson = (body: Buffer): Result.Result<unknown, InvalidRequest> => {
  if (body.length === 0) return empty
  if (!isUtf8(body)) return refused("NotUtf8", "The body has to be UTF-8.")
  if (isTooDeep(body)) {
    return refused("TooDeep", `The body nests deeper than ${Limits.jsonDepth} levels.`)
  }
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"))
    return Result.succeed(parsed)
  } catch {
    return refused("NotJson", "The body has to be JSON.")
  }
}

const empty: Result.Result<unknown, InvalidRequest> = Result.succeed({})

const refused = (code: string, detail: string): Result.Result<unknown, InvalidRequest> =>
  Result.fail(new InvalidRequest({ code, detail, errors: [{ path: ["payload"], message: detail }] }))

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Whether brackets outside of strings nest too deep; whether they match is the parser's business. */
const isTooDeep = (body: Buffer): boolean => {
  let depth = 0
  let isText = false
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]
    if (isText) {
      if (byte === BACKSLASH) i++
      else if (byte === QUOTE) isText = false
    } else if (byte === QUOTE) isText = true
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > Limits.jsonDepth) return true
    } else if (byte === 0x7d || byte === 0x5d) depth--
  }
  return false
}
