import { letCarry } from "./couriers.ts"
import { letOrder, type Ordering } from "./customers.ts"
import { extent } from "./extent.ts"
import { letCook } from "./kitchens.ts"
import { postmasterOf } from "./Postmaster.ts"
import { freePort, Supervisor } from "./Supervisor.ts"
import { makeTown, openTown, type Town, type TownSize } from "./Town.ts"

/** A town at work: customers order, kitchens cook, couriers carry, whatever is done to the server. */
export interface Run {
  readonly town: Town
  readonly server: Supervisor
  readonly ordering: Ordering
  /** Ends soon after the town is over. */
  readonly work: Promise<unknown>
  readonly databaseUrl: () => string
}

/** Starts a server on a folder of its own, and everybody. */
export const beginRun = async (size: TownSize): Promise<Run> => {
  const port = await freePort()
  const town = await makeTown(() => `http://127.0.0.1:${port}`, size)
  const server = new Supervisor(town.folder, port, { DISPATCH_WINDOW_MS: "500" })
  await server.start()
  await openTown(town)
  return {
    town,
    server,
    work: letWork(town),
    ordering: letOrder(town, extent.perSecond),
    databaseUrl: () => postmasterOf(town.folder)?.url ?? ""
  }
}

/** Lets kitchens and couriers work until the town is over. */
export const letWork = (town: Town): Promise<unknown> => Promise.all([letCook(town), letCarry(town)])

/** Stops everything; what happened is kept when something was wrong. */
export const endRun = async ({ ordering, server, town, work }: Run, isWell: boolean): Promise<void> => {
  town.isOver = true
  await ordering.end()
  await work
  await server.stop()
  await town.leave(isWell)
}
