import { Limits } from "@hotbag/core"
import type { IncomingMessage } from "node:http"
import { isIP } from "node:net"
import type { ProxyTrust } from "./trustedProxies.ts"

/** The token of `Authorization: Bearer …`, or null. */
export const bearerToken = (authorization: string | undefined): string | null => {
  if (authorization === undefined || authorization.length > Limits.tokenLength) return null
  const match = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(authorization)
  return match?.[1] ?? null
}

/** Where a request comes from: see {@link senderBehind}. */
export const addressOf = (request: IncomingMessage, trusts: ProxyTrust): string => {
  const forwarded = request.headers["x-forwarded-for"]
  return senderBehind(
    request.socket.remoteAddress ?? "gone",
    typeof forwarded === "string" ? forwarded : "",
    trusts
  )
}

/**
 * The first address that no trusted proxy speaks for. Each proxy adds at the right end of `X-Forwarded-For` who spoke to it, so the list is read
 * from there for as long as the one who says so is trusted: what a client wrote itself stands farther left, and is never reached. A word that is no
 * address ends it as well, with the proxy that passed it on. O(words read).
 */
export const senderBehind = (peer: string, forwarded: string, trusts: ProxyTrust): string => {
  let address = plain(peer)
  let end = forwarded.length
  for (let hop = 0; end > 0 && trusts(address, hop); hop += 1) {
    const comma = forwarded.lastIndexOf(",", end - 1)
    const named = addressIn(forwarded.slice(comma + 1, end).trim())
    if (named === null) break
    address = named
    end = comma
  }
  return address
}

/** An address, with a port or in brackets as some proxies write it; null when it is none. */
const addressIn = (word: string): string | null => {
  const address = plain(
    WITH_PORT.exec(word)
      ?.slice(1)
      .find((each) => each !== undefined) ?? word
  )
  return isIP(address) === 0 ? null : address
}

/** `[2001:db8::1]`, `[2001:db8::1]:443`, `192.0.2.1:443`. */
const WITH_PORT = /^(?:\[([0-9a-f:.]{2,45})\](?::\d{1,5})?|([0-9.]{7,15}):\d{1,5})$/i

/** An IPv4 address that came over an IPv6 socket is the same one. */
const plain = (address: string): string =>
  address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address
