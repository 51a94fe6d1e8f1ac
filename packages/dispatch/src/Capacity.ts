import type { Vehicle } from "@hotbag/core"

/** Most deliveries on board in one trip, by vehicle; at least 1, `Infinity`: no limit. */
export type Capacity = Readonly<Record<Vehicle, number>>
