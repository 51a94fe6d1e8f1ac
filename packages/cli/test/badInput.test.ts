import { chmod, mkdir, readdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { runProgram } from "../src/program.ts"
import { hotbag, recordingTerminal } from "./hotbag.ts"
import type { Finished } from "./hotbag.ts"
import { freshFolder, grubhubDay, rappiDay, writeFolder } from "./tinyDays.ts"

/** Runs a command that must be refused: exit code 2, one line on standard error, nothing on standard output. */
const refusalOf = async (...args: ReadonlyArray<string>) => refused(await hotbag(args))

const refused = ({ code, stdout, stderr }: Finished) => {
  expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: "" })
  expect(stderr).toMatch(/^hotbag: [^\n]+\n$/)
  return stderr.slice("hotbag: ".length, -1)
}

describe("bad input is refused in one line: options", () => {
  it.each([
    [
      ["simulate", "--seed", "1e3"],
      /^--seed: "1e3" is not a whole number from 0 to 9007199254740991; write plain/
    ],
    [["simulate", "--seed", "-1"], /^--seed: "-1" is not a whole number/],
    [["simulate", "--seed", "1152921504606846976"], /^--seed: "1152921504606846976" is not a whole number/],
    [
      ["simulate", "--policy", "asignment"],
      /^--policy: there is no "asignment"; did you mean assignment\? known: nearest, scored, assignment/
    ],
    [
      ["simulate", "metro-lunch"],
      /^scenario: there is no "metro-lunch"; did you mean metro-launch\? known: metro-launch/
    ],
    [
      ["simulate", "--with", "rain-at-six"],
      /^--with: there is no "rain-at-six"; did you mean rain-at-seven\? known: /
    ],
    [
      ["simulate", "--with", "pereira-lunch"],
      /^--with: "pereira-lunch" is a city of its own; name something that happens in one: .*rain-at-seven/
    ],
    [["simulate", "--from", "7pm"], /^--from: "7pm" is not a time of day; write hours and minutes/],
    [["simulate", "--to", "25:00"], /^--to: "25:00" is not a time of day/],
    [
      ["simulate", "--from", "19:00", "--to", "18:00"],
      /^--from --to: 19:00 is not before 18:00; give both ends/
    ],
    [
      ["simulate", "--orders-x", "0"],
      /^--orders-x: "0" is not a number above 0 and at most 100; write it like/
    ],
    [["simulate", "--orders-x", "NaN"], /^--orders-x: "NaN" is not a number above 0/],
    [["simulate", "--couriers-x", "-2"], /^--couriers-x: "-2" is not a number above 0/],
    [["simulate", "--couriers-x", "1000"], /^--couriers-x: "1000" is not a number above 0 and at most 100/],
    [["simulate", "--trace", "bogota"], /^--trace: "bogota" is not a day; write grubhub:DIR or rappi:DIR$/],
    [["simulate", "--trace", "rappi:"], /^--trace: "rappi:" is not a day/],
    [
      ["simulate", "metro-launch", "--trace", "rappi:x"],
      /^--trace: a day and the scenario "metro-launch" cannot both be played; /
    ],
    [["simulate", "--out", ""], /^--out: the name is empty; name a folder/],
    [["simulate", "one", "two"], /^too many arguments.*; see hotbag simulate --help$/],
    [
      ["simulate", "--polcy", "nearest"],
      /^unknown option '--polcy' \(Did you mean --policy\?\); see hotbag simulate --help$/
    ],
    [["simulate", "--seed"], /^option '--seed <n>' argument missing; see hotbag simulate --help$/],
    [["simulat"], /^unknown command 'simulat' \(Did you mean simulate\?\); see hotbag --help$/],
    [["--nope"], /^unknown option '--nope'; see hotbag --help$/],
    [["mdrp"], /^missing required argument 'instance'; see hotbag mdrp --help$/],
    [["explain", "run"], /^required option '--order <id>' not specified; see hotbag explain --help$/],
    [
      ["explain", "/nowhere", "--order", "o1"],
      /^\/nowhere\/events\.ndjson: there is no such file or folder; name the folder/
    ]
  ])("%j", async (args, message) => {
    // In this process: no file is needed to refuse these, and a process for each would take a minute.
    const terminal = recordingTerminal()
    const code = await runProgram(args, terminal)
    expect(refused({ code, ...terminal.written() })).toMatch(message)
  })
})

describe.concurrent("bad input is refused in one line: files of a day", () => {
  const grubhub = (file: string, change: (text: string) => string) =>
    writeFolder("day", { ...grubhubDay, [file]: change(grubhubDay[file] ?? "") })
  const rappi = (file: string, change: (text: string) => string) =>
    writeFolder("day", { ...rappiDay, [file]: change(rappiDay[file] ?? "") })

  it("a folder that is missing", async () => {
    expect(await refusalOf("simulate", "--trace", "grubhub:/nowhere/day")).toBe(
      "/nowhere/day: there is no such file or folder; name a folder of a Grubhub day, with orders.txt, " +
        "restaurants.txt, couriers.txt, and instance_parameters.txt in it"
    )
    expect(await refusalOf("mdrp", "/nowhere/day")).toMatch(
      /^\/nowhere\/day: there is no such file or folder; /
    )
  })

  it("a file in place of a folder", async () => {
    const file = join(await freshFolder(), "day")
    await writeFile(file, "")
    expect(await refusalOf("simulate", "--trace", `rappi:${file}`)).toContain("day: this is not a folder; ")
  })

  it("a file that is missing", async () => {
    const day = await writeFolder("day", { "orders.csv": rappiDay["orders.csv"] ?? "" })
    expect(await refusalOf("simulate", "--trace", `rappi:${day}`)).toBe(
      `${day}/couriers.csv: there is no such file; a Rappi day has orders.csv and couriers.csv`
    )
  })

  it("a row that was cut off, by file and line", async () => {
    const cut = await rappi("orders.csv", (text) => text.replace(/,12:46:00,13:10:00\n$/, ""))
    expect(await refusalOf("simulate", "--trace", `rappi:${cut}`)).toMatch(
      /\/day\/orders\.csv line 3: 7 fields, expected 9/
    )
    const cutToo = await grubhub("couriers.txt", (text) => text.replace("\t700\n", "\n"))
    expect(await refusalOf("mdrp", cutToo)).toMatch(/\/day\/couriers\.txt line 2: 4 fields, expected 5/)
  })

  it.each(["NaN", "Infinity", "1e999", "north", ""])(
    "a coordinate that is %j, by file and line",
    async (text) => {
      const day = await rappi("couriers.csv", (all) => all.replace("4.802", text))
      expect(await refusalOf("simulate", "--trace", `rappi:${day}`)).toMatch(
        /\/day\/couriers\.csv line 3: column on_lat: ".*" is not a latitude between -90 and 90/
      )
      const other = await grubhub("orders.txt", (all) => all.replace("\t1500\t", `\t${text}\t`))
      expect(await refusalOf("mdrp", other)).toMatch(
        /\/day\/orders\.txt line 3: column x: ".*" is not metres between/
      )
    }
  )

  it("a day of which nothing is left", async () => {
    const day = await writeFolder("day", rappiDay)
    const early = ["--from", "01:00", "--to", "02:00"]
    expect(await refusalOf("simulate", "--trace", `rappi:${day}`, ...early)).toMatch(
      /^--trace: no orders are left of the day; choose a wider window/
    )
  })

  it("an overlay file that is not one, or does not fit", async () => {
    const folder = await freshFolder()
    const refusal = async (text: string) => {
      const file = join(folder, "overlay.json")
      await writeFile(file, text)
      return refusalOf("simulate", "--with", file)
    }
    expect(await refusal("3")).toMatch(/overlay\.json: must be an object; correct the field$/)
    expect(await refusal('{"name": "x", "disturbances": [{"kind": "snow"}]}')).toMatch(
      /^--with: x: disturbances\[0\]\.kind: there is no kind "snow"; there are rain, /
    )
    const day = await writeFolder("day", rappiDay)
    await writeFile(join(folder, "change.json"), '{"name": "x", "windowMs": 3}')
    expect(
      await refusalOf("simulate", "--trace", `rappi:${day}`, "--with", join(folder, "change.json"))
    ).toMatch(/^--with: x: windowMs: a real day can be disturbed, but not changed; /)
  })

  it("a scenario file that is not one", async () => {
    const folder = await freshFolder()
    await writeFile(join(folder, "cut.json"), '{"name": "x"')
    await writeFile(join(folder, "wrong.json"), '{"name": "x", "regions": []}')
    expect(await refusalOf("simulate", join(folder, "cut.json"))).toMatch(
      /cut\.json: .*; write the scenario as JSON$/
    )
    expect(await refusalOf("simulate", join(folder, "wrong.json"))).toMatch(
      /wrong\.json: regions: .*; correct the field$/
    )
    expect(await refusalOf("simulate", join(folder, "none.json"))).toMatch(
      /none\.json: there is no such file/
    )
  })

  it("two instances of one name, and a policy named twice", async () => {
    const [one, two] = [await writeFolder("day", grubhubDay), await writeFolder("day", grubhubDay)]
    expect(await refusalOf("mdrp", one, two)).toBe("instances: day is there twice; name each one once")
    expect(await refusalOf("mdrp", one, "--policy", "nearest", "--policy", "nearest")).toBe(
      "--policy: nearest is there twice; name each one once"
    )
  })
})

describe.concurrent("bad input is refused in one line: kitchens that err", () => {
  it.each(["", "-1", "8,2", "1e3", "241"])("--prep-error %j", async (minutes) => {
    const day = await writeFolder("day", grubhubDay)
    expect(await refusalOf("mdrp", day, `--prep-error=${minutes}`)).toMatch(
      /^--prep-error: .+ is not a number of minutes from 0 to 240; write it like --prep-error 8\.2$/
    )
  })
})

describe.concurrent("bad input is refused in one line: output folders", () => {
  it("one that is a file, or lies below one", async () => {
    const day = await writeFolder("day", grubhubDay)
    const file = join(dirname(day), "file")
    await writeFile(file, "mine")
    for (const args of [
      ["simulate", "--trace", `grubhub:${day}`],
      ["mdrp", day]
    ]) {
      if (args[0] === "simulate")
        expect(await refusalOf(...args, "--out", file)).toMatch(/: this is a file; /)
      expect(await refusalOf(...args, "--out", join(file, "run"))).toMatch(/: a part of the path is a file; /)
    }
    expect((await readdir(dirname(day))).sort()).toEqual(["day", "file"])
  })

  const asRoot = process.getuid?.() === 0
  it.skipIf(asRoot)(
    `one that is not writable${asRoot ? " (skipped: root may write anywhere)" : ""}`,
    async () => {
      const locked = await freshFolder()
      await chmod(locked, 0o500)
      const day = await writeFolder("day", grubhubDay)
      expect(await refusalOf("simulate", "--trace", `grubhub:${day}`, "--out", join(locked, "run"))).toMatch(
        /: permission denied; name a folder that can be written$/
      )
    }
  )

  it("a later solution's folder, before the first is played", async () => {
    const [one, two] = [await writeFolder("one", grubhubDay), await writeFolder("two", grubhubDay)]
    const out = await freshFolder()
    await writeFile(join(out, "two"), "mine")
    expect(await refusalOf("mdrp", one, two, "--out", out)).toMatch(/two: this is a file; /)
    expect(await readdir(out)).toEqual(["two"])
  })

  it("an unknown order, with near ones, and a damaged log, with the line", async () => {
    const run = await freshFolder()
    await mkdir(run, { recursive: true })
    await writeFile(
      join(run, "events.ndjson"),
      '{"atMs":0,"type":"order-placed","order":"o12"}\n{"order":"o77"\n'
    )
    expect(await refusalOf("explain", run, "--order", "o21")).toBe(
      `--order: there is no order "o21" in ${run}/events.ndjson; did you mean o12?`
    )
    expect(await refusalOf("explain", run, "--order", "o77")).toMatch(
      /events\.ndjson line 2: this is not JSON; /
    )
  })
})
