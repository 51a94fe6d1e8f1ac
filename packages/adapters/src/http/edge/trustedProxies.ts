import { Limits } from "@hotbag/core"
import { BlockList, isIP } from "node:net"

/**
 * Which proxies in front of the server are believed when they say where a request comes from: so many of them, counted from the server outwards, or
 * those in these networks (`10.0.0.0/8`, `fd00::/8`, `192.0.2.7`). 0 and none: nobody is, since anybody can write a header.
 */
export type TrustedProxies = number | ReadonlyArray<string>

/** Whether the sender of the `hop`-th leg, from the server outwards, is a proxy that is believed. */
export type ProxyTrust = (address: string, hop: number) => boolean

/** The test that a setting stands for; what is no network in it is left out, so that it is never trusted. */
export const proxyTrust = (trusted: TrustedProxies): ProxyTrust => {
  if (typeof trusted === "number") return (_, hop) => hop < trusted
  const list = new BlockList()
  for (const text of trusted) {
    const network = networkIn(text)
    if (network !== null) list.addSubnet(network.address, network.bits, network.family)
  }
  return (address) => {
    const family = isIP(address)
    return family !== 0 && list.check(address, family === 4 ? "ipv4" : "ipv6")
  }
}

/** Reads a setting: a number of proxies, or networks separated by commas; null when it is neither. */
export const readTrustedProxies = (text: string): TrustedProxies | null => {
  if (/^[0-9]{1,3}$/.test(text)) {
    const hops = Number(text)
    return hops <= Limits.trustedProxies ? hops : null
  }
  const networks = text.split(",").map((each) => each.trim())
  const isSound =
    networks.length <= Limits.trustedProxies && networks.every((each) => networkIn(each) !== null)
  return isSound ? networks : null
}

const networkIn = (text: string) => {
  const [address = "", length, more] = text.split("/")
  const version = isIP(address)
  if (version === 0 || more !== undefined) return null
  const widest = version === 4 ? 32 : 128
  if (length !== undefined && !/^[0-9]{1,3}$/.test(length)) return null
  const bits = length === undefined ? widest : Number(length)
  if (bits > widest) return null
  return { address, bits, family: version === 4 ? ("ipv4" as const) : ("ipv6" as const) }
}
