import { Redacted } from "effect"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { signWebhook } from "../../src/payments/webhookSignature.ts"

/** What goes wrong with one request. */
export type StripeFault =
  | "none"
  /** The connection ends before anything is done. */
  | "lost"
  /** Everything is done, then the connection ends. */
  | "unheard"
  /** Done, then an answer that nobody can read. */
  | "garbage"
  /** 503, nothing done, nothing remembered. */
  | "trouble"
  /** 500 that is remembered under the key; nothing was done. */
  | "kept-trouble"
  /** 500 that is remembered under the key, though everything was done. */
  | "kept-trouble-done"
  /** 409: another request with the key is at work. */
  | "in-progress"
  /** 429. */
  | "too-many"

interface Intent {
  readonly id: string
  readonly object: "payment_intent"
  status: string
  readonly amount: number
  readonly currency: string
  readonly capture_method: string
  readonly metadata: { readonly order_id: string; readonly key: string }
  readonly last_payment_error: { readonly code: string } | null
}

interface Reply {
  readonly status: number
  readonly body: unknown
}

/** What happened to money, for whoever checks afterwards. */
export interface Movement {
  readonly orderId: string
  readonly what: "held" | "charged" | "captured" | "canceled" | "refunded"
  readonly amount: number
}

/** A signed message, and the secret's owner to deliver it. */
export interface OutgoingWebhook {
  readonly body: Uint8Array
  readonly signature: string
}

/**
 * A server that speaks the part of Stripe's protocol that we use, remembers keys as Stripe does, and fails as it is told. `pm_ok` pays,
 * `pm_declined` does not, `pm_action` wants the customer to do something.
 */
export class FakeStripe {
  readonly secretKey = "sk_test_local"
  readonly webhookSecret = Redacted.make("whsec_local")
  readonly movements: Array<Movement> = []
  readonly webhooks: Array<OutgoingWebhook> = []
  readonly intents = new Map<string, Intent>()
  /** Called as soon as there is a message, before the answer to the request that caused it. */
  onWebhook: (webhook: OutgoingWebhook) => Promise<void> = () => Promise.resolve()
  /** What goes wrong with a request, by its path and key and how often it came. */
  nextFault: (request: string, times: number) => StripeFault = () => "none"
  /** Requests that hang until the client gives up. */
  hangs = false
  /** Sends every request elsewhere. */
  redirectsTo: URL | null = null
  nowS: () => number = () => 0
  requests = 0
  readonly #kept = new Map<string, { readonly request: string; readonly reply: Reply }>()
  readonly #refunds = new Map<string, { id: string; status: string; intent: string }>()
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  readonly #asked = new Map<string, number>()

  async listen(): Promise<URL> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve))
    const address = this.#server.address()
    return new URL(`http://127.0.0.1:${address === null || typeof address === "string" ? 0 : address.port}`)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Array<Buffer> = []
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
    this.requests += 1
    if (this.hangs) return
    if (this.redirectsTo !== null) {
      return void response.writeHead(307, { location: this.redirectsTo.href }).end()
    }
    const name = `${request.method} ${request.url} ${String(request.headers["idempotency-key"])}`
    const times = (this.#asked.get(name) ?? 0) + 1
    this.#asked.set(name, times)
    const fault = this.nextFault(name, times)
    if (fault === "lost") return void request.socket.destroy()
    if (request.headers.authorization !== `Bearer ${this.secretKey}`) {
      return send(response, { status: 401, body: failure("invalid_request_error", "api_key") })
    }
    if (fault === "trouble") return send(response, { status: 503, body: failure("api_error", "") })
    if (fault === "too-many") return send(response, { status: 429, body: failure("rate_limit_error", "") })
    const body = Buffer.concat(chunks).toString("utf8")
    const key = request.headers["idempotency-key"]
    const url = new URL(request.url ?? "/", "http://local")
    if (typeof key !== "string") return send(response, await this.#read(url))
    if (fault === "in-progress")
      return send(response, { status: 409, body: failure("idempotency_error", "key_in_use") })
    const asked = `${url.pathname} ${body}`
    const kept = this.#kept.get(key)
    if (kept !== undefined) {
      return kept.request === asked
        ? send(response, kept.reply, true)
        : send(response, { status: 400, body: failure("idempotency_error", "") })
    }
    const reply = await this.#act(url.pathname, new URLSearchParams(body), fault)
    if (reply.status !== 400 || url.pathname !== "/v1/payment_intents")
      this.#kept.set(key, { request: asked, reply })
    if (fault === "unheard") return void request.socket.destroy()
    if (fault === "garbage") return void response.writeHead(200).end("<html>")
    return send(response, reply)
  }

  async #act(path: string, form: URLSearchParams, fault: StripeFault): Promise<Reply> {
    const trouble = { status: 500, body: failure("api_error", "") }
    if (fault === "kept-trouble") return trouble
    const reply = await this.#change(path, form)
    return fault === "kept-trouble-done" ? trouble : reply
  }

  async #change(path: string, form: URLSearchParams): Promise<Reply> {
    if (path === "/v1/payment_intents") return this.#create(form)
    if (path === "/v1/refunds") return this.#refund(form)
    const [, id = "", verb] = /^\/v1\/payment_intents\/([^/]+)\/(capture|cancel)$/.exec(path) ?? []
    const intent = this.intents.get(id)
    if (intent === undefined)
      return { status: 404, body: failure("invalid_request_error", "resource_missing") }
    const isOpen = intent.status === "requires_capture" || intent.status === "requires_payment_method"
    const mayBe = verb === "capture" ? intent.status === "requires_capture" : isOpen
    if (!mayBe)
      return { status: 400, body: failure("invalid_request_error", "payment_intent_unexpected_state") }
    const wasHeld = intent.status === "requires_capture"
    intent.status = verb === "capture" ? "succeeded" : "canceled"
    if (wasHeld) this.#moved(intent, verb === "capture" ? "captured" : "canceled")
    await this.#tell(verb === "capture" ? "payment_intent.succeeded" : "payment_intent.canceled", intent)
    return { status: 200, body: { ...intent } }
  }

  async #create(form: URLSearchParams): Promise<Reply> {
    const method = form.get("payment_method")
    const isConfirmed = form.get("confirm") === "true"
    if (isConfirmed && !["pm_ok", "pm_declined", "pm_action"].includes(method ?? "")) {
      return { status: 400, body: failure("invalid_request_error", "resource_missing") }
    }
    const capture = form.get("capture_method") ?? ""
    const isPaid = isConfirmed && method === "pm_ok"
    const paid = capture === "manual" ? "requires_capture" : "succeeded"
    const intent: Intent = {
      // The same for the same key, so that a seed tells all that happens.
      id: `pi_${(form.get("metadata[key]") ?? "").replaceAll(/[^a-zA-Z0-9]/g, "")}`,
      object: "payment_intent",
      status: isPaid ? paid : "requires_payment_method",
      amount: Number(form.get("amount")),
      currency: form.get("currency") ?? "",
      capture_method: capture,
      metadata: { order_id: form.get("metadata[order_id]") ?? "", key: form.get("metadata[key]") ?? "" },
      last_payment_error: isConfirmed && !isPaid ? { code: "card_declined" } : null
    }
    this.intents.set(intent.id, intent)
    if (isConfirmed && !isPaid) {
      const code = method === "pm_action" ? "authentication_required" : "card_declined"
      await this.#tell("payment_intent.payment_failed", intent)
      return { status: 402, body: { error: { type: "card_error", code, decline_code: code } } }
    }
    if (isPaid) {
      this.#moved(intent, capture === "manual" ? "held" : "charged")
      await this.#tell(
        capture === "manual" ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded",
        intent
      )
    }
    return { status: 200, body: { ...intent } }
  }

  async #refund(form: URLSearchParams): Promise<Reply> {
    const intent = this.intents.get(form.get("payment_intent") ?? "")
    if (intent === undefined)
      return { status: 404, body: failure("invalid_request_error", "resource_missing") }
    if (intent.status !== "succeeded") {
      return { status: 400, body: failure("invalid_request_error", "payment_intent_unexpected_state") }
    }
    if ([...this.#refunds.values()].some((refund) => refund.intent === intent.id)) {
      return { status: 400, body: failure("invalid_request_error", "charge_already_refunded") }
    }
    const refund = { id: `re_${intent.id}`, status: "succeeded", intent: intent.id }
    this.#refunds.set(refund.id, refund)
    this.#moved(intent, "refunded")
    const object = this.#refundObject(refund, intent)
    await this.#tell("refund.updated", object)
    return { status: 200, body: object }
  }

  #refundObject(refund: { id: string; status: string }, { amount, currency, metadata }: Intent) {
    return { id: refund.id, object: "refund", status: refund.status, amount, currency, metadata }
  }

  async #read(url: URL): Promise<Reply> {
    const missing = { status: 404, body: failure("invalid_request_error", "resource_missing") }
    if (url.pathname === "/v1/payment_intents/search") {
      const [, key] = /^metadata\['key'\]:'([^']*)'$/.exec(url.searchParams.get("query") ?? "") ?? []
      const data = [...this.intents.values()].filter(({ metadata }) => metadata.key === key)
      return { status: 200, body: { object: "search_result", data } }
    }
    const [, kind, id = ""] = /^\/v1\/(payment_intents|refunds)\/([^/]+)$/.exec(url.pathname) ?? []
    if (kind === "refunds") {
      const refund = this.#refunds.get(id)
      const intent = this.intents.get(refund?.intent ?? "")
      return refund === undefined || intent === undefined
        ? missing
        : { status: 200, body: this.#refundObject(refund, intent) }
    }
    const intent = this.intents.get(id)
    return intent === undefined ? missing : { status: 200, body: { ...intent } }
  }

  #moved({ amount, metadata }: Intent, what: Movement["what"]): void {
    this.movements.push({ orderId: metadata.order_id, what, amount })
  }

  async #tell(type: string, object: { readonly id: string }): Promise<void> {
    const id = `evt_${object.id}_${type.replaceAll(".", "_")}`
    const event = { id, object: "event", type, data: { object: { ...object } } }
    const body = new TextEncoder().encode(JSON.stringify(event))
    const webhook = { body, signature: signWebhook(this.webhookSecret, body, this.nowS()) }
    this.webhooks.push(webhook)
    await this.onWebhook(webhook)
  }
}

const failure = (type: string, code: string) => ({ error: { type, code } })

const send = (response: ServerResponse, { body, status }: Reply, isReplay = false): void => {
  response.writeHead(status, {
    "content-type": "application/json",
    ...(isReplay ? { "idempotent-replayed": "true" } : {})
  })
  response.end(JSON.stringify(body))
}
