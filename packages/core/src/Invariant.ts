/** A broken promise of our own code: always a bug, never the world's fault. Carries the data that shows it. */
export class InvariantViolation extends Error {
  override readonly name = "InvariantViolation"
  readonly data: Readonly<Record<string, unknown>>

  constructor(message: string, data: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.data = data
  }
}

/**
 * Asserts what must hold if our code is right; stays on in production.
 * For bad input use a typed rejection instead.
 *
 * @throws InvariantViolation when `condition` is false.
 */
export function invariant(
  condition: boolean,
  message: string,
  data?: Readonly<Record<string, unknown>>
): asserts condition {
  if (!condition) throw new InvariantViolation(message, data)
}
