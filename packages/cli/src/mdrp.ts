import { addMdrpOptions, decodeMdrpOptions } from "./mdrp/options.ts"
import { parseMdrpRequest } from "./mdrp/MdrpRequest.ts"
import { playTable } from "./mdrp/playTable.ts"
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
    await playTable(await parseMdrpRequest(folders, decodeMdrpOptions(given)), terminal)
  })
}
