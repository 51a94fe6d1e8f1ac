import { type ChildProcess, execFile, spawn } from "node:child_process"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

const command = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url))
const run = promisify(execFile)

/** Where things are: the courier rides 300 metres from the kitchen to the door. */
const KITCHEN = { lat: 52.52, lng: 13.405 }
const DOOR = { lat: 52.5219, lng: 13.4082 }

const WHO = {
  customer: "ada",
  restaurant: "luigi",
  courier: "carl",
  operator: "olga"
} as const
type Role = keyof typeof WHO

/** A server that an operator started, and one order on it, brought to the door step by step. */
export class TrackedDinner {
  readonly #data: string
  readonly #tokens: ReadonlyMap<Role, string>
  #child: ChildProcess
  #url: string
  #orderId = ""
  #deliveryId = ""

  constructor(data: string, tokens: ReadonlyMap<Role, string>, child: ChildProcess, url: string) {
    this.#data = data
    this.#tokens = tokens
    this.#child = child
    this.#url = url
  }

  /** Starts the server, opens a restaurant, brings a courier on duty and places an order. */
  static readonly start = async (): Promise<TrackedDinner> => {
    const data = await mkdtemp(join(tmpdir(), "hotbag-track-"))
    // As root, the database runs as somebody else.
    await chmod(data, 0o755)
    const { child, url } = await serve(data, 0)
    const roles: ReadonlyArray<Role> = ["customer", "restaurant", "courier", "operator"]
    const tokens = await Promise.all(roles.map(async (role) => [role, await tokenFor(role, data)] as const))
    const dinner = new TrackedDinner(data, new Map(tokens), child, url)
    await dinner.#open()
    await dinner.#order()
    return dinner
  }

  /** Address of the page that the customer's link opens. */
  async page(): Promise<string> {
    const link = await this.#ask("customer", "GET", `/deliveries/${this.#deliveryId}/tracking`)
    return this.#url + textAt(link, "url")
  }

  /** The restaurant says how far it is. */
  async kitchen(word: "confirm" | "preparing" | "ready"): Promise<void> {
    await this.#ask("restaurant", "POST", `/orders/${this.#orderId}/${word}`)
  }

  /** Waits until the courier is asked, and accepts. */
  async accept(): Promise<void> {
    while (
      !JSON.stringify(await this.#ask("courier", "GET", "/couriers/me/offers")).includes(this.#orderId)
    ) {
      await pause(200)
    }
    await this.courier("accept")
  }

  /** The courier says how far they are. */
  async courier(
    word: "accept" | "arrived" | "picked-up" | "arrived-at-customer" | "complete"
  ): Promise<void> {
    await this.#ask("courier", "POST", `/deliveries/${this.#deliveryId}/${word}`)
  }

  /** The courier's phone says that it is this far along the way, 0 at the kitchen and 1 at the door. */
  async ride(share: number): Promise<void> {
    const between = (from: number, to: number) => from + (to - from) * share
    const place = { lat: between(KITCHEN.lat, DOOR.lat), lng: between(KITCHEN.lng, DOOR.lng) }
    const told = () => this.#ask("courier", "PUT", `/couriers/${WHO.courier}/location`, place)
    for (;;) {
      try {
        return void (await told())
      } catch (error) {
        // A busy server puts positions off; a telephone sends them again.
        if (!String(error).includes("TooManyPositions")) throw error
        await pause(200)
      }
    }
  }

  /** Kills the server as a crash does. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve))
    this.#child.kill("SIGKILL")
    await ended
  }

  /** Starts it again where it was. */
  async again(): Promise<void> {
    const { child, url } = await serve(this.#data, Number(new URL(this.#url).port))
    this.#child = child
    this.#url = url
  }

  /** Stops it and removes its data. */
  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve))
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill("SIGTERM")
      await ended
    }
    await rm(this.#data, { recursive: true, force: true })
  }

  async #open(): Promise<void> {
    const always = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    const hours = {
      weekly: always.map((weekday) => ({ weekday, openMinute: 0, closeMinute: 1_440 })),
      specialDays: []
    }
    await this.#ask("operator", "PUT", `/restaurants/${WHO.restaurant}`, {
      name: "Da Luigi",
      regionId: "berlin",
      location: KITCHEN,
      address: "Torstraße 1",
      cuisines: ["pizza"],
      zone: "Europe/Berlin",
      hours,
      autoAccept: false,
      preparationMinutes: 15,
      currency: "EUR",
      status: "open"
    })
    const pizza = {
      itemId: "margherita",
      name: "Margherita",
      description: "Good",
      price: 9.5,
      imageUrl: null
    }
    await this.#ask("operator", "PUT", `/restaurants/${WHO.restaurant}/menu`, {
      currency: "EUR",
      sections: [{ name: "Pizza", items: [{ ...pizza, availability: { type: "always" } }] }]
    })
    const courier = { regionId: "berlin", vehicle: "motorcycle" }
    await this.#ask("operator", "POST", "/couriers", { ...courier, driverId: WHO.courier, name: "Carl" })
    await this.#ask("courier", "PUT", "/couriers/me/shift", { ...courier, location: KITCHEN })
  }

  async #order(): Promise<void> {
    const placed = await this.#ask(
      "customer",
      "POST",
      "/orders",
      {
        restaurantId: WHO.restaurant,
        items: [{ itemId: "margherita", quantity: 2 }],
        paymentMethod: "card",
        paymentToken: "tok_ok",
        address: DOOR
      },
      { prefer: "wait=10" }
    )
    this.#orderId = textAt(placed, "orderId")
    this.#deliveryId = textAt(placed, "deliveryId")
  }

  async #ask(
    role: Role,
    method: string,
    path: string,
    body: unknown = method === "GET" ? undefined : {},
    headers: Readonly<Record<string, string>> = {}
  ): Promise<unknown> {
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#tokens.get(role) ?? ""}`,
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
        ...headers
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return text === "" ? null : JSON.parse(text)
  }
}

const serve = async (
  data: string,
  port: number
): Promise<{ readonly child: ChildProcess; readonly url: string }> => {
  const args = [command, "serve", "--port", String(port), "--json", "--data", data]
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      DATABASE_URL: "",
      AUTH_JWKS_URL: "",
      DISPATCH_WINDOW_MS: "200",
      TRACKING_SECRET: ""
    },
    stdio: ["ignore", "pipe", "pipe"]
  })
  let said = ""
  child.stderr.setEncoding("utf8").on("data", (text) => (said += String(text)))
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once("line", resolve)),
    new Promise<never>((_, reject) => child.once("exit", () => reject(new Error(said))))
  ])
  return { child, url: textAt(JSON.parse(line), "listening") }
}

const tokenFor = async (role: Role, data: string): Promise<string> => {
  const { stdout } = await run(process.execPath, [
    command,
    "token",
    "--role",
    role,
    "--subject",
    WHO[role],
    "--data",
    data
  ])
  return stdout.trim()
}

const textAt = (answer: unknown, field: string): string => {
  const fields: ReadonlyArray<readonly [string, unknown]> =
    typeof answer === "object" && answer !== null ? Object.entries(answer) : []
  const found = fields.find(([name]) => name === field)?.[1]
  if (typeof found !== "string") throw new Error(`no ${field} in ${JSON.stringify(answer)}`)
  return found
}

/** Waits a moment, between questions only: nothing depends on how long it is. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
