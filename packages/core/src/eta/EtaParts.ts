import type { Distribution } from "./Distribution.ts"

/**
 * What a delivery's time consists of, each a distribution in milliseconds, independent of the others. `constant(0)`
 * where a part does not occur.
 */
export interface EtaParts {
  /** From placement until the restaurant accepts and starts preparing. */
  readonly accept: Distribution
  /** From there until the food is ready. */
  readonly preparation: Distribution
  /** From setting out until the courier arrives at the restaurant; until there is a courier, finding one included. */
  readonly toRestaurant: Distribution
  /** At the restaurant once food and courier are there, until pickup: the pickup service time. */
  readonly wait: Distribution
  /** From pickup to the customer's door; with other stops in between, these included. */
  readonly travel: Distribution
  /** At the door until drop-off: the drop-off service time. */
  readonly handOver: Distribution
}
