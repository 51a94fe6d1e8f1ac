/** Upper bounds of the latency buckets, in seconds: around the objectives of 10, 100 and 200 ms. */
const BOUNDS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 5] as const

interface EndpointStats {
  readonly byStatus: Map<number, number>
  readonly buckets: Float64Array
  sumS: number
  count: number
}

/** Counts answers and how long they took, by endpoint; a fixed number of cells, whatever is asked. */
export class EdgeStats {
  readonly #endpoints = new Map<string, EndpointStats>()
  inFlight = 0

  /** Notes an answer of `endpoint` that took `tookMs`. */
  note(endpoint: string, status: number, tookMs: number): void {
    let stats = this.#endpoints.get(endpoint)
    if (stats === undefined) {
      stats = { byStatus: new Map(), buckets: new Float64Array(BOUNDS_S.length), sumS: 0, count: 0 }
      this.#endpoints.set(endpoint, stats)
    }
    const tookS = tookMs / 1_000
    stats.byStatus.set(status, (stats.byStatus.get(status) ?? 0) + 1)
    stats.sumS += tookS
    stats.count += 1
    for (let i = 0; i < BOUNDS_S.length; i++) {
      if (tookS <= (BOUNDS_S[i] ?? Infinity)) {
        stats.buckets[i] = (stats.buckets[i] ?? 0) + 1
        break
      }
    }
  }

  /** All counts in the text format of Prometheus (S129). */
  text(): string {
    const requests = ["# TYPE hotbag_http_requests_total counter"]
    const latency = ["# TYPE hotbag_http_request_duration_seconds histogram"]
    for (const [endpoint, { byStatus, buckets, sumS, count }] of this.#endpoints) {
      for (const [status, answers] of byStatus) {
        requests.push(`hotbag_http_requests_total{endpoint="${endpoint}",status="${status}"} ${answers}`)
      }
      const name = "hotbag_http_request_duration_seconds"
      let below = 0
      BOUNDS_S.forEach((bound, i) => {
        below += buckets[i] ?? 0
        latency.push(`${name}_bucket{endpoint="${endpoint}",le="${bound}"} ${below}`)
      })
      latency.push(`${name}_bucket{endpoint="${endpoint}",le="+Inf"} ${count}`)
      latency.push(
        `${name}_sum{endpoint="${endpoint}"} ${sumS}`,
        `${name}_count{endpoint="${endpoint}"} ${count}`
      )
    }
    const gauges = [
      "# TYPE hotbag_http_requests_in_flight gauge",
      `hotbag_http_requests_in_flight ${this.inFlight}`,
      "# TYPE process_resident_memory_bytes gauge",
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`
    ]
    return [...requests, ...latency, ...gauges, ""].join("\n")
  }
}
