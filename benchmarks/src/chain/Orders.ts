import { API_PREFIX } from "@hotbag/api"
import { Histogram } from "@hotbag/core"
import type { Marketplace } from "../placement/marketplace.ts"
import { playRush } from "../placement/playRush.ts"
import type { RushRequest } from "../placement/Rush.ts"
import { orderAt } from "./rides.ts"

/** Orders that come on schedule, each of another customer, and how long each was on its way. */
export class Orders {
  readonly perSecond: number
  readonly #url: string
  readonly #requests: ReadonlyArray<RushRequest>
  #next = 0

  private constructor(url: string, perSecond: number, requests: ReadonlyArray<RushRequest>) {
    this.#url = url
    this.perSecond = perSecond
    this.#requests = requests
  }

  /** Prepares so many orders at the restaurants of so many regions. */
  static async prepare(
    { tokenOf, url }: Marketplace,
    {
      count,
      perSecond,
      regions
    }: { readonly count: number; readonly perSecond: number; readonly regions: number }
  ): Promise<Orders> {
    const requests = Array.from({ length: count }, async (_, number) => ({
      token: await tokenOf("customer", `hungry-${number}`),
      key: `hungry-${number}`,
      body: JSON.stringify(orderAt(number % regions))
    }))
    return new Orders(url, perSecond, await Promise.all(requests))
  }

  /** Places orders for so long; gives how long each took, in ms. @throws Error when one was not taken. */
  async placeFor(seconds: number): Promise<ReadonlyArray<number>> {
    const requests = this.#requests.slice(this.#next, this.#next + seconds * this.perSecond)
    this.#next += requests.length
    const { failures, latenciesMs } = await playRush({
      url: this.#url,
      path: `${API_PREFIX}/orders`,
      perSecond: this.perSecond,
      requests
    })
    if (latenciesMs.length < requests.length) throw new Error(`orders not taken: ${JSON.stringify(failures)}`)
    return latenciesMs
  }
}

/** Quantiles of latencies, in ms. */
export const quantilesOf = (latenciesMs: ReadonlyArray<number>): Histogram => {
  const latencies = new Histogram()
  for (const each of latenciesMs) latencies.record(each)
  return latencies
}
