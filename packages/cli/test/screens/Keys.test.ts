import { render } from "ink-testing-library"
import { createElement as h } from "react"
import { describe, expect, it } from "vitest"
import { type KeyActions, Keys } from "../../src/screens/Keys.ts"

/** What the keys did, in sequence. */
const pressed = async (keys: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  const done: Array<string> = []
  const noting = (name: string) => () => void done.push(name)
  const actions: KeyActions = {
    pause: noting("pause"),
    faster: noting("faster"),
    slower: noting("slower"),
    nextPanel: noting("next"),
    previousPanel: noting("previous"),
    quit: noting("quit"),
    interrupt: noting("interrupt")
  }
  const app = render(h(Keys, { actions }))
  // The screen listens once its effects have run.
  await expect
    .poll(() => app.stdin.listenerCount("readable") + app.stdin.listenerCount("data"))
    .toBeGreaterThan(0)
  for (const [i, key] of keys.entries()) {
    app.stdin.write(key)
    await expect.poll(() => done.length).toBeGreaterThan(i)
  }
  app.unmount()
  return done
}

describe("keys", () => {
  it("pause, change the speed, switch panels and quit", async () => {
    const keys = [" ", "+", "=", "-", "\t", "\u001b[C", "\u001b[D", "\u001b[Z", "q"]
    expect(await pressed(keys)).toEqual([
      "pause",
      "faster",
      "faster",
      "slower",
      "next",
      "next",
      "previous",
      "previous",
      "quit"
    ])
  })

  it("stop the command on Ctrl-C, which is no signal while single keys are read", async () => {
    expect(await pressed(["\u0003"])).toEqual(["interrupt"])
  })
})
