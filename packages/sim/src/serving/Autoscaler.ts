import { invariant } from "@hotbag/core"

/** When instances are added and taken away (S121, S137). */
export interface ScalingRules {
  readonly min: number
  readonly max: number
  /** Share of the processors' time that should be used, 0..1. */
  readonly targetCpu: number
  /** How often utilisation is looked at, in ms. */
  readonly everyMs: number
  /** No instance goes before fewer have sufficed for so long, in ms. */
  readonly downAfterMs: number
  /** From the decision until a new instance takes requests, in ms. */
  readonly startMs: number
}

/**
 * The rule of Kubernetes' HorizontalPodAutoscaler: instances × utilisation ÷ target, rounded up, left alone within a tenth of the
 * target; at most doubled, or four more, at a look; taken down only to the most that was wanted within the last
 * `downAfterMs` (kubernetes.io, "Horizontal Pod Autoscaling": algorithm details, default behaviour).
 */
export class Autoscaler {
  readonly #rules: ScalingRules
  #ready: number
  /** When instances that were asked for are there, in sequence. */
  readonly #starting: Array<number> = []
  readonly #wanted: Array<{ readonly atMs: number; readonly count: number }> = []

  /** @throws InvariantViolation unless 1 ≤ min ≤ max and 0 < targetCpu ≤ 1. */
  constructor(rules: ScalingRules) {
    invariant(rules.min >= 1 && rules.min <= rules.max, "at least one instance, and no more than the most", {
      ...rules
    })
    invariant(rules.targetCpu > 0 && rules.targetCpu <= 1, "a share of the processors' time", { ...rules })
    this.#rules = rules
    this.#ready = rules.min
  }

  get ready(): number {
    return this.#ready
  }

  /** One look at how busy the ready instances were since the last one (0..1); how many there are from now on. */
  look(atMs: number, utilisation: number): number {
    const { downAfterMs, max, min, startMs, targetCpu } = this.#rules
    while (this.#starting.length > 0 && (this.#starting[0] ?? 0) <= atMs) {
      this.#starting.shift()
      this.#ready++
    }
    const there = this.#ready + this.#starting.length
    const ratio = utilisation / targetCpu
    const needed = Math.abs(ratio - 1) <= TOLERANCE ? this.#ready : Math.ceil(this.#ready * ratio - ROUNDING)
    const count = Math.min(max, Math.max(min, needed))
    this.#wanted.push({ atMs, count })
    while ((this.#wanted[0]?.atMs ?? atMs) <= atMs - downAfterMs) this.#wanted.shift()
    const most = this.#wanted.reduce((sofar, wanted) => Math.max(sofar, wanted.count), 0)
    if (count > there) {
      const added = Math.min(count - there, Math.max(STEP, there))
      for (let i = 0; i < added; i++) this.#starting.push(atMs + startMs)
    } else if (most < there) {
      const gone = there - most
      const unborn = Math.min(gone, this.#starting.length)
      this.#starting.length -= unborn
      this.#ready = Math.max(min, this.#ready - (gone - unborn))
    }
    return this.#ready
  }
}

/** Within a tenth of the target nothing is changed. */
const TOLERANCE = 0.1
/** So many at least may be added at a look. */
const STEP = 4
/** 7 ÷ 0.7 is 10.000000000000002: that is no eleventh instance. */
const ROUNDING = 1e-9
