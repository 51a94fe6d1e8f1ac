import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { senderBehind } from "../../../src/http/edge/sender.ts"
import { proxyTrust, readTrustedProxies } from "../../../src/http/edge/trustedProxies.ts"

const nobody = proxyTrust(0)
const one = proxyTrust(1)
const inside = proxyTrust(["10.0.0.0/8", "fd00::/8"])

describe("where a request comes from (S11)", () => {
  it.each([
    ["nobody in front", "192.0.2.1", "203.0.113.1", nobody, "192.0.2.1"],
    ["one proxy", "10.0.0.1", "203.0.113.1", one, "203.0.113.1"],
    ["one proxy, and a client who claims something", "10.0.0.1", "1.1.1.1, 203.0.113.1", one, "203.0.113.1"],
    ["two proxies", "10.0.0.1", "203.0.113.1, 10.0.0.2", proxyTrust(2), "203.0.113.1"],
    ["fewer proxies than said", "10.0.0.1", "203.0.113.1", proxyTrust(3), "203.0.113.1"],
    ["a proxy that says nothing", "10.0.0.1", "", one, "10.0.0.1"],
    ["a proxy that says who knows what", "10.0.0.1", "203.0.113.1, unknown", inside, "10.0.0.1"],
    ["networks", "10.0.0.1", "1.1.1.1,203.0.113.1 ,10.2.3.4,\tfd00::1", inside, "203.0.113.1"],
    ["a stranger who is no proxy of ours", "192.0.2.1", "203.0.113.1", inside, "192.0.2.1"],
    ["IPv4 over IPv6", "::ffff:10.0.0.1", "::ffff:203.0.113.1", inside, "203.0.113.1"],
    ["a port", "10.0.0.1", "203.0.113.1:4711", one, "203.0.113.1"],
    ["a port after IPv6", "10.0.0.1", "[2001:db8::1]:4711", one, "2001:db8::1"],
    ["brackets that hold nothing good", "10.0.0.1", "[10.0.0.9", one, "10.0.0.1"]
  ])("%s", (_, peer, forwarded, trusts, sender) => {
    expect(senderBehind(peer, forwarded, trusts)).toBe(sender)
  })

  it("is found behind any row of proxies, whatever the client wrote", () => {
    const client = fc.integer({ min: 1, max: 254 }).map((last) => `203.0.113.${last}`)
    const proxy = fc.integer({ min: 1, max: 254 }).map((last) => `10.0.0.${last}`)
    const claim = fc.oneof(client, proxy, fc.string({ maxLength: 20 }), fc.constant(","))
    fc.assert(
      fc.property(
        client,
        fc.array(proxy, { minLength: 1, maxLength: 6 }),
        fc.array(claim),
        (who, row, claims) => {
          // As each proxy adds who spoke to it; the server sees the last of them itself.
          const forwarded = [...claims, who, ...row.slice(0, -1)].join(", ")
          const peer = row.at(-1) ?? ""
          expect(senderBehind(peer, forwarded, inside)).toBe(who)
          expect(senderBehind(peer, forwarded, proxyTrust(row.length))).toBe(who)
          expect(senderBehind(peer, forwarded, nobody)).toBe(peer)
        }
      )
    )
  })

  it("is found in a header of 16 kB", () => {
    const forwarded = Array.from({ length: 2_000 }, () => "10.0.0.1").join(",")
    expect(senderBehind("10.0.0.1", forwarded, inside)).toBe("10.0.0.1")
    expect(senderBehind("10.0.0.1", "x".repeat(16_384), inside)).toBe("10.0.0.1")
  })
})

describe("the setting of trusted proxies", () => {
  it("is a number or networks, and nothing else", () => {
    expect(readTrustedProxies("0")).toBe(0)
    expect(readTrustedProxies("16")).toBe(16)
    expect(readTrustedProxies("10.0.0.0/8, ::1")).toEqual(["10.0.0.0/8", "::1"])
    for (const wrong of ["17", "", "all", "10.0.0.0/33", "::/129", "10.0.0/8", "10.0.0.0/8/8", "10.0.0.0/"]) {
      expect(readTrustedProxies(wrong), wrong).toBeNull()
    }
  })
})
