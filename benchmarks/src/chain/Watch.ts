import { processCpuMs } from "../processCpuMs.ts"
import { residentMb, slopePerMinute } from "./figuresOf.ts"

/** Processor time and memory of a process, while it is looked at. */
export class Watch {
  readonly megabytes: Array<number> = []
  usedMs = 0
  forMs = 0
  readonly #pid: number

  constructor(pid: number) {
    this.#pid = pid
  }

  /** Looks while something is done. */
  async during<A>(what: () => Promise<A>): Promise<A> {
    const cpuMs = processCpuMs(this.#pid)
    const startMs = performance.now()
    const look = (): void => void this.megabytes.push(residentMb(this.#pid))
    look()
    const timer = setInterval(look, 1_000)
    try {
      return await what()
    } finally {
      clearInterval(timer)
      this.forMs += performance.now() - startMs
      this.usedMs += processCpuMs(this.#pid) - cpuMs
    }
  }

  /** Processors used. */
  get share(): number {
    return this.usedMs / this.forMs
  }

  /** How memory grows, in MB a minute. */
  get perMinute(): number {
    return slopePerMinute(this.megabytes)
  }
}
