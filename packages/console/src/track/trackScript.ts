/**
 * The script of the tracking page, as text. It is written as ordinary functions, checked like everything else, and sent as their own source:
 * so each is a declaration, uses nothing but the browser and the other functions here, and none is imported from elsewhere.
 */
export const trackScript = (): string =>
  [...PARTS.map((part) => part.toString()), `${followDelivery.name}()`].join("\n")

/** What `GET /tracking/TOKEN` says. */
interface Facts {
  readonly deliveryId: string
  readonly orderStatus: string
  readonly deliveryStatus: string | null
  readonly restaurantName: string | null
  readonly pickup: Place | null
  readonly dropoff: Place | null
  readonly promisedAt: string
  readonly etaFrom: "live" | "promise"
  readonly etaSeconds: number
  readonly etaEarly: string | null
  readonly etaLate: string | null
  readonly driver: Place | null
  readonly positionAt: string | null
  readonly stale: boolean
  readonly endedAt: string | null
}

/** What comes over `/ws/track`; fields may be missing. */
interface Frame {
  readonly lat?: number | null
  readonly lon?: number | null
  readonly etaSeconds?: number | null
  readonly etaEarly?: string | null
  readonly etaLate?: string | null
  readonly status?: string
  readonly orderStatus?: string
  readonly deliveryStatus?: string | null
  readonly at?: string | null
  readonly stale?: boolean
  readonly cursor?: string
}

interface Place {
  readonly lat: number
  readonly lng: number
}

/** Everything that the page knows. */
interface Page {
  facts: Facts | null
  courier: (Place & { readonly atMs: number; readonly isStale: boolean }) | null
  readonly trail: Array<Place>
  arrivesAtMs: number | null
  earlyAtMs: number | null
  lateAtMs: number | null
  lastStatus: string
  cursor: string
  /** Connections that failed one after the other. */
  failures: number
  isLive: boolean
  /** So many watch this delivery that there was no room: the page asks now and then. */
  isFull: boolean
  isOver: boolean
  /** What the map shows, in degrees; null: to be chosen anew. */
  view: View | null
}

interface Words {
  readonly headline: string
  /** Index of the step that is under way; -1: the order came to nothing. */
  readonly step: number
}

interface View {
  readonly west: number
  readonly north: number
  /** Pixels for each degree. */
  readonly perLng: number
  readonly perLat: number
}

/** Reads what the link opens, then follows it until it is over. */
function followDelivery(): void {
  const page: Page = {
    facts: null,
    courier: null,
    trail: [],
    arrivesAtMs: null,
    earlyAtMs: null,
    lateAtMs: null,
    lastStatus: "",
    cursor: "",
    failures: 0,
    isLive: false,
    isFull: false,
    isOver: false,
    view: null
  }
  const token = decodeURIComponent(location.pathname.split("/").pop() ?? "")
  void readFacts(page, token).then(() => connect(page, token))
  setInterval(() => show(page), 1_000)
}

/** Asks the server how the order stands. */
async function readFacts(page: Page, token: string): Promise<void> {
  try {
    const response = await fetch(`/tracking/${encodeURIComponent(token)}`, { cache: "no-store" })
    if (response.status === 404) {
      page.isOver = true
      page.facts = null
      document.body.dataset["status"] = "gone"
      document.getElementById("map")?.classList.add("empty")
      document.title = "This link does not work any more"
      put("restaurant", "")
      put("where", "")
      put("headline", document.title)
      put("connection", "Ask whoever sent it to you for a new one.")
      return
    }
    if (!response.ok) return
    const facts: unknown = await response.json()
    if (!isFacts(facts)) return
    if (page.facts?.pickup === null) page.view = null
    page.facts = facts
    page.isOver = facts.endedAt !== null
    hearTimes(page, facts)
    hearPlace(page, facts.driver, facts.positionAt, facts.stale)
    if (page.isOver) page.courier = null
    show(page)
  } catch {
    // Without the server there is nothing new to show; the connection says that it is away.
  }
}

/** Opens the socket, and opens it again whenever it ends, later each time and never all at once (S96). */
function connect(page: Page, token: string): void {
  if (page.isOver) return
  const again = () => {
    page.isLive = false
    page.failures += 1
    show(page)
    const mostMs = page.isFull ? 20_000 : Math.min(10_000, 500 * 2 ** Math.min(page.failures, 6))
    const waitMs = mostMs * (0.5 + Math.random() / 2)
    setTimeout(() => void readFacts(page, token).then(() => connect(page, token)), waitMs)
  }
  if (page.facts === null) return again()
  const query = new URLSearchParams({ deliveryId: page.facts.deliveryId, token })
  if (page.cursor !== "") query.set("cursor", page.cursor)
  const socket = new WebSocket(
    `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/track?${query}`
  )
  // A connection that is dead without knowing: something comes at least every half minute.
  let heardAtMs = Date.now()
  const watch = setInterval(() => {
    if (Date.now() - heardAtMs > 75_000) socket.close()
  }, 5_000)
  socket.addEventListener("message", ({ data }) => {
    heardAtMs = Date.now()
    page.isLive = true
    page.isFull = false
    page.failures = 0
    const frame: unknown = JSON.parse(String(data))
    if (isFrame(frame)) hear(page, token, frame)
  })
  socket.addEventListener("close", ({ code }) => {
    clearInterval(watch)
    page.isFull = code === 4429
    if (page.isOver) return show(page)
    again()
  })
}

/** Takes in one message. */
function hear(page: Page, token: string, frame: Frame): void {
  const { at, cursor, deliveryStatus, lat, lon, orderStatus, stale, status } = frame
  if (cursor !== undefined) page.cursor = cursor
  hearPlace(
    page,
    typeof lat === "number" && typeof lon === "number" ? { lat, lng: lon } : null,
    at ?? null,
    stale === true
  )
  hearTimes(page, frame)
  const isNews = status !== undefined && status !== page.lastStatus
  if (status !== undefined) page.lastStatus = status
  if (page.facts !== null && orderStatus !== undefined) {
    page.facts = { ...page.facts, orderStatus, deliveryStatus: deliveryStatus ?? page.facts.deliveryStatus }
  }
  show(page)
  if (isNews) void readFacts(page, token)
}

/** Takes in when it comes; times of arrival that do not say how sure they are stand for the promise. */
function hearTimes(page: Page, { etaEarly, etaLate, etaSeconds }: Frame): void {
  if (typeof etaSeconds !== "number") return
  page.arrivesAtMs = Date.now() + etaSeconds * 1_000
  page.earlyAtMs = typeof etaEarly === "string" ? Date.parse(etaEarly) : null
  page.lateAtMs = typeof etaLate === "string" ? Date.parse(etaLate) : null
}

/** Takes in where the courier is; null: nobody has it in hand, or nobody knows. */
function hearPlace(page: Page, where: Place | null, at: string | null, isStale: boolean): void {
  if (where === null) {
    page.courier = null
    return
  }
  const { lat, lng } = where
  const atMs = at === null ? Date.now() : Date.parse(at)
  page.courier = { lat, lng, atMs, isStale }
  page.trail.push({ lat, lng })
  if (page.trail.length > 240) page.trail.shift()
}

/** Writes everything that has changed. */
function show(page: Page): void {
  const { facts } = page
  if (facts === null) return
  const { headline, step } = wordsOf(facts)
  put("restaurant", facts.restaurantName === null ? "Your order" : `Your order from ${facts.restaurantName}`)
  put("headline", headline)
  document.title = headline
  const ended = facts.endedAt !== null
  document.querySelectorAll<HTMLElement>("#steps li").forEach((item, index) => {
    item.className = index < step ? "done" : index === step ? "now" : ""
    if (index === step && !ended) item.setAttribute("aria-current", "step")
    else item.removeAttribute("aria-current")
  })
  showArrival(page, ended ? facts.endedAt : null)
  put(
    "connection",
    page.isOver
      ? ""
      : page.isLive
        ? "Live"
        : page.isFull
          ? "Many people follow this delivery; looking again every few seconds."
          : "The connection is away; trying again by itself."
  )
  document.body.dataset["live"] = String(page.isLive)
  document.body.dataset["status"] = facts.deliveryStatus ?? facts.orderStatus
  drawMap(page)
}

/** When it comes, and how sure that is. */
function showArrival(page: Page, endedAt: string | null): void {
  const clock = (ms: number) => new Date(ms).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })
  if (endedAt !== null) {
    put("label", page.facts?.orderStatus === "DELIVERED" ? "Delivered at" : "Ended at")
    put("arrival", clock(Date.parse(endedAt)))
    put("range", "")
    return
  }
  if (page.arrivesAtMs === null) return
  const minutes = Math.max(0, Math.ceil((page.arrivesAtMs - Date.now()) / 60_000))
  put("label", minutes === 0 ? "Arrives" : "Arrives in")
  const { earlyAtMs, lateAtMs } = page
  if (earlyAtMs === null || lateAtMs === null) {
    // Only the promise is known; when it has passed, nobody knows better, and "any moment" would be made up.
    const promised = page.facts === null ? page.arrivesAtMs : Date.parse(page.facts.promisedAt)
    put("arrival", minutes === 0 ? "later than promised" : `${minutes} min`)
    put("range", minutes === 0 ? `promised for ${clock(promised)}` : `at about ${clock(promised)}`)
    return
  }
  put("arrival", minutes === 0 ? "any moment" : `${minutes} min`)
  put(
    "range",
    lateAtMs > Date.now()
      ? `between ${clock(Math.max(earlyAtMs, Date.now()))} and ${clock(lateAtMs)}`
      : `at about ${clock(Math.max(page.arrivesAtMs, Date.now()))}`
  )
}

/** What a status is called for people, and how far along it is. */
function wordsOf({ deliveryStatus, orderStatus }: Facts): Words {
  const isReady = orderStatus === "READY"
  const ends: Readonly<Record<string, Words>> = {
    DELIVERED: { headline: "Delivered. Enjoy your meal!", step: 5 },
    REJECTED: { headline: "The restaurant cannot take the order; your money goes back", step: -1 },
    PAYMENT_DECLINED: { headline: "The payment was declined", step: -1 },
    CANCELLED: { headline: "The order was cancelled", step: -1 },
    FAILED: { headline: "The order could not be delivered; your money goes back", step: -1 }
  }
  const onTheWay: Readonly<Record<string, Words>> = {
    AT_CUSTOMER: { headline: "Your courier is at the door", step: 4 },
    PICKED_UP: { headline: "Your courier is on the way to you", step: 4 },
    AT_RESTAURANT: { headline: "Your courier waits for the food", step: isReady ? 3 : 2 },
    ACCEPTED: { headline: "A courier is on the way to the restaurant", step: isReady ? 3 : 2 }
  }
  const inTheKitchen: Readonly<Record<string, Words>> = {
    READY: { headline: "The food is ready", step: 3 },
    PREPARING: { headline: "The kitchen is preparing your order", step: 2 },
    CONFIRMED: { headline: "The restaurant has your order", step: 1 }
  }
  return (
    ends[orderStatus] ??
    onTheWay[deliveryStatus ?? ""] ??
    inTheKitchen[orderStatus] ?? { headline: "Waiting for the restaurant", step: 0 }
  )
}

/** Puts the places on the map: restaurant, door, courier and the way the courier came. */
function drawMap(page: Page): void {
  const { courier, facts } = page
  const places = [facts?.pickup, facts?.dropoff, courier].filter(
    (place) => place !== null && place !== undefined
  )
  const map = document.getElementById("map")
  if (map === null) return
  map.classList.toggle("empty", places.length === 0)
  if (places.length === 0) {
    put("where", "")
    return
  }
  const { view } = page
  const isInside = (place: Place) => {
    if (view === null) return false
    const { x, y } = pointOf(view, place)
    return x >= 12 && x <= 388 && y >= 12 && y <= 288
  }
  if (view === null || !places.every(isInside)) page.view = viewOf(places)
  const seen = page.view ?? viewOf(places)
  place("pickup", seen, facts?.pickup ?? null)
  place("door", seen, facts?.dropoff ?? null)
  place("courier", seen, courier)
  const line = page.trail
    .map((each) => pointOf(seen, each))
    .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
  document.getElementById("trail")?.setAttribute("points", courier === null ? "" : line.join(" "))
  const metresWide = (80 / seen.perLat) * 111_195
  put(
    "scale",
    metresWide < 1_000 ? `${Math.round(metresWide / 10) * 10} m` : `${(metresWide / 1_000).toFixed(1)} km`
  )
  showDistance(page)
}

/** Says where the courier is, for those who do not see the map, and how old that is. */
function showDistance(page: Page): void {
  const { courier, facts } = page
  const marker = document.getElementById("courier")
  if (courier === null || facts === null || facts.dropoff === null) {
    put("where", "")
    return
  }
  const ageS = Math.max(0, Math.round((Date.now() - courier.atMs) / 1_000))
  const isStale = courier.isStale || ageS > 5
  marker?.classList.toggle("stale", isStale)
  const east = (courier.lng - facts.dropoff.lng) * Math.cos((courier.lat * Math.PI) / 180)
  const metres = Math.hypot(courier.lat - facts.dropoff.lat, east) * 111_195
  const far = metres < 950 ? `${Math.round(metres / 50) * 50} m` : `${(metres / 1_000).toFixed(1)} km`
  put(
    "where",
    `${metres < 60 ? "The courier is at your door" : `The courier is ${far} from your door`}${
      isStale ? `, last seen ${ageS < 90 ? `${ageS} s` : `${Math.round(ageS / 60)} min`} ago` : ""
    }`
  )
}

/** A view that shows the places with a margin, the same scale both ways. */
function viewOf(places: ReadonlyArray<Place>): View {
  const lats = places.map(({ lat }) => lat)
  const lngs = places.map(({ lng }) => lng)
  const [south, north] = [Math.min(...lats), Math.max(...lats)]
  const [west, east] = [Math.min(...lngs), Math.max(...lngs)]
  const shrink = Math.max(0.05, Math.cos((((south + north) / 2) * Math.PI) / 180))
  // At least 300 metres, so that neighbours do not fill the map.
  const high = Math.max(north - south, 0.0027)
  const wide = Math.max((east - west) * shrink, 0.0027)
  const perLat = Math.min(200 / high, 300 / wide)
  const perLng = perLat * shrink
  return {
    perLat,
    perLng,
    west: (west + east) / 2 - 200 / perLng,
    north: (south + north) / 2 + 150 / perLat
  }
}

/** Where a place is on the map, in its own pixels. */
function pointOf(view: View, place: Place): { readonly x: number; readonly y: number } {
  return { x: (place.lng - view.west) * view.perLng, y: (view.north - place.lat) * view.perLat }
}

/** Moves a marker, or hides it. */
function place(id: string, view: View, where: Place | null): void {
  const marker = document.getElementById(id)
  if (marker === null) return
  marker.classList.toggle("hidden", where === null)
  if (where === null) return
  const { x, y } = pointOf(view, where)
  marker.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`
  marker.dataset["lat"] = String(where.lat)
  marker.dataset["lng"] = String(where.lng)
}

/** Writes a text, only when it is another one: screen readers tell each change. */
function put(id: string, text: string): void {
  const element = document.getElementById(id)
  if (element !== null && element.textContent !== text) element.textContent = text
}

/** Whether an answer is what `GET /tracking/TOKEN` says. */
function isFacts(value: unknown): value is Facts {
  return typeof value === "object" && value !== null && "deliveryId" in value && "orderStatus" in value
}

/** Whether a message is one that the page understands. */
function isFrame(value: unknown): value is Frame {
  return typeof value === "object" && value !== null
}

const PARTS: ReadonlyArray<{ readonly toString: () => string }> = [
  followDelivery,
  readFacts,
  connect,
  hear,
  hearTimes,
  hearPlace,
  show,
  showArrival,
  wordsOf,
  drawMap,
  showDistance,
  viewOf,
  pointOf,
  place,
  put,
  isFacts,
  isFrame
]
