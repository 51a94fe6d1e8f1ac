import { resolve } from "node:path"
import { Exit } from "../exit.ts"
import { issueToken } from "../server/issueToken.ts"
import type { Terminal } from "../Terminal.ts"
import { type Call, caller, DemoFailed } from "./Caller.ts"
import { type Cast, haveDinner } from "./dinner.ts"
import { callText, dinnerLines, wrongWith } from "./dinnerText.ts"
import { startServer } from "./ServerProcess.ts"

/** The middle of the seeded city. */
const HOME = { lat: 4.683, lng: -74.06 }

/** Plays the demonstration against a server of its own, to its exit code. */
export const playDinner = async (
  options: { readonly data?: string; readonly json: boolean },
  terminal: Terminal
): Promise<number> => {
  const data = resolve(options.data ?? "./.hotbag/demo")
  const say = options.json ? () => {} : (text: string) => terminal.out(`${text}\n`)
  say(`Starting a server on ${data} …`)
  // Rounds every half second: nobody wants to wait for a demonstration.
  const env = { DISPATCH_WINDOW_MS: "500", DATABASE_URL: undefined, AUTH_JWKS_URL: undefined }
  const server = await startServer(["--data", data, "--seed-city", "metro-launch"], env, terminal.stop)
  const calls: Array<Call> = []
  try {
    const dinner = await haveDinner(await castOf(server.url, data, say, calls, terminal))
    const wrong = wrongWith(dinner)
    if (options.json) terminal.out(`${JSON.stringify({ ...dinner, calls, wrong }, null, 2)}\n`)
    else for (const line of dinnerLines(dinner)) say(line)
    return ended(await server.stop(), wrong, terminal)
  } catch (error) {
    await server.stop()
    if (!(error instanceof DemoFailed)) throw error
    return ended(Exit.ok, [error.message], terminal)
  }
}

const ended = (code: number, wrong: ReadonlyArray<string>, terminal: Terminal): number => {
  const all = code === Exit.ok ? wrong : [...wrong, `the server ended with exit code ${code}`]
  for (const what of all) terminal.err(`hotbag demo: ${what}\n`)
  return all.length === 0 ? Exit.ok : Exit.breach
}

const castOf = async (
  url: string,
  data: string,
  say: (text: string) => void,
  calls: Array<Call>,
  terminal: Terminal
): Promise<Cast> => {
  let last = ""
  const told = (call: Call) => {
    // Looks that are repeated until something is so are shown once.
    const line = callText(call)
    if (line !== last) {
      calls.push(call)
      say(line)
    }
    last = line
  }
  const as = async (who: string, role: string, subject: string) =>
    caller({ url, stop: terminal.stop }, who, await issueToken({ role, subject, data }, {}), told)
  const courierId = `carlos-${Date.now().toString(36)}`
  return {
    customer: await as("customer", "customer", "anna"),
    restaurant: (restaurantId) => as("restaurant", "restaurant", restaurantId),
    courier: await as("courier", "courier", courierId),
    courierId,
    operator: await as("operator", "operator", "olga"),
    home: HOME,
    say: (text) => say(`\n${text}`)
  }
}
