import { playAblation } from "./mdrp/ablation.ts"
import { playLeague } from "./mdrp/league.ts"
import { parseMdrpRequest } from "./mdrp/MdrpRequest.ts"
import { addMdrpOptions, decodeMdrpOptions } from "./mdrp/options.ts"
import { playTable } from "./mdrp/playTable.ts"
import { playSurge } from "./mdrp/surge.ts"
import type { Host } from "./program.ts"

/** Adds `hotbag mdrp`. */
export const addMdrp = ({ program, terminal }: Host): void => {
  const command = program
    .command("mdrp")
    .description(
      "Play days of the Meal Delivery Routing Problem (Grubhub) by their exact rules, and write the solutions."
    )
    .argument(
      "<instance...>",
      "folders with orders.txt, restaurants.txt, couriers.txt, instance_parameters.txt"
    )
  addMdrpOptions(command)
  command.action(async (folders: ReadonlyArray<string>, given: unknown) => {
    const request = await parseMdrpRequest(folders, decodeMdrpOptions(given))
    await PLAYS[request.shape](request, terminal)
  })
}

const PLAYS = { rows: playTable, league: playLeague, surge: playSurge, ablation: playAblation } as const
