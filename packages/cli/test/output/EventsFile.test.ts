import { existsSync } from "node:fs"
import { mkdtemp, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { openEventsFile } from "../../src/output/EventsFile.ts"

const freshPath = async () => join(await mkdtemp(join(tmpdir(), "hotbag-events-")), "events.ndjson")

describe("events file", () => {
  it("holds every event on its own line, in order, whatever the chunks", async () => {
    const path = await freshPath()
    const file = openEventsFile(path, "events.ndjson")
    const events = Array.from({ length: 5000 }, (_, i) => ({
      atMs: i,
      type: "order-placed",
      order: `o${i}`,
      note: "é\n".repeat(i % 60)
    }))
    for (const event of events) file.add(event)
    file.check()
    file.close()
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n")
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(events)
  })

  it.skipIf(!existsSync("/dev/full"))("tells of a full disk when asked, not in the middle of a step", () => {
    const file = openEventsFile("/dev/full", "run/events.ndjson")
    for (let i = 0; i < 20_000; i++) file.add({ atMs: i, type: "order-placed", order: `o${i}` })
    expect(() => file.check()).toThrow(/^run\/events\.ndjson: no space left on the disk; make room/)
    file.abandon()
  })

  it.skipIf(!existsSync("/dev/full"))("tells of it at the end when the last piece did not fit", () => {
    const file = openEventsFile("/dev/full", "run/events.ndjson")
    file.add({ atMs: 0, type: "order-placed", order: "o1" })
    file.check()
    expect(() => file.close()).toThrow(/no space left on the disk/)
  })
})
