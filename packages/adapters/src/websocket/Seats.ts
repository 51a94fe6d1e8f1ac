import type { Admitted } from "./LiveParts.ts"
import type { LiveSettings } from "./LiveSettings.ts"

/** Counts connections by address and by subject, and says when there are too many (S11). */
export class Seats {
  readonly #settings: Pick<LiveSettings, "connections" | "perAddress" | "perLink" | "perSubject">
  readonly #addresses = new Map<string, number>()
  readonly #subjects = new Map<string, number>()
  #taken = 0

  constructor(settings: Pick<LiveSettings, "connections" | "perAddress" | "perLink" | "perSubject">) {
    this.#settings = settings
  }

  /** Takes a seat for a connection from the address; null, or why there is none. */
  take(address: string): "full" | "address" | null {
    const from = this.#addresses.get(address) ?? 0
    if (this.#taken >= this.#settings.connections) return "full"
    if (from >= this.#settings.perAddress) return "address"
    this.#taken += 1
    this.#addresses.set(address, from + 1)
    return null
  }

  /** Notes whose connection it is; false: they have too many. */
  name({ subject, viewer }: Pick<Admitted, "subject" | "viewer">): boolean {
    const has = this.#subjects.get(subject) ?? 0
    const { perLink, perSubject } = this.#settings
    if (has >= (viewer._tag === "Link" ? perLink : perSubject)) return false
    this.#subjects.set(subject, has + 1)
    return true
  }

  /** Gives the seat back. `subject`: as it was named, if it was. */
  leave(address: string, subject: string | null): void {
    this.#taken -= 1
    less(this.#addresses, address)
    if (subject !== null) less(this.#subjects, subject)
  }
}

const less = (counts: Map<string, number>, key: string): void => {
  const left = (counts.get(key) ?? 1) - 1
  if (left > 0) counts.set(key, left)
  else counts.delete(key)
}
