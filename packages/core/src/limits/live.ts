/** Limits of live tracking: who watches, how often, and how much may wait for them. Part of `Limits`. */
export const liveLimits = {
  /**
   * Connections that wait to be accepted, when everybody comes at once: what Linux allows at most unless told otherwise. Beyond, clients try again after 1, 3,
   * 7 … seconds; Node's own 511 is full after a few hundred.
   */
  acceptBacklog: 4_096,
  /** Connections of the live fronts at once: all that the server takes at all. */
  liveConnections: 20_000,
  /** …from one address: a quarter of a city behind one gateway of a telephone company, and far from all seats. */
  liveConnectionsPerAddress: 5_000,
  /** …of one subject: every device of a household, or every screen of a kitchen. */
  liveConnectionsPerSubject: 20,
  /**
   * …of one tracking link, which is passed on: a thousand who wait for one delivery (L7), and as many again who come back before they are missed. They
   * share the making of every message, and all of them are a tenth of the seats.
   */
  liveConnectionsPerLink: 2_000,
  /** Proxies or networks of proxies that a server may be told to believe: more in a row nobody has. */
  trustedProxies: 16,
  /** Bytes of a frame from a client: a token of the usual size, or some thirty positions; more of them go by POST. */
  frameBytes: 4_096,
  /** Frames of one connection: ten a second are positions at the highest rate, twice as many for good measure. */
  frameRate: { perSecond: 20, burst: 40 },
  /** Frames that wait while a token is verified: what a client sends at once after connecting. */
  framesBeforeToken: 40,
  /** Frames that fit no schema before the connection ends: one is a mistake, and so is a second. */
  badFrames: 3,
  /** A connection without a token is closed after this long, in ms (S11). */
  tokenWithinMs: 5_000,
  /**
   * The token of an open connection is verified anew at the latest after this, in ms, so that a withdrawn key ends connections too: with the age of keys
   * and the memory of tokens within a quarter of an hour. Ten thousand connections cost half a hundredth of a processor.
   */
  tokenCheckMs: 240_000,
  /** A closed connection whose other side does not answer is cut off after this long, in ms. */
  closeWithinMs: 2_000,
  /** Clients are told to come back within this long when a server stops, each at another moment, in ms (L5: all are back within 30 s). */
  comeBackWithinMs: 20_000,
  /** …and this much longer for each connection, so that a few come back at once, in ms: five hundred a second. */
  comeBackEachMs: 2,
  /** When the loop comes later than this on average, telephones wait with their positions for a moment (S93), in ms. */
  upstreamLateMs: 200,
  /**
   * Share of the loop's time that positions from sockets may take, with telling who watches (P8, S93): 14,400 a second need less than half on two old
   * cores, and orders need a tenth.
   */
  positionsShare: 0.5,
  /** …and so much in one go, in ms: an order waits for the loop half a dozen times. */
  positionsAtOnceMs: 2,
  /**
   * What is counted, in ms, for a telephone that is read again after it had to wait, and for each position that gave way: stopping and beginning to read
   * cost as much as a position does, and what comes then is read before the gate sees it.
   */
  positionsReadMs: { again: 0.03, gaveWay: 0.003 },
  /** Somebody who watches hears something at least so often, in ms (S16): thirty seconds less one turn of the heartbeat. */
  quietLongestMs: 24_000,
  /** Characters of the name of something watched: the longest kind, a colon, an id. */
  topicLength: 80,
  /** Characters of a cursor of somebody who watches: one place for each of the topics that one connection may have. */
  watchCursorLength: 4_096,
  /** Topics on one connection: what a person follows at once; a dashboard watches restaurants, not single orders. */
  topicsPerWatcher: 32,
  /** Positions on one connection (S93). */
  positionsPerSecond: 10,
  /** Shortest pauses between two positions of one delivery, in ms: ten a second, and 2 to 5 s as load grows (S94). */
  positionIntervalsMs: { least: 100, widened: 2_000, wider: 3_500, widest: 5_000 },
  /** A loop that comes later than this on average has too much to do: people see it from a tenth of a second on, in ms. */
  strainedLateMs: 50,
  /** Bytes that may wait for all slow readers together before positions come less often. */
  strainedBytes: 67_108_864,
  /** Strain lasts this long before positions come less often, in ms: a pause of the collector does not count. */
  strainedMs: 500,
  /** Relief lasts this long before they come more often again, in ms: shorter, and it would swing. */
  relievedMs: 10_000,
  /** Bytes that wait for a watcher who keeps up: some fifty messages. Beyond, positions wait for their turn (L6). */
  slowReaderBytes: 16_384,
  /** Bytes that may wait for one watcher at all (L6): beyond, statuses wait in the log. */
  watcherBufferBytes: 65_536,
  /** Who leaves that much waiting for this long is sent away (L6: within ten seconds), in ms. */
  slowReaderMs: 8_000,
  /** Statuses of one case that are replayed: a log has some thirty; more is a courier search gone wrong, and a snapshot says enough. */
  replayedMessages: 256,
  /** Messages of a restaurant or a courier that are kept for who comes back: ten minutes of the busiest kitchen. */
  ringMessages: 256,
  /** …and for how long when nobody watches, in ms: longer than any reconnect takes. */
  topicKeptMs: 120_000,
  /** How often watchers get their turn, in ms: well below what an eye sees. */
  hubTickMs: 20,
  /**
   * Positions that are told in one turn to those who had no room for them at once: a millisecond or two, and six thousand a second. When everybody's turn
   * comes together, after a pause of the loop or as the interval ends, an order of that moment does not wait for all of them.
   */
  positionsPerTurn: 128,
  /** … or this share of all who wait, where that is more: ten thousand have been told within three quarters of a second. */
  positionsTurnShare: 0.08,
  /** Reads for watchers side by side: a quarter of the database's sessions, so that a storm of reconnects leaves room for orders. */
  hubReads: 4,
  /** Open orders in the snapshot of a restaurant: more than any kitchen has. */
  snapshotOrders: 100
} as const
