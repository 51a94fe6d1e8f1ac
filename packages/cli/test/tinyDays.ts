import { mkdir, mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A new empty folder. */
export const freshFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "hotbag-cli-"))

/** Files of a folder, by name. */
export type Files = Readonly<Record<string, string>>

/** Writes a folder of files called `name` into a new place; its path. */
export const writeFolder = async (name: string, files: Files): Promise<string> => {
  const folder = join(await freshFolder(), name)
  await mkdir(folder)
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text)
  return folder
}

const table = (separator: string, rows: ReadonlyArray<ReadonlyArray<string | number>>) =>
  rows.map((row) => `${row.join(separator)}\n`).join("")

/** A Grubhub day of three orders, two restaurants and two couriers; the last order comes after all have gone. */
export const grubhubDay: Files = {
  "orders.txt": table("\t", [
    ["order", "x", "y", "placement_time", "restaurant", "ready_time"],
    ["o1", 1000, 0, 600, "r1", 610],
    ["o2", 1500, 500, 601, "r1", 612],
    ["o3", 0, 2000, 800, "r2", 815]
  ]),
  "restaurants.txt": table("\t", [
    ["restaurant", "x", "y"],
    ["r1", 0, 0],
    ["r2", 0, 1000]
  ]),
  "couriers.txt": table("\t", [
    ["courier", "x", "y", "on_time", "off_time"],
    ["c1", 300, 300, 590, 700],
    ["c2", -2000, 0, 590, 700]
  ]),
  "instance_parameters.txt": table("\t", [
    [
      "meters_per_minute",
      "pickup service minutes",
      "dropoff service minutes",
      "target click-to-door",
      "maximum click-to-door",
      "pay per order",
      "guaranteed pay per hour"
    ],
    [320, 4, 4, 40, 90, 10, 15]
  ])
}

/** A Rappi day of two orders and two couriers. */
export const rappiDay: Files = {
  "orders.csv": table(",", [
    [
      "order_id",
      "pick_up_lat",
      "pick_up_lng",
      "drop_off_lat",
      "drop_off_lng",
      "placement_time",
      "preparation_time",
      "ready_time",
      "expected_drop_off_time"
    ],
    ["o1", 4.8, -75.69, 4.805, -75.695, "12:00:00", "12:01:00", "12:11:00", "12:40:00"],
    ["o2", 4.8, -75.69, 4.81, -75.7, "12:30:00", "12:31:00", "12:46:00", "13:10:00"]
  ]),
  "couriers.csv": table(",", [
    ["courier_id", "vehicle", "on_lat", "on_lng", "on_time", "off_time"],
    ["c1", "motorcycle", 4.801, -75.691, "11:00:00", "16:00:00"],
    ["c2", "bicycle", 4.802, -75.692, "11:00:00", "16:00:00"]
  ])
}
