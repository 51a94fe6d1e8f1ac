import { experimentLimits } from "./limits/experiments.ts"
import { etaLimits } from "./limits/eta.ts"
import { liveLimits } from "./limits/live.ts"
import { trackingLimits } from "./limits/tracking.ts"

/**
 * Every limit of the system in one place, each with its reason. A limit is a promise to the operator that nothing
 * grows without bound; raise one only together with the reason.
 */
export const Limits = {
  /** Of times of arrival, each with its reason there. */
  ...etaLimits,
  /** Characters of an id: a UUID has 36, ids of traces and partners are shorter than 64. */
  idLength: 64,
  /** Candidates kept in an explanation: a person reads the first few, and the event log stays small. */
  explainedCandidates: 5,
  /**
   * How far from its origin, on either axis, a planar instance may reach, in metres: a large metropolis, and near
   * enough to the equator that a degree of longitude is a degree of latitude within 1.6e-4.
   */
  planeReachM: 100_000,
  /** Minor units of an amount of money, either way: ten billion euros in cents, and 15 digits are exact as a double. */
  moneyMinor: 999_999_999_999,
  /** Lines of an order: a large family orders thirty, an office party a hundred. */
  orderLines: 100,
  /** Pieces of one item in an order: more is catering, and arranged with the restaurant. */
  itemQuantity: 99,
  /** Characters of a reason that somebody gave: a sentence or two, and the event log stays small. */
  reasonLength: 200,
  /** After preparation started the customer may still cancel this long: one glance at a wrong order, in ms. */
  cancelGraceMs: 60_000,
  /** Without a courier for this long, the customer may cancel whatever the kitchen did (S25), in ms. */
  withoutCourierCancelMs: 2_700_000,
  /** Couriers are asked at once so long before customers may lose patience: the first may decline, in ms. */
  askBeforePatienceEndsMs: 420_000,
  /**
   * How long past its expected time a courier's stop may be before nobody counts on the courier for other work: a
   * kitchen or a lift may cost half an hour; who is silent for longer may have lost the phone, in ms.
   */
  overdueStopMs: 1_800_000,
  /** Offers made for one delivery: an hour of unanswered offers of 30 s is 120; far beyond, a person should look. */
  offersPerDelivery: 500,
  /**
   * Deliveries on board in one trip of a city's courier: what hands, a courier bag, a top box and a boot hold of orders of
   * two meals, and few enough that the last one is still warm.
   */
  deliveriesOnBoard: { walking: 1, bicycle: 2, motorcycle: 3, car: 4 },
  /**
   * Most that riding together may delay anybody's food in a city, in ms: ten minutes in a bag cost about as many degrees,
   * and more than that a customer notices on the map.
   */
  bundleDelayMs: 600_000,
  /**
   * Restaurants of one bundle, where nearby ones may be bundled at all: each further one is another wait for a kitchen, and
   * the food of the first gets cold over all of them.
   */
  restaurantsInBundle: 2,
  /** Farther apart no two restaurants are nearby, in metres: a quarter of an hour on foot with hot food. */
  bundleRestaurantsWithinM: 2_000,
  /**
   * Times a scenario's or a trace's orders or couriers may be multiplied: ten is the surge asked for (S117), and a
   * hundred is a country; beyond, a typing mistake is likelier than a wish.
   */
  scaleFactor: 100,
  /** Copies of a real day side by side: ten is the city asked for (S117), and twice that shows what comes after it. */
  dayCopies: 20,
  /** Nodes of a simulated deployment: a hundred times what the largest city needs. */
  servingNodes: 1_000,
  /** Processors of a simulated node, or database: the largest machines that clouds sell have a few hundred. */
  servingCores: 512,
  /** Characters of a calibration file: ten thousand are usual. */
  calibrationLength: 1_000_000,
  /** Points of a surge curve: each plays every day once more, and nobody sees more of them in a picture. */
  surgeFactors: 20,
  /** Minutes by which kitchens may err in a test (standard deviation): beyond hours nothing said of food means anything. */
  prepErrorMinutes: 240,
  /** Characters of one line of an event log: an offer of a large bundle with its reasons has some ten thousand. */
  eventLineLength: 1_000_000,
  /** Characters of one file of a trace: a million rows of a hundred, and a string the engine can still hold. */
  traceFileLength: 134_217_728,
  /** Characters of a row of a trace: ten fields with ids of the greatest length, three times over. */
  traceLineLength: 2_048,
  /** Rows of one file of a trace: five days of the largest city (S112). */
  traceRows: 1_000_000,
  /** How far apart places of one city may be, in metres: across a metropolis; farther is an error of the trace. */
  cityReachM: 50_000,
  /** Longest duration a histogram tells apart, in ms (30 days): whatever lasts longer is stuck, however long. */
  histogramValueMs: 30 * 86_400_000,
  /** Buckets of the longest burn-rate window: three days of 15 s each, 276 KB for an objective. */
  sloBuckets: 17_280,
  /** Characters of the name of a scenario or region: it goes into file names and ids. */
  scenarioNameLength: 40,
  /** Scenarios composed into one: base and overlays; nobody reads the name of more. */
  composedScenarios: 9,
  /** Disturbances of one scenario: one for every quarter of an hour of a day. */
  disturbances: 96,
  /** Cells of one zone or places of one region: a metropolis in cells of a few streets. */
  scenarioCells: 20_000,
  /** Rivers of one region: the arms of a delta. */
  scenarioRivers: 10,
  /** Points of the course of a river, and bridges over it: drawn by hand, from a map. */
  riverPoints: 500,
  /** People that a stadium sends home hungry at once: every tenth of the largest one. */
  stadiumOrders: 20_000,
  /** Characters of what is said to be wrong with a scenario: the beginning of a long list tells which. */
  scenarioMessageLength: 300,
  /** Waves of shifts: ten for every hour of a day. */
  shiftWaves: 240,
  /** Quantiles of a distribution: every thousandth. */
  quantiles: 1_001,
  /** Regions of one scenario: a country's cities. */
  scenarioRegions: 64,
  /** Orders a region may expect in a day: five times the largest city we size for (S112). */
  regionOrdersPerDay: 1_000_000,
  /** Restaurants of one region: the catalogue of the largest city (S112). */
  regionRestaurants: 300_000,
  /** Couriers of one region: what a million orders a day need. */
  regionCouriers: 200_000,
  /** A restaurant that does not answer for this long has refused: the customer can still order elsewhere, in ms. */
  restaurantAnswerMs: 300_000,
  /** Without a courier for this long, operations are told (S12): half of a usual delivery is lost, in ms. */
  courierEscalateMs: 600_000,
  /** Without a courier for this long, the platform gives the order up: the food is cold, in ms. */
  courierGiveUpMs: 3_600_000,
  /** Just-in-time dispatch asks couriers this long before the food is ready: offer, answer and way take about it, in ms. */
  jitLeadMs: 720_000,
  /** The gateway is asked what became of a payment after this long, then after twice as long, and so on, in ms. */
  paymentAnswerMs: 8_000,
  /** …but never later than this: the money of every order settles within ten minutes of the gateway's return (P5), in ms. */
  paymentRetryLongestMs: 120_000,
  /** Unanswered questions to the gateway, four minutes of them, before an order without payment is given up. */
  paymentAttempts: 5,
  /** A gateway that says nothing for this long has not answered: below `paymentAnswerMs`, so that no question overtakes another, in ms. */
  gatewayAnswerMs: 6_000,
  /** Questions to the gateway at a time: five seconds of the largest burst (S115) at a quarter of a second each. */
  gatewayRequests: 64,
  /** Failures in a row after which the gateway is left alone: one is a hiccup, five are an outage. */
  gatewayFailures: 5,
  /** …for this long, then one question is asked as a trial, in ms. */
  gatewayRestMs: 10_000,
  /** Bytes of an answer of the gateway: its largest object with everything in it has 20 kB. */
  gatewayBytes: 262_144,
  /** A key older than this may be forgotten by a gateway, which keeps them for a day, in ms. */
  gatewayKeyAgeMs: 82_800_000,
  /** A payment that a gateway's search does not find after this long is not there; it lags by a minute, in outages by more, in ms. */
  gatewaySearchLagMs: 300_000,
  /** Messages of the built-in gateway on their way: ten seconds of the largest burst (S115), half of them late. */
  sandboxWebhooks: 4_096,
  /** An order without a payment token waits this long for one, at least: the page of a payment provider takes a minute, in ms. */
  payLaterMs: 120_000,
  /** Characters of a payment token: gateways' are below 128. */
  paymentTokenLength: 256,
  /** Characters of an access token: with a dozen claims it has 1,500; more is an attempt at something (S131). */
  tokenBytes: 8_192,
  /** How far the clocks of an issuer and a server may be apart, in seconds. */
  tokenToleranceS: 60,
  /** A token counts no longer than this after it was issued, in seconds: a day is the longest shift there is. */
  tokenAgeS: 86_400,
  /** How long a token of the development issuer counts unless told, in seconds: an evening of trying things out. */
  tokenTtlS: 28_800,
  /** An issuer that does not send its keys for this long is away, in ms. */
  keySetAnswerMs: 3_000,
  /** …and is asked again after this long; as long passes between two questions for an unknown key, in ms. */
  keySetRestMs: 30_000,
  /** Keys are fetched anew after this long, so that a withdrawn one ends, in ms. */
  keySetAgeMs: 600_000,
  /** Bytes of a key set: a hundred keys. */
  keySetBytes: 131_072,
  /** Couriers of one index: a hundred times the largest region; about 150 bytes each. */
  indexedCouriers: 10_000_000,
  /** A database that is silent for this long is away: the caller is told before their own patience ends, in ms. */
  databaseAnswerMs: 3_000,
  /** Calls waiting for the database: two seconds of the busiest city's commands; beyond, an answer would come too late. */
  databaseCalls: 2_048,
  /** Differences between tables and log that are told one by one: whoever has more has one cause for all of them. */
  rebuildDifferences: 1_000,
  /** Violations that a checker of a run keeps: a broken promise breaks thousands of times, and the first hundred tell. */
  violationsKept: 100,
  /** Violations that a report tells in words: a person reads five, and the seed brings back the rest. */
  violationsTold: 5,
  /** Cases read at once by whoever takes over a region: about a megabyte. */
  casesPerPage: 500,
  /** Characters of an address line or a name: the longest postal address fits. */
  addressLength: 500,
  /** Characters of a note to the kitchen or the courier: three sentences. */
  orderNoteLength: 500,
  /** Deliveries a courier may have at once, on board or next in line, unless the courier's own record says otherwise. */
  courierLoad: 8,
  /** Cases kept at hand between commands: the live orders of a quarter of the largest city, some 3 KB each. */
  hotCases: 10_000,
  /** Tries to save a case that others change at the same time; each loss means that somebody else got on. */
  commitAttempts: 5,
  /** Commands waiting for one case: more than a bundle's couriers and a till can send in a second. */
  caseWaiters: 1_000,
  /** What a client is told to wait when the server could not get on with a case, in ms. */
  busyRetryAfterMs: 1_000,
  /** Changes of cases that a slow listener may be behind before it is told to look for itself: minutes of a large city. */
  feedChanges: 16_384,
  /** Longest wait for the payment that a client may ask for when placing an order, in ms. */
  placementWaitMs: 20_000,
  /** Orders whose errands are run at the same time: the gateway's and the senders' connections are as many. */
  relayLanes: 64,
  /**
   * Nobody else runs an order's errands for this long after one process took them, in ms: half more than one errand may take,
   * and no longer, since the errands of a process that died wait for its end.
   */
  relayHoldMs: 15_000,
  /** One errand may take this long: the saga asks the gateway again at about the same time, in ms. */
  errandMs: 10_000,
  /** Tries of one errand, half an hour of them, before it is set aside for a person to look at. */
  errandAttempts: 10,
  /** First wait before an errand is tried again; doubles each time (S106), in ms. */
  errandRetryMs: 2_000,
  /** Longest wait before an errand is tried again, in ms. */
  errandRetryLongestMs: 300_000,
  /** How often the outbox is looked through for what a crash left behind, in ms. */
  relayPollMs: 1_000,
  /** Receipts are kept for this long: a phone that was out of reach for two nights may still repeat its order, in ms. */
  receiptsKeptMs: 172_800_000,
  /** How often old receipts are forgotten, in ms. */
  receiptSweepMs: 600_000,
  /** Receipts forgotten in one go: a hundred milliseconds of the database's time. */
  receiptsForgotten: 5_000,
  /** Notices are kept for this long: nobody scrolls back further than a month, in ms. */
  noticesKeptMs: 2_592_000_000,
  /** Alerts are kept for this long: operations look back over a quarter, in ms. */
  alertsKeptMs: 7_776_000_000,
  /** Why couriers were asked is kept for this long: a dispute is raised within a quarter, and the log stays anyway, in ms. */
  reasonsKeptMs: 7_776_000_000,
  /** Errands that were given up are kept for this long: whoever was to look at them has done so, in ms. */
  setAsideKeptMs: 7_776_000_000,
  /** Messages from outside are remembered for this long: gateways repeat them for days, and people for weeks, in ms. */
  inboxKeptMs: 2_592_000_000,
  /** How often what is older than that is forgotten, in ms. */
  retentionSweepMs: 3_600_000,
  /** Rows of one kind forgotten in one go: a hundred milliseconds of the database's time. */
  forgottenAtOnce: 2_000,
  /** How often timers are looked through: waits of orders are of minutes, and the gateway's of seconds, in ms. */
  timerPollMs: 500,
  /** Timers fired in one go. */
  timersAtOnce: 200,
  /** Cases whose timers are fired side by side. */
  timerLanes: 8,
  /** How often a case that somebody waits for is read anew, in case another process changes it, in ms. */
  untilPollMs: 1_000,
  /** Orders on one page of a list: what a screen shows twice over, some 300 KB from the database. */
  ordersPerPage: 100,
  /** How far clocks of other machines may be off, in ms. */
  clockSkewMs: 60_000,
  /** Events pending in one event queue: the shifts, orders and timers of a hundred of the largest cities; 40 bytes each. */
  pendingEvents: 16_777_216,
  /** Characters of a name of a restaurant, section or item: two lines on a small screen. */
  nameLength: 120,
  /** Characters of an item's description: a paragraph. */
  descriptionLength: 1_000,
  /** Characters of a picture's address: long enough for a signed one. */
  imageUrlLength: 500,
  /** Cuisines of one restaurant: whoever cooks more cooks everything. */
  restaurantCuisines: 8,
  /** Characters of a cuisine's name: two or three words. */
  cuisineLength: 40,
  /** Longest a kitchen may say an order takes as a rule, in ms: three hours are catering. */
  preparationLongestMs: 10_800_000,
  /** Times of preparation whose distributions are kept ready: every minute of the longest, and some that are no minutes; 10 KB each. */
  preparationsKept: 256,
  /** Opening ranges of one week: seven days of breakfast, lunch, dinner and night. */
  openingRanges: 28,
  /** Special days kept for one restaurant: a year of them. */
  specialDays: 366,
  /** How far ahead the next opening is looked for, in days: closed for longer is closed until further notice. */
  openingSearchDays: 31,
  /** Characters of the name of a time zone; the longest there is has 32. */
  zoneNameLength: 64,
  /** Clocks of time zones kept ready: the world has some 600 names for its 400 zones. */
  zoneClocks: 1_000,
  /** Sections of a menu: nobody scrolls through more. */
  menuSections: 60,
  /** Items of a menu: a supermarket is another business; half a megabyte of text at the worst. */
  menuItems: 600,
  /** Pieces of one item in stock: a kitchen counts portions, not grains. */
  itemStock: 100_000,
  /** Farthest that an order may be delivered, in metres: half an hour by car through a city. */
  deliveryReachM: 15_000,
  /** Farthest that restaurants are looked for, in metres: what anybody would have delivered. */
  nearbyRadiusM: 20_000,
  /** Restaurants in one answer: what a person looks at. */
  nearbyResults: 100,
  /** Characters of a cursor: a place in a list, written by us. */
  cursorLength: 200,
  /** Entries of one page: what a person scrolls through. */
  pageSize: 100,
  /** Characters of a request header that we read. */
  headerTextLength: 512,
  /** Restaurants or menus written in one transaction: a few megabytes at the worst. */
  catalogueWrites: 250,
  /** Restaurants read at once when the catalogue is loaded: four megabytes, and far from a deadline. */
  cataloguePage: 5_000,
  /** A menu is served from the cache for so long at most, in ms (S98). */
  menuCacheMs: 300_000,
  /** Menus in one process's cache: what a city looks at in an evening; ten kilobytes each. */
  cachedMenus: 5_000,
  /** How far anybody may page through restaurants nearby: whoever scrolls further searches. */
  nearbyDepth: 1_000,
  /** A cart is forgotten so long after its last change, in ms: two days later nobody wants the same dinner. */
  cartKeptMs: 172_800_000,
  /** Changes waiting for one customer's cart: two hands on three telephones. */
  cartWaiters: 50,
  /** Carts that one sweep removes: a second of work for the database. */
  cartsPerSweep: 1_000,
  /** Addresses that a customer keeps: home, work, and everybody they ever send food to. */
  customerAddresses: 20,
  /** Characters of an address of mail (RFC 5321, a path). */
  mailLength: 254,
  /** Notices that one answer shows: what somebody has not seen after fifty is no news any more. */
  noticesPerPage: 50,
  /** Alerts that one answer shows: with more of them open, operations need another plan, not a longer list. */
  alertsPerPage: 200,
  /** Characters of a courier's name: as on a passport, and some. */
  personNameLength: 100,
  /** Changes of couriers that a slow listener may be behind before it loses the oldest. */
  courierNews: 4_096,
  /** Longest turn of duty, in ms: nobody drives longer than sixteen hours on end. */
  dutyMs: 57_600_000,
  /**
   * Positions of a courier nearer to each other than this, in metres, count as one: satellites err by ten to thirty between
   * houses, and who waits at a restaurant must not seem to leave it.
   */
  courierJitterM: 60,
  /** A round of dispatch comes at most so often, in ms: long enough to see several orders at once, short against an answer. */
  dispatchWindowMs: 5_000,
  /** A round that takes longer makes the next ones simpler: the objective is half a second (S123), in ms. */
  dispatchRoundMs: 500,
  /**
   * Deliveries that one round plans; with more of them waiting, as after an outage, the simplest policy asks couriers: a plan
   * of ten thousand takes seconds, and so many wait only where couriers are short anyway.
   */
  plannedDeliveries: 1_000,
  /** Rounds that the simplest policy plays after one was too long: a minute. */
  simpleRounds: 12,
  /** Regions of one marketplace: more cities than any has; each costs a dispatcher, its lease and its reads. */
  regions: 1_000,
  /** A region whose dispatcher is silent for so long may be taken over: three missed renewals, in ms. */
  regionLeaseMs: 15_000,
  /** How often a dispatcher compares what it believes with the stores, in ms. */
  dispatchSweepMs: 60_000,
  /** Requests that wait for a region's dispatcher: operators click, and services retry. */
  dispatchRequests: 1_000,
  /** Longest wait for a dispatcher's answer to a request: a round and its commits, in ms. */
  dispatchAnswerMs: 10_000,
  /** Reads side by side when a region is taken up: a quarter of the database's sessions. */
  dispatchReads: 4,
  /** Offers and notes of one order that are shown: who reads more needs the log. */
  dispatchHistory: 100,
  /** Bytes of a request's body: a hundred lines of an order in the longest dialect are a quarter of it. */
  bodyBytes: 65_536,
  /** Bytes of a menu: the items of the longest one with generous descriptions. */
  menuBodyBytes: 1_048_576,
  /** Bytes of a request's line and headers: a large token and the baggage of two proxies. */
  headBytes: 16_384,
  /** Headers of a request: browsers send twenty, proxies add ten. */
  requestHeaders: 64,
  /** Characters of a request's address: no path of ours has more than 200, and no query more than 500. */
  urlLength: 2_048,
  /** Characters of an Authorization header: a token with every scope has 900. */
  tokenLength: 8_192,
  /** Levels that JSON may nest: our deepest body has six. */
  jsonDepth: 32,
  /** Places that a refusal of a request names: a person mends the first few, and the next answer names the rest. */
  problemPlaces: 20,
  /** Characters of one such message. */
  problemMessageLength: 200,
  /** Connections at once: memory for them is half a gigabyte, and a proxy in front needs a tenth. */
  connections: 20_000,
  /** How long a connection without a request is kept, in ms: longer than a proxy's pause between two. */
  keepAliveMs: 65_000,
  /** How long the head of a request may take to arrive, in ms: a slow telephone needs two seconds. */
  headTimeoutMs: 10_000,
  /** How long a whole request may take to arrive, in ms: a megabyte over a slow line. */
  requestTimeoutMs: 15_000,
  /** How long requests at work may take to end when a server stops, in ms: twice the longest that a use-case waits. */
  drainMs: 15_000,
  /** Requests of one caller: a restaurant's tills and a courier's telephone stay far below (S104). */
  callerRate: { perSecond: 50, burst: 200 },
  /** Requests from one address: a thousand telephones behind one gateway (S104). */
  addressRate: { perSecond: 500, burst: 2_000 },
  /** Callers and addresses whose rates are remembered: ten megabytes. */
  rateKeys: 100_000,
  /** How long a part may take to say that it is well, in ms: an orchestrator asks every few seconds. */
  healthCheckMs: 2_000,
  /** How long a verified token counts without looking at its signature again, in ms: a key taken back is out within a minute. */
  tokenMemoryMs: 60_000,
  /** Verified tokens remembered: ten megabytes of those who are busy right now. */
  tokensRemembered: 10_000,
  /** Characters of a secret that signs something: 256 bits in base64 have 44. */
  secretLength: 32,
  /** How long a tracking link is good, in ms: an order of the evening has ended by then, whatever happened to it. */
  trackTokenMs: 12 * 3_600_000,
  /** Characters of a tracking link's token: the longest id, its end and its signature. */
  trackTokenLength: 256,
  /** Points of a curve in a report: more than a chart has pixels. */
  reportPoints: 300,
  /** H3 cells of a report's map: a city in hexagons that can still be told apart. */
  reportCells: 1_500,
  /** Places of couriers in a report's animation: two megabytes of its page; beyond that every n-th courier is shown. */
  reportFrames: 200_000,
  /** Waiting orders in a report's animation: 300 kilobytes of its page; beyond that every n-th order is shown. */
  reportOrders: 30_000,
  /** Orders that a report tells the story of, late and lost ones each: more nobody reads. */
  reportStories: 12,
  /** Trips in a run's trips.geojson: thirty megabytes, as much as a map in a browser still opens. */
  reportTrips: 50_000,
  /** Those of live tracking, each with its reason there: this file would be too long to read. */
  ...liveLimits,
  /** Comparisons and sweeps: see there. */
  ...experimentLimits,
  /** Those of positions, likewise. */
  ...trackingLimits
} as const
